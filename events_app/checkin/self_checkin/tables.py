"""Nouns of self check-in: the code of a room, the phones that used it, and what people should look at."""

from enum import StrEnum

from piccolo.columns import UUID, Array, Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event, Session
from events_app.invitations.tables import Guest


class RoomCodeMode(StrEnum):
    """`static`: printed on a poster; `rotating`: shown on a screen, another one every fifteen seconds."""

    static = "static"
    rotating = "rotating"


class Way(StrEnum):
    """How somebody said who they are: by the pass opened on this phone, its short code, or name and digits."""

    held = "held"
    code = "code"
    name = "name"


class FlagWhy(StrEnum):
    """Why a mark is worth a look; none of them ever stops one."""

    many_marks = "many_marks"
    too_fast = "too_fast"
    many_failures = "many_failures"
    late = "late"


class FlagDecision(StrEnum):
    fine = "fine"
    undone = "undone"


class RoomCode(Row, Table):
    """Where people may mark themselves: in the whole event, or in one session. Its secret is derived, never stored.

    `ref` names it in addresses and is no secret. A higher `poster_version` ends a poster, a higher
    `screen_version` the link of a screen; without a `screen_hash` there is no such link.
    """

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    session = reference(Session, null=True)
    ref = Varchar(length=6)  # type: ignore[assignment]
    mode = Varchar(length=8, choices=RoomCodeMode, default=RoomCodeMode.rotating)
    open = Boolean(default=True)
    poster_version = Integer(default=1)
    screen_version = Integer(default=0)
    screen_hash = Bytea(null=True, default=None)
    row_version = Integer(default=1)


class SelfDevice(Row, Table):
    """A browser that marked somebody, or failed to, at one event: known by the digest of a random cookie."""

    event = reference(Event)
    digest = Bytea()
    label = Varchar(length=5)
    marks = Integer(default=0)
    failures = Integer(default=0)
    last_mark_at = Timestamptz(null=True, default=None)
    previous_mark_at = Timestamptz(null=True, default=None)


class SelfFlag(Row, Table):
    """A mark that looks odd, until somebody has decided. `code_at` is when the room's code was read."""

    event = reference(Event)
    guest = reference(Guest)
    device = reference(SelfDevice)
    scan = UUID()
    way = Varchar(length=4, choices=Way)
    reasons = Array(base_column=Varchar(length=20), default=list)
    marked_at = Timestamptz(default=None, null=True)
    code_at = Timestamptz(default=None, null=True)
    decision = Varchar(length=6, choices=FlagDecision, null=True, default=None)
    note = Varchar(length=500)
    decided_at = Timestamptz(null=True, default=None)
    decided_by = UUID(null=True, default=None)
