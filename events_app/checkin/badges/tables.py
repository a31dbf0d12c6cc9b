"""Nouns of badges: what was printed, what role somebody was given, and the format an organisation printed last."""

from enum import StrEnum

from piccolo.columns import UUID, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.invitations.tables import Guest


class BadgeRole(StrEnum):
    """What a badge's band says, the most particular first."""

    vip = "vip"
    speaker = "speaker"
    moderator = "moderator"
    facilitator = "facilitator"
    committee = "committee"
    press = "press"
    participant = "participant"


class BadgeFormat(StrEnum):
    a4_8 = "a4-8"
    a4_10 = "a4-10"
    a6 = "a6"
    a7 = "a7"
    label_62 = "label-62"


class BadgePrint(Row, Table):
    """A badge was handed out. Append-only: one printed again has two rows."""

    event = reference(Event)
    guest = reference(Guest)
    format = Varchar(length=10, choices=BadgeFormat)
    printed_at = Timestamptz(default=clock.now)
    printed_by = UUID(null=True, default=None)


class GivenRole(Row, Table, tablename="badge_role"):
    """The role somebody chose for a guest's badge; without one it follows from the programme and the institution."""

    event = reference(Event)
    guest = reference(Guest)
    role = Varchar(length=12, choices=BadgeRole)


class BadgeChoice(Row, Table):
    """The format that an organisation printed last; once an organisation."""

    format = Varchar(length=10, choices=BadgeFormat)
