"""The papers of an event: its rows as words and codes, set by the print template of the same name."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from events_app import i18n
from events_app.events.tables import Event
from events_app.invitations.letters.content import printed
from events_app.reports.papers import attendance, badges, letters, matrix, minutes

Builder = Callable[[Event, datetime, int], Awaitable[dict[str, Any]]]

PAPERS: dict[str, Builder] = {
    "invitation-letters": letters.data,
    "attendance-list": attendance.data,
    "badges": badges.data,
    "minutes": minutes.data,
    "follow-up-matrix": matrix.data,
}
IN_PARTS = frozenset({"invitation-letters", "badges"})
"""Papers with a code for each guest come in parts, see `pieces.PART`."""


async def make(name: str, event: Event, language: str, now: datetime, part: int = 1) -> tuple[str, bytes]:
    """A paper in a language, with a file name that tells nothing of a confidential event."""
    with i18n.using(language):
        data = await PAPERS[name](event, now, part)
        data["lang"] = i18n.locale()
    suffix = f"-{part}" if name in IN_PARTS and part > 1 else ""
    return f"{event.ref}-{name}{suffix}.pdf", await printed(name, data, now)
