"""Nouns of the door: scans as they happened, attendance as it follows, conflicts for people to settle."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event, Session
from events_app.invitations.tables import Guest


class Direction(StrEnum):
    into = "in"
    out = "out"


class Method(StrEnum):
    camera = "camera"
    usb = "usb"
    typed = "typed"
    self = "self"
    staff_list = "staff_list"
    paper = "paper"


AUTOMATIC = "automatic"
"""The method of a check-out by the clock, which no device sends."""


class Outcome(StrEnum):
    admitted = "admitted"
    already = "already"
    left = "left"
    refused = "refused"


class Reason(StrEnum):
    """Why a scan was refused, in the order of deciding: the first that holds wins."""

    unknown_code = "unknown_code"
    wrong_event = "wrong_event"
    revoked = "revoked"
    cancelled = "cancelled"
    waitlisted = "waitlisted"
    not_open_yet = "not_open_yet"
    closed = "closed"
    wrong_session = "wrong_session"


class Scan(Row, Table):
    """One scan as the device made it; append-only, refusals too. `scan_id` comes from the device.

    `first_in_at`, `first_device` and `first_actor` are what the answer said, kept so that a repeat is answered
    the same. `device_at`: what the device said, where its clock was known to be wrong.
    """

    scan_id = UUID()
    event = reference(Event)
    session = reference(Session, null=True)
    guest = reference(Guest, null=True)
    raw_code = Varchar(length=200, null=True, default=None)
    direction = Varchar(length=3, choices=Direction, default=Direction.into)
    method = Varchar(length=12, choices=Method, default=Method.camera)
    outcome = Varchar(length=10, choices=Outcome)
    reason = Varchar(length=20, null=True, default=None)
    first_in_at = Timestamptz(null=True, default=None)
    first_device = Varchar(length=80)
    scanned_at = Timestamptz(default=clock.now)
    received_at = Timestamptz(default=clock.now)
    device = Varchar(length=80)
    actor = UUID(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    first_actor = UUID(null=True, default=None)
    device_at = Timestamptz(null=True, default=None)


class Attendance(Row, Table):
    """A guest was there. One row a guest and event (or session); by scan time, not by upload order.

    `first_scan`, `device` and `actor` tell of the earliest entry, `entry_scan` is the scan that was last answered
    `admitted`: nobody is admitted twice without having left. `by_clock`: nobody saw them leave, the door closed.
    """

    event = reference(Event)
    session = reference(Session, null=True)
    guest = reference(Guest)
    first_in_at = Timestamptz(default=clock.now)
    last_in_at = Timestamptz(default=clock.now)
    last_out_at = Timestamptz(null=True, default=None)
    first_scan = UUID(null=True, default=None)
    entry_scan = UUID(null=True, default=None)
    device = Varchar(length=80)
    actor = UUID(null=True, default=None)
    by_clock = Boolean(default=False)


class ScanConflict(Row, Table):
    """A scan that contradicts what was answered, until somebody settles it. No row of it is ever dropped.

    `kind`: none, where an earlier scan came late; `offline`, where a phone without a network let somebody in whom
    another door had let in; `refused`, where it let somebody in and the server says no; `namesake`, where it let in by
    name a walk-in who bears that of `guest`. A decision names the scan that it took back and the one that it added.
    """

    event = reference(Event)
    guest = reference(Guest, null=True)
    scan = UUID()
    other_scan = UUID(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    settled_by = UUID(null=True, default=None)
    note = Varchar(length=500)
    open = Boolean(default=True)
    kind = Varchar(length=10, null=True, default=None)
    decision = Varchar(length=12, null=True, default=None)
    undone_scan = UUID(null=True, default=None)
    added_scan = UUID(null=True, default=None)


class RetiredPass(Row, Table):
    """A pass that was replaced by a newer one; the door says `revoked`, not `unknown_code`.

    A trigger on `guest` writes it, so that no way of reissuing a pass can forget to.
    """

    event = reference(Event)
    guest = reference(Guest)
    pass_hash = Bytea()
