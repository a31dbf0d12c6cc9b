"""Somebody stands at the door without an invitation: written down and let in, in one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.checkin.actions import admit_by_hand
from events_app.checkin.verdicts import Verdict
from events_app.database import atomically, fetch
from events_app.errors import NotAllowed
from events_app.events.tables import Event
from events_app.invitations.forms import GuestIn
from events_app.invitations.guest_actions import add_guest
from events_app.invitations.tables import Guest
from events_app.stakeholders.names import name_key, split


@dataclass(frozen=True)
class Arrival:
    """A guest who was added; `verdict` is set for walk-ins, who are in already."""

    guest: Guest
    over_capacity: bool
    verdict: Verdict | None = None


# The very same person at the same institution is found by itself; this asks about the others of that name.
NAMESAKES = """
SELECT g.id, g.short_code, p.title_prefix, p.full_name, p.title_suffix, i.name AS institution,
  i.name_key AS office, a.first_in_at
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
LEFT JOIN attendance a ON a.event = g.event AND a.guest = g.id AND a.session IS NULL
WHERE g.event = $1 AND g.state <> 'cancelled' AND p.name_key = $2 ORDER BY g.id LIMIT 10
"""


async def namesakes(event: Event, full_name: str, institution: str) -> list[Any]:
    """Guests of this name from elsewhere: perhaps who stands at the door is one of them."""
    rows = await fetch(NAMESAKES, event.id, name_key(split(full_name).name))
    here = name_key(institution)
    return [] if any((row["office"] or "") == here for row in rows) else rows


@atomically
async def welcome(
    actor: Actor, event: Event, said: GuestIn, device: str, now: datetime, session: UUID | None = None
) -> Arrival:
    """Adds a guest; a walk-in is let in at once, over capacity too. Somebody already here stays one guest.

    A paired phone writes down whoever stands before it, and nobody who would be mailed a pass.
    """
    if actor.post is not None and not said.walk_in:
        raise NotAllowed()
    added = await add_guest(actor, event, said, now)
    if not said.walk_in:
        return Arrival(added.guest, added.over_capacity)
    verdict = await admit_by_hand(actor, event.id, added.guest, device, now, session)
    return Arrival(added.guest, added.over_capacity, verdict)
