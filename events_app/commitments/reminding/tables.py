"""Nouns of reminding: each person's digest of a day, silences, letters of reminder, and who leads."""

from enum import StrEnum

from piccolo.columns import UUID, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.tables import FollowUpAction
from events_app.invitations.letters.tables import Signatory
from events_app.stakeholders.tables import Person


class ReminderDigest(Row, Table):
    """What one person hears at once: of a day, a month or a quarter. Once a period for each receiver (unique).

    `settled_at` is when its words were written, or when nothing was left to say (then without a message).
    """

    kind = Varchar(length=10)
    period = Date(null=True, default=None)
    recipient = Varchar(length=254)
    channel = Varchar(length=10)
    name = Varchar(length=300)
    language = Varchar(length=2)
    person = UUID(null=True, default=None)
    user = UUID(null=True, default=None)
    message = UUID(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)


class ReminderMute(Row, Table):
    """Silence about one action, or towards one person, for a reason and until a day; it ends by itself."""

    created_by = UUID(null=True, default=None)
    action = reference(FollowUpAction, null=True)
    person = reference(Person, null=True)
    reason = Varchar(length=500)
    until = Date(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_by = UUID(null=True, default=None)


class ReminderLetterState(StrEnum):
    draft = "draft"
    issued = "issued"
    discarded = "discarded"


class ReminderLetter(Row, Table):
    """A letter of reminder about one action and due date, drafted by the clock, numbered and sent by people.

    `facts` is what an issued one says, as JSON; a draft has none and follows its action.
    """

    action = reference(FollowUpAction)
    due_snapshot = Date(null=True, default=None)
    state = Varchar(length=10, choices=ReminderLetterState, default=ReminderLetterState.draft)
    number = Varchar(length=60, null=True, default=None)
    year = Integer(null=True, default=None)
    letter_date = Date(null=True, default=None)
    signatory = reference(Signatory, null=True, cascade=False)
    issued_at = Timestamptz(null=True, default=None)
    issued_by = UUID(null=True, default=None)
    reason = Varchar(length=500)
    facts = Text()
    row_version = Integer(default=1)


class LeadershipAddress(Row, Table):
    """Who leads, and so reads of it once a quarter: the office, a name, an address."""

    created_by = UUID(null=True, default=None)
    office = Varchar(length=200)
    name = Varchar(length=200)
    email = Varchar(length=254)
    language = Varchar(length=2, default="id")
