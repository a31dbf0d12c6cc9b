"""Nouns of carrying over: which meeting was the one before, and what a meeting said of an open action."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.tables import FollowUpAction
from events_app.events.tables import AgendaItem, Event


class ReviewDecision(StrEnum):
    """What the meeting wants of the action. Only `close` ends the carrying; the action itself is changed where it lives."""

    go_on = "continue"
    extend = "extend"
    reassign = "reassign"
    escalate = "escalate"
    close = "close"


class PreviousMeeting(Row, Table):
    """The meeting before an event that belongs to no series, or to another one; one an event."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    previous = reference(Event)


class LateOnAgenda(Row, Table):
    """That an agenda got its line for what is late, once an event; without an `item` somebody took it out again."""

    event = reference(Event)
    item = reference(AgendaItem, null=True, cascade=False)


class MeetingReview(Row, Table):
    """What a meeting said of an action of an earlier one; one for each of both."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    action = reference(FollowUpAction)
    discussed = Boolean(default=True)
    decision = Varchar(length=10, choices=ReviewDecision)
    note = Text()
    reviewed_at = Timestamptz(null=True, default=None)
    row_version = Integer(default=1)
