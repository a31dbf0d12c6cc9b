"""Nouns of the stage: what one person was asked and says, per event and per session, and when they can."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event, Session
from events_app.stakeholders.tables import Person


class Standing(StrEnum):
    """Where a person stands with one session.

    Two are never stored: `moved`, the time confirmed is not the time now; `perhaps`, asked, and undecided about this time.
    """

    not_asked = "not_asked"
    asked = "asked"
    confirmed = "confirmed"
    declined = "declined"
    moved = "moved"
    perhaps = "perhaps"


class Speaker(Row, Table, tablename="event_speaker"):
    """One person at one event: their link, what they say of themselves, and whether it may be published."""

    event = reference(Event)
    person = reference(Person)
    link_version = Integer(default=1)
    link_hash = Bytea(unique=True)
    asked_at = Timestamptz(null=True, default=None)
    reminded_at = Timestamptz(null=True, default=None)
    biography = Text()
    needs = Text()
    consent_version = Integer(null=True, default=None)
    consented_at = Timestamptz(null=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    free_from = Date(null=True, default=None)
    free_until = Date(null=True, default=None)
    free_asked_at = Timestamptz(null=True, default=None)


class Speaking(Row, Table, tablename="event_speaking"):
    """One person in one session. The `agreed_` columns are the time and room that were confirmed last.

    `perhaps_to` is the session's SEQUENCE that they were undecided about; another time or place is asked about anew.
    """

    speaker = reference(Speaker)
    session = reference(Session)
    state = Varchar(length=10, default="not_asked")
    topic = Varchar(length=200)
    reason = Text()
    note = Text()
    asked_at = Timestamptz(null=True, default=None)
    answered_at = Timestamptz(null=True, default=None)
    by_staff = Boolean(default=False)
    agreed_starts_at = Timestamptz(null=True, default=None)
    agreed_ends_at = Timestamptz(null=True, default=None)
    agreed_room = UUID(null=True, default=None)
    perhaps_to = Integer(null=True, default=None)


class Availability(Row, Table, tablename="person_availability"):
    """A time at which a person can or cannot; it counts for every event of the organisation.

    `said_by` is who told the staff; empty where the person stated it at their own link.
    """

    person = reference(Person)
    free = Boolean(default=True)
    starts_at = Timestamptz(default=None, null=True)
    ends_at = Timestamptz(default=None, null=True)
    said_by = Text()
