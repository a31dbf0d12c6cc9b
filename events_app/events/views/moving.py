"""What the form of a move shows: the time an entry was dropped at, what goes along, what cannot be moved."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from events_app.database import fetch_value
from events_app.errors import Refusal
from events_app.events.moments import local_moment
from events_app.events.states import EventCancelled, EventOver, SessionCancelled
from events_app.events.tables import Event, EventState, Session
from events_app.events.views.spans import FIRST, LAST
from events_app.formats import span_text


def proposed(start: datetime, to: str, zone: str, shown_in: str) -> datetime:
    """The local start in the event's zone: a day keeps the time of day, a day with a time is meant as shown."""
    naive, dropped = _local(start, zone), _dropped(to)
    if dropped is None:
        return naive
    if len(to) == len("2026-11-25"):
        return naive + (dropped.date() - _local(start, shown_in).date())
    # On the same clocks the hour stays as it is, even one that summer time skips: the form refuses it by name.
    return dropped if zone == shown_in else _local(dropped.replace(tzinfo=ZoneInfo(shown_in)), zone)


def suggested(row: Event | Session, form: Any, zone: str) -> str | None:
    """The whole time of the proposal in words; none for an hour that the clocks skip or double."""
    try:
        start = local_moment(datetime.fromisoformat(form.values["starts_at"]), zone)
    except ValueError:
        return None
    length: timedelta = row.ends_at - row.starts_at
    return span_text(start, start + length, zone)


def why_stuck(event: Event, row: Event | Session, now: datetime) -> str:
    """Why it cannot be moved at all, or nothing."""
    if event.state == EventState.cancelled:
        return EventCancelled().text
    if isinstance(row, Session) and row.is_cancelled():
        return SessionCancelled().text
    return EventOver().text if event.is_over(now) else ""


def refuse(form: Any, refusal: Refusal) -> None:
    """Beside the start if it is about that; what the form has no field for is said on top."""
    if refusal.field != "starts_at":
        refusal.field = ""
    form.refuse(refusal)


def exact_text(moment: datetime, zone: str) -> str:
    """The local time to the last digit, for going back to it."""
    return _local(moment, zone).isoformat()


async def sessions_along(event: Event) -> int:
    """How many sessions go where the event goes."""
    found: int = await fetch_value(
        "SELECT count(*) FROM event_session WHERE event = $1 AND cancelled_at IS NULL", event.id
    )
    return found


def _dropped(to: str) -> datetime | None:
    try:
        dropped = datetime.fromisoformat(to) if to else None
    except ValueError:
        return None
    return dropped.replace(tzinfo=None) if dropped and _in_reach(dropped.date()) else None


def _in_reach(day: date) -> bool:
    return FIRST <= day <= LAST


def _local(moment: datetime, zone: str) -> datetime:
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
