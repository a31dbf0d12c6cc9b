"""Verbs of those who keep attendance: settle what a scan leaves in doubt, and open the question again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.checkin import walk_ins
from events_app.checkin.conflicts import entries, namesakes
from events_app.checkin.conflicts.forms import FITTING, OF_TWO, ScanDecision, ScanDecisionIn
from events_app.checkin.conflicts.refusals import AlreadySettled, StillOpen
from events_app.checkin.tables import Attendance, Outcome, Scan, ScanConflict
from events_app.database import atomically, execute
from events_app.errors import FieldError, Invalid, NotFound
from events_app.events.tables import Event
from events_app.formats import clock_text
from events_app.i18n import N_, gettext, using
from events_app.invitations.forms import GuestIn
from events_app.invitations.tables import Guest
from events_app.stakeholders.tables import Person


@atomically
async def settle(actor: Actor, event: Event, identity: UUID, said: ScanDecisionIn, now: datetime) -> None:
    """Decides a question once; of two who decide at one time the second gets AlreadySettled.

    What an earlier decision had added is taken back first. The guest stays present by a scan that stands.
    """
    conflict = await _locked(event, identity)
    if not conflict.open:
        raise AlreadySettled()
    _must_fit(conflict, said)
    scan, other = await _scan(event, conflict.scan), await _scan(event, conflict.other_scan)
    await entries.undo(actor, await _scan(event, conflict.added_scan), now)
    if conflict.kind == "namesake":
        undone, added = await namesakes.carry_out(actor, event, said.decision, scan, conflict.guest, now)
    else:
        undone, added = await _carry_out(actor, event, said, scan, other, now)
    conflict.open, conflict.settled_at, conflict.settled_by = False, now, actor.user
    conflict.decision, conflict.note = said.decision, said.note
    conflict.undone_scan, conflict.added_scan = undone or conflict.undone_scan, added
    await conflict.save()
    facts = {"decision": said.decision, "undone": undone, "added": added, "note": said.note}
    await audit.record(actor, "conflict.settled", conflict.id, after=facts)


@atomically
async def reopen(actor: Actor, event: Event, identity: UUID) -> None:
    """Asks again. What the decision took back or added stands until there is another one."""
    conflict = await _locked(event, identity)
    if conflict.open:
        raise StillOpen()
    before = {"decision": conflict.decision, "note": conflict.note, "settled_by": conflict.settled_by}
    conflict.open, conflict.settled_at, conflict.settled_by = True, None, None
    await conflict.save()
    await audit.record(actor, "conflict.reopened", conflict.id, before=before)


async def _carry_out(
    actor: Actor, event: Event, said: ScanDecisionIn, scan: Any, other: Any, now: datetime
) -> tuple[UUID | None, UUID | None]:
    """The scan that was taken back and the one that was added."""
    if said.decision == ScanDecision.two_persons:
        later = max((scan, other), key=lambda one: one.scanned_at)
        return None, await _add_second(actor, event, said, later)
    if said.decision == ScanDecision.let_in:
        return None, await _let_in(actor, event, said, scan)
    undone = None
    if said.decision == ScanDecision.mistake:
        wrong = scan if said.undo == "scan" else other
        undone = await entries.undo(actor, wrong, now)
    return undone, await _keep_present(actor, event, scan, other)


async def _let_in(actor: Actor, event: Event, said: ScanDecisionIn, scan: Any) -> UUID:
    guest = await Guest.objects().get(Guest.id == scan.guest) if scan.guest else None
    if guest is None:
        return await _add_second(actor, event, said, scan)
    return await entries.let_in(actor, event, guest, scan)


async def _add_second(actor: Actor, event: Event, said: ScanDecisionIn, scan: Any) -> UUID:
    """Somebody who was there and is not who the pass says: a walk-in, named or not, at the moment of the scan."""
    name = said.full_name or await _nameless(event, scan)
    guest = GuestIn(full_name=name, institution_name=said.institution_name, walk_in=True)
    stands_in = entries.at_the_door(actor, scan)
    arrival = await walk_ins.welcome(stands_in, event, guest, scan.device, scan.scanned_at)
    assert arrival.verdict is not None, "a walk-in is let in at once"
    return entries.id_of(arrival.verdict)


async def _keep_present(actor: Actor, event: Event, scan: Any, other: Any) -> UUID | None:
    """A repeat alone never was an entry; where it is what remains of somebody who was there, it becomes one."""
    standing = [
        one
        for one in (scan, other)
        if one and one.outcome != Outcome.refused and not await entries.is_undone(one)
    ]
    if not standing:
        return None
    first = min(standing, key=lambda one: one.scanned_at)
    there = (Attendance.event == event.id) & (Attendance.guest == first.guest)
    if await Attendance.exists().where(there):
        return None
    guest = await Guest.objects().get(Guest.id == first.guest)
    assert guest is not None, "an accepted scan has a guest"
    return await entries.let_in(actor, event, guest, first)


async def _locked(event: Event, identity: UUID) -> ScanConflict:
    await execute("SELECT 1 FROM scan_conflict WHERE id = $1 FOR UPDATE", identity)
    row = await ScanConflict.objects().get((ScanConflict.id == identity) & (ScanConflict.event == event.id))
    if row is None:
        raise NotFound()
    return row


async def _scan(event: Event, scan_id: UUID | None) -> Any:
    if scan_id is None:
        return None
    return await Scan.objects().get((Scan.event == event.id) & (Scan.scan_id == scan_id))


async def _nameless(event: Event, scan: Any) -> str:
    """What stands for somebody whose name nobody asked: when they came, and whose pass they showed."""
    guest = await Guest.objects(Guest.person).get(Guest.id == scan.guest)
    person: Any = guest.person if guest else None
    assert isinstance(person, Person), "only a name can stand for a code that is nobody's"
    with using(event.language):
        time = clock_text(scan.scanned_at, event.timezone)
        sentence = gettext(N_("Unknown guest at %(time)s with the pass of %(name)s"))
        return sentence % {"time": time, "name": person.full_name}


def _must_fit(conflict: ScanConflict, said: ScanDecisionIn) -> None:
    if said.decision not in FITTING.get(conflict.kind, OF_TWO):
        sentence = gettext(N_("This decision does not fit this question."))
        raise Invalid([FieldError("decision", "unfit", sentence)])
    if said.decision == ScanDecision.let_in and not conflict.guest and not said.full_name:
        sentence = gettext(N_("The code is nobody's: say who was let in."))
        raise Invalid([FieldError("full_name", "missing", sentence)])
