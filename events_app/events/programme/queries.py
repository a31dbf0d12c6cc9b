"""Reads of the programme: the lines of the running order, by their sessions."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.programme.running_order import Block, Line, Span, blocks
from events_app.events.queries import Part, display_name
from events_app.events.tables import Event

LINES = """
SELECT a.id, a.title, a.minutes, a.session, a.presenter, p.title_prefix, p.full_name, p.title_suffix
FROM agenda_item a LEFT JOIN person p ON p.id = a.presenter
WHERE a.event = $1 AND ($2::uuid IS NULL OR a.id = $2) ORDER BY a.place, a.id
"""


async def lines_of(event: Event) -> list[Line]:
    """Every line of the event, in order."""
    return [_line(row) for row in await fetch(LINES, event.id, None)]


async def line_of(event: UUID, item: UUID) -> Line:
    """One line that exists."""
    [row] = await fetch(LINES, event, item)
    return _line(row)


async def running_order(event: Event, parts: Sequence[Part]) -> list[Block]:
    """The lines with their hours: those of the event as a whole first, then session by session."""
    spans = [Span(None, "", event.starts_at, event.ends_at)]
    spans += [
        Span(part.session.id, part.session.title, part.session.starts_at, part.session.ends_at)
        for part in parts
    ]
    return blocks(spans, await lines_of(event))


def _line(row: Any) -> Line:
    presenter = display_name(row) if row["full_name"] else ""
    return Line(row["id"], row["title"], row["minutes"], presenter, row["session"], row["presenter"])
