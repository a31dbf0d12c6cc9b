"""The reserve by hand: its order, and asking the next of it; `reserve` does so by itself where an event says so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch
from events_app.errors import FieldError, Invalid
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.invitations.seating.reserve import OUT, OWN_DEADLINE
from events_app.invitations.seats import must_take_place
from events_app.invitations.sending import send_invitations
from events_app.invitations.tables import Invitation

RESERVE = """
SELECT id, reserve_place FROM invitation
WHERE event = $1 AND state = 'draft' AND reserve_place IS NOT NULL ORDER BY reserve_place, id
"""
PLACES = """
UPDATE invitation i SET reserve_place = o.place FROM unnest($1::uuid[]) WITH ORDINALITY AS o(id, place)
WHERE i.id = o.id AND i.reserve_place IS DISTINCT FROM o.place
"""


@dataclass(frozen=True)
class Wave:
    """How many were asked, and why others of them were not, by invitation."""

    sent: int
    problems: dict[UUID, str]


@atomically
async def ask_next(actor: Actor, event: Event, count: int, answer_by: datetime | None, now: datetime) -> Wave:
    """Ask the first so many of the reserve. Who cannot be written to stays in it, where they were.

    Two who press at one time ask the next ones each, never the same ones twice.
    """
    event = await locked_event(event)
    must_take_place(event, now)
    must_be_ahead_of(answer_by, event, now)
    first = [row["id"] for row in (await fetch(RESERVE, event.id))[:count]]
    if answer_by is not None or (event.answer_by is not None and event.answer_by < now):
        await execute(OWN_DEADLINE, first, answer_by or event.starts_at)
    problems = await send_invitations(actor, event, first, now)
    await execute(OUT, first)
    sent = len(first) - len(problems)
    await audit.record(actor, "event.second_wave", event.id, after={"sent": sent, "answer_by": answer_by})
    return Wave(sent, problems)


@atomically
async def move_in_reserve(
    actor: Actor, event: Event, invitation: Invitation, to: Literal["up", "down"]
) -> None:
    """One place earlier or later; at either end nothing changes."""
    event = await locked_event(event)
    order = [row["id"] for row in await fetch(RESERVE, event.id)]
    if invitation.id not in order:
        return
    here = order.index(invitation.id)
    there = min(max(here + (1 if to == "down" else -1), 0), len(order) - 1)
    order.insert(there, order.pop(here))
    await execute(PLACES, order)
    await audit.record(actor, "invitation.reserve_moved", invitation.id, after={"place": there + 1})


def must_be_ahead_of(answer_by: datetime | None, event: Event, now: datetime) -> None:
    """A deadline lies in the future, and before the event is over."""
    if answer_by is None:
        return
    if answer_by <= now:
        sentence = gettext(N_("This time has passed already."))
        raise Invalid([FieldError("answer_by", "in_the_past", sentence)])
    if answer_by > event.ends_at:
        sentence = gettext(N_("This is after the end of the event."))
        raise Invalid([FieldError("answer_by", "after_end", sentence)])
