"""Nouns of paired phones: the device as it was made, and the events whose door it works."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event, Session


class Level(StrEnum):
    """What a device may do, each level with all before it."""

    scan = "scan"
    walk_ins = "walk_ins"
    admit_anyway = "admit_anyway"

    def reaches(self, needed: "Level") -> bool:
        """Whether this level holds what a door needs."""
        order = list(Level)
        return order.index(self) >= order.index(needed)


class Device(Row, Table, tablename="door_device"):
    """A phone at a door. `event` is where it was made; `door_device_scope` says where it may scan, that one included.

    Of the pairing code and of the phone's own token only digests are kept. `unsent` and `battery` are what the
    phone said of itself at `told_at`. `replaces`: the device in whose place it comes once it is paired.
    """

    event = reference(Event)
    name = Varchar(length=60)
    gate = Varchar(length=80)
    level = Varchar(length=12, choices=Level, default=Level.scan)
    session = reference(Session, null=True)
    created_by = UUID(null=True, default=None)
    replaces = UUID(null=True, default=None)
    code_version = Integer(default=1)
    code_hash = Bytea(null=True, default=None)
    code_until = Timestamptz(null=True, default=None)
    code_by = UUID(null=True, default=None)
    token_hash = Bytea(null=True, default=None)
    paired_at = Timestamptz(null=True, default=None)
    browser = Varchar(length=200)
    seen_at = Timestamptz(null=True, default=None)
    unsent = Integer(null=True, default=None)
    battery = Integer(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_by = UUID(null=True, default=None)


class DeviceEvent(Row, Table, tablename="door_device_scope"):
    """An event whose door a device works."""

    device = reference(Device)
    event = reference(Event)
