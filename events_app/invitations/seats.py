"""Seats: counted while the event's row is held, so that two answers can never take the same one."""

from datetime import datetime

from events_app.database import fetch
from events_app.events.states import EventOver, must_stand
from events_app.events.tables import Event
from events_app.invitations.refusals import AnswerClosed
from events_app.invitations.tables import AnsweredBy

COUNT = """
SELECT
  coalesce((SELECT sum(seats) FROM invitation WHERE event = $1 AND state = 'accepted'), 0)::int
    + (SELECT count(*) FROM guest
       WHERE event = $1 AND invitation IS NULL AND state = 'expected')::int AS taken,
  EXISTS (SELECT FROM invitation WHERE event = $1 AND state = 'waitlisted')
    OR EXISTS (SELECT FROM guest WHERE event = $1 AND invitation IS NULL AND state = 'waitlisted') AS waiting
"""


def must_be_open(event: Event, by: AnsweredBy, now: datetime) -> None:
    """Refuses an answer to what is cancelled or over; the deadline binds links, not staff on the phone."""
    must_take_place(event, now)
    if by is not AnsweredBy.staff and event.answer_by is not None and now > event.answer_by:
        raise AnswerClosed()


def must_take_place(event: Event, now: datetime) -> None:
    """Refuses what makes no sense once an event is cancelled or its end has passed, published or not."""
    must_stand(event)
    if has_ended(event, now):
        raise EventOver()


def has_ended(event: Event, now: datetime) -> bool:
    """Whether its end has passed, published or not."""
    return now >= event.ends_at


async def taken_seats(event: Event) -> int:
    """The seats of every yes, and one for each guest without an invitation."""
    (row,) = await fetch(COUNT, event.id)
    return int(row["taken"])


async def has_room(event: Event, seats: int) -> bool:
    """Whether a locked event has this many seats left; whoever waits in line goes first."""
    (row,) = await fetch(COUNT, event.id)
    in_line = event.waiting_list and row["waiting"]
    limit: int | None = event.capacity
    return limit is None or (not in_line and row["taken"] + seats <= limit)
