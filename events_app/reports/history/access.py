"""Whose history one may read: in one's own directory, by those who may know who came."""

from typing import Any
from uuid import UUID

from litestar import Request

from events_app.accounts.access import requires_any
from events_app.accounts.actor import Actor
from events_app.reports.access import WITNESSES
from events_app.stakeholders.access import institution_here, person_here

Asker = Request[Actor, Any, Any]
MAY_READ = [requires_any(*WITNESSES)]


async def subject(request: Asker, table: str, row: UUID) -> tuple[UUID, str]:
    """Id and name of the one that stands, or not found."""
    if table == "person":
        person = await person_here(request, row)
        return person.id, person.display_name
    institution = await institution_here(request, row)
    return institution.id, institution.name
