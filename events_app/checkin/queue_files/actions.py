"""Bringing a phone's scans in."""

from datetime import datetime
from itertools import groupby

from events_app.accounts.actor import Actor
from events_app.checkin.actions import record_scans
from events_app.checkin.forms import MOST_SCANS
from events_app.checkin.queue_files.forms import QueuedScan, QueueFile
from events_app.checkin.verdicts import Verdict
from events_app.checkin.walking_in.actions import record_walk_in
from events_app.checkin.walking_in.forms import WalkInIn
from events_app.events.tables import Event

Brought = list[tuple[QueuedScan | WalkInIn, Verdict]]


async def bring_in(actor: Actor, event: Event, file: QueueFile, now: datetime) -> Brought:
    """Each scan and its verdict, by scan time; a scan that was answered before gets that answer again.

    Whatever waited on a phone let its guest in by amber: what that contradicts is shown to people.
    """
    brought: Brought = []
    ordered = sorted(file.scans, key=lambda scan: (scan.device, scan.scanned_at))
    for device, group in groupby(ordered, key=lambda scan: scan.device):
        scans = list(group)
        for start in range(0, len(scans), MOST_SCANS):
            batch = [one.model_copy(update={"offline": True}) for one in scans[start : start + MOST_SCANS]]
            brought += zip(batch, await record_scans(actor, event.id, device, batch), strict=True)
    for one in file.walk_ins:
        said = one.model_copy(update={"offline": True})
        brought.append((said, await record_walk_in(actor, event, said, now)))
    return sorted(brought, key=lambda one: one[0].scanned_at)
