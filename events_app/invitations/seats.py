"""Seats: counted while the event's row is held, so that two answers can never take the same one."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from events_app.database import fetch_value
from events_app.events.states import EventOver, must_stand
from events_app.events.tables import Event
from events_app.invitations.refusals import DeadlinePassed, EventFull, QuotaFull
from events_app.invitations.seating.standing import Obstacle, Wish, quotas_of, standing_of
from events_app.invitations.tables import AnsweredBy, Invitation

OFFICE = """
SELECT standing_office(coalesce(i.institution, post.institution, p.institution))
FROM invitation i LEFT JOIN position post ON post.id = i.position LEFT JOIN person p ON p.id = i.person
WHERE i.id = $1
"""


class Timed(Protocol):
    """What an invitation says of its time: a deadline of its own, and until when a seat is kept for it."""

    @property
    def answer_by(self) -> datetime | None: ...

    @property
    def offered_until(self) -> datetime | None: ...


def deadline_of(event: Event, asked: Timed) -> datetime | None:
    """Until when this invitation can be answered by its link: its own deadline, else the event's."""
    limit: datetime | None = asked.answer_by or event.answer_by
    return limit


def must_be_open(event: Event, by: AnsweredBy, now: datetime, asked: Timed) -> None:
    """Refuses an answer to what is cancelled or over; the deadline binds links, not staff on the phone.

    Whoever was offered a seat may take it until that offer ends, whatever the deadline.
    """
    must_take_place(event, now)
    if by is AnsweredBy.staff or (asked.offered_until is not None and now <= asked.offered_until):
        return
    limit = deadline_of(event, asked)
    if limit is not None and now > limit:
        raise DeadlinePassed()


def must_take_place(event: Event, now: datetime) -> None:
    """Refuses what makes no sense once an event is cancelled or its end has passed, published or not."""
    must_stand(event)
    if has_ended(event, now):
        raise EventOver()


def has_ended(event: Event, now: datetime) -> bool:
    """Whether its end has passed, published or not."""
    return now >= event.ends_at


async def has_room(event: Event, seats: int, institution: UUID | None) -> bool:
    """Whether seats for somebody from here are free in a locked event; whoever waits in line goes first."""
    return await _obstacle(event, seats, institution) is None


async def take_or_wait(event: Event, seats: int, institution: UUID | None) -> bool:
    """True for seats, False for a place in line; EventFull or QuotaFull where no waiting list is kept."""
    obstacle = await _obstacle(event, seats, institution)
    if obstacle is None or event.waiting_list:
        return obstacle is None
    raise QuotaFull(label=obstacle.label) if obstacle.label else EventFull()


async def office_of(invitation: Invitation) -> UUID | None:
    """The institution under whose quotas an invitation counts."""
    found: UUID | None = await fetch_value(OFFICE, invitation.id)
    return found


async def _obstacle(event: Event, seats: int, institution: UUID | None) -> Obstacle | None:
    """What the last in line would wait for; without a waiting list nobody stands before them."""
    now = await standing_of(event)
    wish = Wish(event.id, seats, await quotas_of(event, institution) if now.limits else [])
    return now.allot([*(now.line if event.waiting_list else []), wish])[-1]
