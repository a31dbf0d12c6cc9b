"""Somebody stands at the door without an invitation: written down and let in, in one transaction."""

from dataclasses import dataclass
from datetime import datetime

from events_app.accounts.actor import Actor
from events_app.checkin.actions import admit_by_hand
from events_app.checkin.verdicts import Verdict
from events_app.database import atomically
from events_app.events.tables import Event
from events_app.invitations.forms import GuestIn
from events_app.invitations.guest_actions import add_guest
from events_app.invitations.tables import Guest


@dataclass(frozen=True)
class Arrival:
    """A guest who was added; `verdict` is set for walk-ins, who are in already."""

    guest: Guest
    over_capacity: bool
    verdict: Verdict | None = None


@atomically
async def welcome(actor: Actor, event: Event, said: GuestIn, device: str, now: datetime) -> Arrival:
    """Adds a guest; a walk-in is let in at once, over capacity too. Somebody already here stays one guest."""
    added = await add_guest(actor, event, said, now)
    if not said.walk_in:
        return Arrival(added.guest, added.over_capacity)
    verdict = await admit_by_hand(actor, event.id, added.guest, device, now)
    return Arrival(added.guest, added.over_capacity, verdict)
