"""Nouns of certificates: how an event gives them, what was given at once, each one, its versions, the numbers of a year."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event, Session
from events_app.invitations.letters.tables import Signatory
from events_app.invitations.tables import Guest
from events_app.stakeholders.tables import Person


class Earning(StrEnum):
    """Who earns one: whoever came, or was at so many of the sessions, or stayed for so much of the time."""

    attended = "attended"
    sessions = "sessions"
    time = "time"


class JpOf(StrEnum):
    """What the lesson hours are of: the whole event, or each session, of which the attended ones are added up."""

    event = "event"
    sessions = "sessions"


class CertificateRole(StrEnum):
    speaker = "speaker"
    moderator = "moderator"
    facilitator = "facilitator"
    committee = "committee"
    participant = "participant"


class CertificatePlan(Row, Table):
    """How an event gives certificates; one an event. `jp`: lesson hours of 45 minutes, none where it is 0.

    What is empty follows from the event and the letterhead: title, text, place, the day of issue.
    """

    event = reference(Event)
    wanted = Boolean(default=False)
    title = Varchar(length=200)
    body = Text()
    jp = Integer(default=0)
    jp_of = Varchar(length=10, choices=JpOf, default=JpOf.event)
    earned_by = Varchar(length=10, choices=Earning, default=Earning.attended)
    share = Integer(default=80)
    stage = Boolean(default=True)
    number_pattern = Varchar(length=100)
    signatory = reference(Signatory, null=True, cascade=False)
    place = Varchar(length=100)
    dated = Date(null=True, default=None)
    row_version = Integer(default=1)


class SessionJp(Row, Table):
    """The lesson hours of one session."""

    session = reference(Session)
    jp = Integer()


class CertificateIssuance(Row, Table):
    """What was issued at once, and its words as they were then: `facts`, as JSON. Append-only."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    facts = Text()


class Certificate(Row, Table):
    """A certificate of one person; once a person and event. `reason`: why, though the rule said no.

    `event_day` is when the event ended, where it was held: the year in which its lesson hours count.
    """

    event = reference(Event)
    person = reference(Person)
    guest = reference(Guest, null=True, cascade=False)
    issue = reference(CertificateIssuance)
    year = Integer()
    sequence = Integer()
    number = Varchar(length=60)
    version = Integer(default=1)
    name = Varchar(length=300)
    role = Varchar(length=12, choices=CertificateRole)
    jp = Integer(default=0)
    event_day = Date()
    reason = Varchar(length=1000)
    verify_hash = Bytea(unique=True)
    link_hash = Bytea(unique=True)
    revoked_at = Timestamptz(null=True, default=None)
    revoked_by = UUID(null=True, default=None)
    revoked_reason = Varchar(length=1000)


class CertificateVersion(Row, Table):
    """How the name was written in one version, since when and by whom. Append-only."""

    created_by = UUID(null=True, default=None)
    certificate = reference(Certificate)
    version = Integer()
    name = Varchar(length=300)


class CertificateSeries(Row, Table):
    """The running numbers of a year. Its row is locked while numbers are given, so nobody gets the same."""

    year = Integer()
    last = Integer(default=0)
