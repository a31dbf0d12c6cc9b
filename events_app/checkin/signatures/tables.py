"""Nouns of signing: whether an event asks for it, and what was drawn."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row, reference
from events_app.checkin.tables import Scan
from events_app.events.tables import Event, Session
from events_app.invitations.tables import Guest


class Ending(StrEnum):
    replaced = "replaced"
    removed = "removed"


class Signing(Row, Table, tablename="event_signing"):
    """Whether the door asks for signatures; once an event, and not at all without a row."""

    event = reference(Event)
    wanted = Boolean(default=False)


class Signature(Row, Table, tablename="checkin_signature"):
    """What a guest signed with, for the event or one session. `strokes`: lists of points as JSON, whole numbers only.

    `on_paper`: signed by hand on the list, so there are no lines. One that ended has no lines either.
    """

    event = reference(Event)
    session = reference(Session, null=True)
    guest = reference(Guest)
    scan = reference(Scan, null=True)
    strokes = Text()
    on_paper = Boolean(default=False)
    made_at = Timestamptz(default=clock.now)
    made_by = UUID(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = UUID(null=True, default=None)
    ended_how = Varchar(length=8, choices=Ending, null=True, default=None)
