"""Verbs of signing: ask for signatures, sign, take one away."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.signatures import queries
from events_app.checkin.signatures.forms import SignatureIn, compact
from events_app.checkin.signatures.refusals import AlreadySigned, NotCheckedIn, SignaturesNotAsked
from events_app.checkin.signatures.tables import Ending, Signature
from events_app.database import atomically, execute, fetch_one, fetch_value
from events_app.errors import FieldError, Invalid, NotFound
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.invitations.tables import Guest

ASK = """
INSERT INTO event_signing (id, organisation, created_at, event, wanted) VALUES (gen_random_uuid(), $1, $2, $3, $4)
ON CONFLICT (event) DO UPDATE SET wanted = excluded.wanted
"""
# Two phones that sign for one guest take turns at the guest's row.
ALONE = "SELECT 1 FROM guest WHERE id = $1 FOR UPDATE"
CAME = """
SELECT a.entry_scan, s.id AS scan FROM attendance a LEFT JOIN scan s ON s.event = a.event AND s.scan_id = a.entry_scan
WHERE a.event = $1 AND a.guest = $2 AND a.session IS NOT DISTINCT FROM $3
"""
SCAN = "SELECT id FROM scan WHERE event = $1 AND scan_id = $2 AND guest = $3"
END = """
UPDATE checkin_signature SET strokes = '', ended_at = $2, ended_by = $3, ended_how = $4 WHERE id = $1 AND ended_at IS NULL
"""


@atomically
async def ask(actor: Actor, event: Event, wanted: bool, now: datetime) -> None:
    """Have the door ask for signatures, or no longer; those that were given stay."""
    actor.must(Right.plan_events)
    await execute(ASK, event.organisation, now, event.id, wanted)
    await audit.record(actor, "signing.asked", event.id, after={"wanted": wanted})


@atomically
async def sign(actor: Actor, event: Event, guest: Guest, said: SignatureIn, now: datetime) -> None:
    """Keep a guest's signature; the same lines again are the same signature.

    Raises SignaturesNotAsked, NotCheckedIn, AlreadySigned, or Invalid for a scan that was not this guest's.
    """
    actor.must(Right.scan)
    if not await queries.wanted(event):
        raise SignaturesNotAsked()
    await execute(ALONE, guest.id)
    scan = await _scan(event, guest, said)
    before = await queries.one(event, guest.id, said.session_id)
    strokes = compact(said.strokes) if said.strokes else ""
    if before and (before["strokes"], before["on_paper"]) == (strokes, said.on_paper):
        return
    if before:
        await _replace(actor, before, guest, said, now)
    row = Signature(
        organisation=event.organisation,
        event=event.id,
        session=said.session_id,
        guest=guest.id,
        scan=scan,
        strokes=strokes,
        on_paper=said.on_paper,
        made_at=now,
        made_by=actor.user,
    )
    await row.save()
    await audit.record(
        actor, "signature.given", guest.id, after={"event": event.id, "on_paper": said.on_paper}
    )


@atomically
async def remove(actor: Actor, event: Event, guest: Guest, session: UUID | None, now: datetime) -> None:
    """Take a signature away: its lines are gone, that there was one stays on record. Raises NotFound without one."""
    actor.must(Right.plan_events)
    await execute(ALONE, guest.id)
    before = await queries.one(event, guest.id, session)
    if before is None:
        raise NotFound()
    await execute(END, before["id"], now, actor.user, Ending.removed.value)
    await audit.record(actor, "signature.removed", guest.id, before={"event": event.id})


async def _replace(actor: Actor, before: Any, guest: Guest, said: SignatureIn, now: datetime) -> None:
    if not said.replace:
        raise AlreadySigned()
    await execute(END, before["id"], now, actor.user, Ending.replaced.value)
    await audit.record(actor, "signature.replaced", guest.id, before={"made_at": before["made_at"]})


async def _scan(event: Event, guest: Guest, said: SignatureIn) -> UUID | None:
    """The scan that a signature goes with: the one that is named, else the one that let the guest in."""
    came = await fetch_one(CAME, event.id, guest.id, said.session_id)
    if came is None:
        raise NotCheckedIn()
    entry: UUID | None = came["scan"]
    if said.scan_id is None:
        return entry
    named: UUID | None = await fetch_value(SCAN, event.id, said.scan_id, guest.id)
    if named is None:
        sentence = gettext(N_("This scan was not of this guest."))
        raise Invalid([FieldError("scan_id", "unknown", sentence)])
    return named
