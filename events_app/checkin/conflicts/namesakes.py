"""A walk-in whom a phone let in by name, and a guest of that name: one person, or two."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.checkin.conflicts import entries
from events_app.checkin.conflicts.forms import ScanDecision
from events_app.events.tables import Event
from events_app.invitations.guest_actions import cancel_guest
from events_app.invitations.tables import Guest, GuestState


async def carry_out(
    actor: Actor, event: Event, decision: ScanDecision, scan: Any, listed: UUID, now: datetime
) -> tuple[UUID | None, UUID | None]:
    """The scan that was taken back and the one that was added; deciding anew ends what was decided before."""
    walk_in = await _guest(scan.guest)
    if decision == ScanDecision.two_persons:
        return None, await _stands_again(actor, event, walk_in, scan)
    undone = await entries.undo(actor, scan, now)
    await cancel_guest(actor, walk_in, now)
    return undone, await entries.let_in(actor, event, await _guest(listed), scan)


async def _stands_again(actor: Actor, event: Event, walk_in: Guest, scan: Any) -> UUID | None:
    if not await entries.is_undone(scan):
        return None
    await Guest.update({Guest.state: GuestState.expected}).where(Guest.id == walk_in.id)
    return await entries.let_in(actor, event, walk_in, scan)


async def _guest(identity: UUID) -> Guest:
    row = await Guest.objects().get(Guest.id == identity)
    assert row is not None, "a walk-in's scan has a guest, and a foreign key holds the other"
    return row
