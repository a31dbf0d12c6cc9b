"""The attendance list as one of the event's papers: of the whole event, everybody on it, numbers masked."""

from datetime import datetime
from typing import Any

from events_app import i18n
from events_app.checkin.listing import paper
from events_app.checkin.listing.forms import ListIn
from events_app.events.tables import Event
from events_app.reports.papers import pieces


async def data(event: Event, now: datetime, _part: int) -> dict[str, Any]:
    """Everybody expected and everybody who came, by name."""
    sheet = await paper.sheet_of(event, ListIn())
    head, occasion = await pieces.head_of(event), await pieces.occasion_of(event)
    return paper.data_of(sheet, head, occasion, now, i18n.locale())
