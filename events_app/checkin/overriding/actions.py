"""The verb of admitting anyway."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.checkin.actions import record_by_hand
from events_app.checkin.forms import ScanIn
from events_app.checkin.overriding.tables import ScanOverride
from events_app.checkin.refusals import OtherSession
from events_app.checkin.tables import Method, Outcome, Reason, Scan
from events_app.database import atomically, fetch_value
from events_app.errors import NotAllowed, NotFound, Refusal
from events_app.events.states import must_stand
from events_app.events.tables import Event
from events_app.i18n import N_

ADMITTABLE = (Reason.revoked, Reason.cancelled, Reason.waitlisted, Reason.not_open_yet, Reason.closed)
CODE = "SELECT short_code FROM guest WHERE id = $1"
KNOWN = "SELECT admitted FROM scan_override WHERE event = $1 AND scan = $2"


class NotRefused(Refusal):
    message = N_("This scan was not refused, so there is nothing to override.")


class NobodyToAdmit(Refusal):
    message = N_("This scan names no guest of this event. Add a walk-in instead.")


@atomically
async def admit_anyway(actor: Actor, event: Event, scan_id: UUID, reason: str, now: datetime) -> UUID:
    """Lets in the guest of a refused scan by a scan of its own, whose id is the answer; twice is once.

    The refusal and its answer stay as they were. The guest came when the refused scan was made, into the session
    whose door that was: a phone that minds another one refuses.
    """
    if not actor.admits_anyway:
        raise NotAllowed()
    scan: Any = await Scan.objects().get((Scan.event == event.id) & (Scan.scan_id == scan_id))
    if scan is None:
        raise NotFound()
    if actor.post and actor.post.session not in (None, scan.session):
        raise OtherSession()
    known: UUID | None = await fetch_value(KNOWN, event.id, scan_id)
    if known is not None:
        return known
    must_stand(event)
    _must_be_admittable(scan)
    admitted = await _admit(actor, event, scan)
    row = ScanOverride(
        organisation=event.organisation,
        event=event.id,
        scan=scan_id,
        admitted=admitted,
        reason=reason,
        created_by=actor.user,
    )
    await row.save()
    facts = {"event": event.id, "guest": scan.guest, "refused_because": scan.reason, "reason": reason}
    await audit.record(actor, "scan.overridden", scan.id, after=facts)
    return admitted


def _must_be_admittable(scan: Any) -> None:
    if scan.outcome != Outcome.refused:
        raise NotRefused()
    if scan.guest is None or scan.reason not in ADMITTABLE:
        raise NobodyToAdmit()


async def _admit(actor: Actor, event: Event, scan: Any) -> UUID:
    said = ScanIn(
        id=uuid5(scan.scan_id, f"override:{event.id}"),
        code=await fetch_value(CODE, scan.guest),
        session_id=scan.session,
        direction=scan.direction,
        method=Method.staff_list,
        scanned_at=scan.scanned_at,
    )
    await record_by_hand(actor, event.id, scan.device, [said])
    return said.id
