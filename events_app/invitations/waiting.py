"""The waiting line: who answered when all was taken moves up, in order, when a seat becomes free."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event, EventState
from events_app.invitations.passes import send_passes
from events_app.invitations.seating.offers import Promotion, write_to
from events_app.invitations.seating.reserve import ask_reserve
from events_app.invitations.seating.standing import Wish, standing_of
from events_app.invitations.seats import has_ended
from events_app.invitations.tables import Guest

HOURS = "SELECT offer_hours FROM event_inviting WHERE event = $1"

TAKE = "UPDATE invitation SET state = 'accepted', waiting_since = NULL, offered_until = NULL WHERE id = $1"
WAITS = "SELECT 1 FROM invitation WHERE id = $1 AND state = 'waitlisted'"
AT_THE_DOOR = "UPDATE guest SET state = 'expected', walk_in = true WHERE id = $1"
OFFER = "UPDATE invitation SET offered_until = $2 WHERE id = $1"
COME = "UPDATE guest SET state = 'expected' WHERE {} = $1 AND state = 'waitlisted' RETURNING id"

LAPSE = """
UPDATE invitation SET state = 'expired', offered_until = NULL, waiting_since = NULL
WHERE event = $1 AND offered_until < $2 RETURNING id
"""
LEAVE = "UPDATE guest SET state = 'cancelled' WHERE invitation = ANY($1::uuid[]) AND state = 'waitlisted'"


async def move_up(event: Event, now: datetime) -> None:
    """Give the free seats of a locked event to those in line, or offer them for a time where the event says so.

    What is left after them goes to the reserve, where the event lets it be asked by itself.
    """
    if has_ended(event, now) or event.state == EventState.cancelled:
        return
    seats = await standing_of(event)
    verdicts = zip(seats.line, seats.allot(seats.line), strict=True)
    served = [wish for wish, obstacle in verdicts if obstacle is None]
    if served:
        await _serve(event, served, now)
    await ask_reserve(event, now)


async def let_in(event: Event, guest: Guest, now: datetime) -> bool:
    """Take somebody of the line in who stands at the door of a locked event, over capacity too.

    Their invitation has its seats from now on, so that nobody is given them again. True where that is too many.
    """
    await execute(AT_THE_DOOR, guest.id)
    if guest.invitation and await fetch_value(WAITS, guest.invitation):
        coming = await _admit(event, Wish(guest.invitation, 0, []))
        await send_passes(Actor.system(event.organisation), event, coming, now)
    seats = await standing_of(event)
    return seats.capacity is not None and seats.taken > seats.capacity


async def lapse(event: Event, now: datetime) -> int:
    """Take back the seats of a locked event that nobody confirmed in time; how many invitations lost one."""
    late = [row["id"] for row in await fetch(LAPSE, event.id, now)]
    if late:
        await execute(LEAVE, late)
    for one in late:
        await audit.record(Actor.system(event.organisation), "invitation.offer_lapsed", one)
    return len(late)


async def _serve(event: Event, served: list[Wish], now: datetime) -> None:
    hours = await fetch_value(HOURS, event.id) or 0
    until = min(now + timedelta(hours=hours), event.ends_at) if hours else None
    coming: list[UUID] = []
    told: list[Promotion] = []
    for wish in served:
        if until is not None and wish.invited:
            await _offer(event, wish, until)
            told.append(Promotion(wish.id, until))
            continue
        fresh = await _admit(event, wish)
        coming += fresh
        told += [Promotion(wish.id, None)] if wish.invited and not fresh else []
    await send_passes(Actor.system(event.organisation), event, coming, now)
    await write_to(event, told, now)


async def _offer(event: Event, wish: Wish, until: datetime) -> None:
    await execute(OFFER, wish.id, until)
    after = {"until": until}
    await audit.record(Actor.system(event.organisation), "invitation.seat_offered", wish.id, after=after)


async def _admit(event: Event, wish: Wish) -> list[UUID]:
    if wish.invited:
        await execute(TAKE, wish.id)
    rows = await fetch(COME.format("invitation" if wish.invited else "id"), wish.id)
    verb = "invitation.moved_up" if wish.invited else "guest.moved_up"
    await audit.record(Actor.system(event.organisation), verb, wish.id)
    return [row["id"] for row in rows]
