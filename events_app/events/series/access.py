"""The only ways to a template or a series: your organisation's, and confidential ones with the right, or not found."""

from typing import Any
from uuid import UUID

from litestar.params import FromPath

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.series.tables import EventTemplate, Series


async def template_of(request: Asker, template_id: FromPath[UUID]) -> EventTemplate:
    """A template this reader may see."""
    found: EventTemplate = await readable(EventTemplate, request.user, template_id)
    return found


async def series_here(request: Asker, series_id: FromPath[UUID]) -> Series:
    """A series this reader may see."""
    found: Series = await readable(Series, request.user, series_id)
    return found


async def readable(table: Any, actor: Actor, row_id: UUID) -> Any:
    """The row, or not found."""
    mine = (table.id == row_id) & (table.organisation == actor.organisation)
    row = await table.objects().where(mine).first()
    if (
        row is None
        or not actor.may(Right.read)
        or (row.confidential and not actor.may(Right.read_confidential))
    ):
        raise NotFound()
    return row
