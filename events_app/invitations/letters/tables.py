"""Nouns of letters: the letterhead, who signs, the numbers of a year, letters, to whom they went, signed copies."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.documents.tables import Document
from events_app.events.tables import Event
from events_app.invitations.tables import Invitation


class SignedAs(StrEnum):
    """By which right somebody signs: their own office's, in another's name (a.n.), or acting (Plt., Plh., Pj., Pjs.)."""

    own = "own"
    on_behalf = "on_behalf"
    plt = "plt"
    plh = "plh"
    pj = "pj"
    pjs = "pjs"


class LetterState(StrEnum):
    draft = "draft"
    issued = "issued"
    cancelled = "cancelled"
    replaced = "replaced"


class LetterMode(StrEnum):
    """One letter for all, with the recipients in its attachment; or one each, with an answer code of its own."""

    one = "one"
    each = "each"


class Classification(StrEnum):
    ordinary = "ordinary"
    important = "important"
    urgent = "urgent"
    very_urgent = "very_urgent"
    restricted = "restricted"
    confidential = "confidential"


class Scope(StrEnum):
    """Everybody who is invited, or those who are in no letter that was issued."""

    everybody = "everybody"
    without_letter = "without_letter"


class Letterhead(Row, Table):
    """How an organisation's letters look and are numbered; one an organisation. `names` are the lines of the kop."""

    names = Text()
    address = Text()
    phone = Varchar(length=100)
    email = Varchar(length=254)
    website = Varchar(length=200)
    town = Varchar(length=100)
    logo = reference(Document, null=True, cascade=False)
    number_pattern = Varchar(length=100)
    unit = Varchar(length=40)
    row_version = Integer(default=1)


class Signatory(Row, Table):
    """Somebody who signs letters: the office, the name with its titles, rank and employee number."""

    signed_as = Varchar(length=10, choices=SignedAs, default=SignedAs.own)
    on_behalf_of = Varchar(length=200)
    office = Varchar(length=200)
    name = Varchar(length=200)
    rank = Varchar(length=100)
    nip = Varchar(length=18)
    retired_at = Timestamptz(null=True, default=None)


class LetterSeries(Row, Table):
    """The running numbers of a year. Its row is locked while a number is given, so nobody gets the same."""

    year = Integer()
    first = Integer(default=1)
    last = Integer(default=0)


class Letter(Row, Table):
    """A letter of invitation. `facts` is what an issued one says, as JSON; a draft has none and follows the event."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    state = Varchar(length=10, choices=LetterState, default=LetterState.draft)
    mode = Varchar(length=10, choices=LetterMode, default=LetterMode.one)
    scope = Varchar(length=20, choices=Scope, default=Scope.everybody)
    classification = Varchar(length=20, choices=Classification, default=Classification.ordinary)
    subject = Varchar(length=200)
    opening = Text()
    closing = Text()
    note = Text()
    copies_to = Text()
    signatory = reference(Signatory, null=True, cascade=False)
    replaces = UUID(null=True, default=None)
    row_version = Integer(default=1)
    number = Varchar(length=60, null=True, default=None)
    sequence = Integer(null=True, default=None)
    year = Integer(null=True, default=None)
    letter_date = Date(null=True, default=None)
    issued_at = Timestamptz(null=True, default=None)
    issued_by = UUID(null=True, default=None)
    verify_hash = Bytea(null=True, default=None)
    ended_at = Timestamptz(null=True, default=None)
    ended_reason = Text()
    facts = Text()


class LetterRecipient(Row, Table):
    """One to whom an issued letter went, as it was written then. The invitation may be gone; the letter is not."""

    letter = reference(Letter)
    invitation = reference(Invitation, null=True, cascade=False)
    link_version = Integer(default=1)
    position = Integer()
    lines = Text()
    institution = Varchar(length=200)
    seats = Integer(default=1)
    verify_hash = Bytea(unique=True)


class LetterCopy(Row, Table):
    """A signed scan or e-signed file beside a letter; the newest is what is sent. Append-only."""

    created_by = UUID(null=True, default=None)
    letter = reference(Letter)
    recipient = reference(LetterRecipient, null=True)
    version = Integer()
    document = reference(Document, cascade=False)


class LetterPrint(Row, Table):
    """The digest of a file that was handed out; the file itself is kept nowhere."""

    letter = reference(Letter)
    recipient = reference(LetterRecipient, null=True)
    sha256 = Varchar(length=64)
