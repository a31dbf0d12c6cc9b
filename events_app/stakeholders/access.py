"""The only ways to a row of the directory: in one's own organisation, or not found."""

from typing import Any, TypeVar
from uuid import UUID

from litestar import Request
from litestar.params import FromPath
from piccolo.table import Table

from events_app.accounts.actor import Actor
from events_app.errors import NotFound
from events_app.stakeholders.merging.tables import Merge
from events_app.stakeholders.tables import (
    ConsentRecord,
    Group,
    ImportDraft,
    Institution,
    Person,
    Position,
    PositionHolding,
)

Ask = Request[Actor, Any, Any]
T = TypeVar("T", bound=Table)


async def institution_here(request: Ask, institution_id: FromPath[UUID]) -> Institution:
    """An institution of the directory of the one who asks; the successor of one that has gone into another."""
    return await _standing(request, Institution, institution_id)


async def person_here(request: Ask, person_id: FromPath[UUID]) -> Person:
    """A person of the directory of the one who asks; of two rows that were merged, the one that stays."""
    return await _standing(request, Person, person_id)


async def merge_here(request: Ask, merge_id: FromPath[UUID]) -> Merge:
    """A merge of one's own directory."""
    return await _mine(request, Merge, merge_id)


async def position_here(request: Ask, position_id: FromPath[UUID]) -> Position:
    """A position of one's own directory."""
    return await _mine(request, Position, position_id)


async def holding_here(request: Ask, holding_id: FromPath[UUID]) -> PositionHolding:
    """Somebody's time in a position of one's own directory."""
    return await _mine(request, PositionHolding, holding_id)


async def consent_here(request: Ask, consent_id: FromPath[UUID]) -> ConsentRecord:
    """A consent of somebody in one's own directory."""
    return await _mine(request, ConsentRecord, consent_id)


async def draft_here(request: Ask, draft_id: FromPath[UUID]) -> ImportDraft:
    """A list that is being imported."""
    return await _mine(request, ImportDraft, draft_id)


async def group_here(request: Ask, group_id: FromPath[UUID]) -> Group:
    """A group of institutions or people."""
    return await _mine(request, Group, group_id)


async def _standing(request: Ask, table: type[T], row_id: UUID) -> T:
    row: Any = await _mine(request, table, row_id)
    return row if row.successor is None else await _mine(request, table, row.successor)


async def _mine(request: Ask, table: type[T], row_id: UUID) -> T:
    mine: Any = table
    row = (
        await table.objects().where(mine.id == row_id, mine.organisation == request.user.organisation).first()
    )
    if row is None:
        raise NotFound()
    return row
