"""Nouns of inviting: invitations, each answer ever given, and the guests who hold a pass."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.stakeholders.tables import Institution, Person, Position


class InvitationState(StrEnum):
    draft = "draft"
    sent = "sent"
    opened = "opened"
    accepted = "accepted"
    tentative = "tentative"
    declined = "declined"
    waitlisted = "waitlisted"
    expired = "expired"
    withdrawn = "withdrawn"


class Answer(StrEnum):
    accepted = "accepted"
    tentative = "tentative"
    declined = "declined"


class AnsweredBy(StrEnum):
    link = "link"
    calendar_reply = "calendar_reply"
    staff = "staff"


class GuestState(StrEnum):
    expected = "expected"
    waitlisted = "waitlisted"
    cancelled = "cancelled"


class Invitation(Row, Table):
    """An institution with seats, one person, or whoever holds a position, asked to an event.

    Its link is derived, never stored. `offered_until`: a seat is kept for one in the waiting line until then.
    A draft with a `reserve_place` waits in the reserve, for a second wave.
    """

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    institution = reference(Institution, null=True)
    person = reference(Person, null=True)
    seats = Integer(default=1)
    letter_number = Varchar(length=60)
    state = Varchar(length=12, choices=InvitationState, default=InvitationState.draft)
    link_version = Integer(default=1)
    link_hash = Bytea()
    reply_hash = Bytea()
    sent_at = Timestamptz(null=True, default=None)
    opened_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    answered_by = Varchar(length=15, choices=AnsweredBy, null=True, default=None)
    decline_reason = Text()
    waiting_since = Timestamptz(null=True, default=None)
    position = reference(Position, null=True)
    answer_by = Timestamptz(null=True, default=None)
    offered_until = Timestamptz(null=True, default=None)
    reserve_place = Integer(null=True, default=None)


class InvitationAnswer(Row, Table):
    """One answer as it was given, or taken back. Append-only: changing one's mind adds a row.

    `said_by` is the name that was given, by the answering one or on the telephone; `said_at` when staff heard it.
    """

    invitation = reference(Invitation)
    answer = Varchar(length=12)
    outcome = Varchar(length=12)
    reason = Text()
    by = Varchar(length=15, choices=AnsweredBy)
    user = UUID(null=True, default=None)
    note = Text()
    said_by = Varchar(length=200)
    said_at = Timestamptz(null=True, default=None)


class Guest(Row, Table):
    """Somebody expected at (or walked into) an event, with a pass and a short code for typing.

    `represents`: the position in whose place they come. `needs`: what the office prepares for them; nobody else reads it.
    `vip`: whom protocol receives, `protocol_note` says how; the door reads both.
    """

    event = reference(Event)
    invitation = reference(Invitation, null=True, cascade=False)
    person = reference(Person)
    institution = reference(Institution, null=True, cascade=False)
    position_title = Varchar(length=200)
    represents = reference(Position, null=True, cascade=False)
    state = Varchar(length=12, choices=GuestState, default=GuestState.expected)
    walk_in = Boolean(default=False)
    pass_version = Integer(default=1)
    pass_hash = Bytea(unique=True)
    short_code = Varchar(length=8)
    needs = Varchar(length=500)
    vip = Boolean(default=False)
    protocol_note = Varchar(length=200)
