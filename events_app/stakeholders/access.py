"""The only ways to a row of the directory: in one's own organisation, or not found."""

from typing import Any, TypeVar
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from piccolo.table import Table

from events_app.accounts.actor import Actor
from events_app.errors import NotFound
from events_app.stakeholders.tables import ImportDraft, Institution, Person

Ask = Request[Actor, Any, Any]
T = TypeVar("T", bound=Table)


async def institution_here(request: Ask, institution_id: FromPath[UUID]) -> Institution:
    """An institution of the directory of the one who asks."""
    return await _mine(request, Institution, institution_id)


async def person_here(request: Ask, person_id: FromPath[UUID]) -> Person:
    """A person of the directory of the one who asks."""
    return await _mine(request, Person, person_id)


async def draft_here(request: Ask, draft_id: FromPath[UUID]) -> ImportDraft:
    """A list that is being imported."""
    return await _mine(request, ImportDraft, draft_id)


async def _mine(request: Ask, table: type[T], row_id: UUID) -> T:
    mine: Any = table
    row = (
        await table.objects().where(mine.id == row_id, mine.organisation == request.user.organisation).first()
    )
    if row is None:
        raise NotFound()
    return row
