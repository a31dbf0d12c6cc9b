"""Nouns of promising: the exit of an event, and what was promised there."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.tables import Commitment
from events_app.events.tables import Event, Session
from events_app.invitations.tables import Guest


class PromiseState(StrEnum):
    """`waiting` for the secretariat; the others are ends."""

    waiting = "waiting"
    accepted = "accepted"
    merged = "merged"
    rejected = "rejected"
    taken_back = "taken_back"


class PromiseExit(Row, Table):
    """Where an event's people promise from their phones. `ref` names it in addresses and is no secret; its code is
    derived and changes; without a `screen_hash` no link shows it."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    ref = Varchar(length=6)  # type: ignore[assignment]
    open = Boolean(default=True)
    screen_version = Integer(default=0)
    screen_hash = Bytea(null=True, default=None)
    row_version = Integer(default=1)


class ExitPromise(Row, Table):
    """What somebody promised at the exit. `line` is the form's own id, unique in the event; `browser` may correct it.

    Without a guest it is by nobody who was there, and nobody but its sender sees it.
    """

    event = reference(Event)
    session = reference(Session, null=True, cascade=False)
    guest = reference(Guest, null=True)
    line = UUID()
    browser = Bytea()
    text = Text()
    due = Date(null=True, default=None)
    state = Varchar(length=10, choices=PromiseState, default=PromiseState.waiting)
    reason = Varchar(length=500)
    commitment = reference(Commitment, null=True, cascade=False)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    row_version = Integer(default=1)
