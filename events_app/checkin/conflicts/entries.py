"""What decisions are made of: an entry that is taken back, and one that is added where the scan was made."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor, Post
from events_app.checkin.actions import admit_by_hand
from events_app.checkin.conflicts.refusals import StillRefused
from events_app.checkin.tables import Outcome, Scan
from events_app.checkin.undoing import take_back
from events_app.checkin.verdicts import Verdict
from events_app.events.tables import Event
from events_app.invitations.tables import Guest


async def let_in(actor: Actor, event: Event, guest: Guest, scan: Any) -> UUID:
    """The guest came when the scan was made, at its door."""
    return id_of(await admit_by_hand(at_the_door(actor, scan), event.id, guest, scan.device, scan.scanned_at))


async def undo(actor: Actor, scan: Any, now: datetime) -> UUID | None:
    """As undoing does, without its ten minutes: whoever keeps attendance looks at it later."""
    if scan is None or await is_undone(scan) or scan.outcome == Outcome.refused:
        return None
    await take_back(actor, scan, now)
    return scan.scan_id  # type: ignore[no-any-return]


async def is_undone(scan: Any) -> bool:
    """Whether a scan was taken back, by whomever."""
    return await Scan.exists().where((Scan.id == scan.id) & Scan.undone_at.is_not_null())


def at_the_door(actor: Actor, scan: Any) -> Actor:
    """Whoever settles stands where the scan was made, in its session, for this one entry."""
    return replace(actor, post=Post(frozenset({scan.event}), scan.session))


def id_of(verdict: Verdict) -> UUID:
    """The scan that let somebody in."""
    if verdict.outcome == Outcome.refused:
        raise StillRefused()
    return verdict.id
