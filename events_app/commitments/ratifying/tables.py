"""Nouns of ratifying: what the head answered, and what the head was told."""

from enum import StrEnum

from piccolo.columns import UUID, Date, Integer, Text, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.kinds import Ratified
from events_app.commitments.tables import AccessToken, Commitment
from events_app.documents.tables import Document
from events_app.stakeholders.tables import Position


class Ratification(Row, Table):
    """What the holder of a represented post answered: by link, or by a signed letter that staff handed in.

    Append-only. `person` is who answered or signed; `user` is who handed the letter in. It stands until it is taken back
    (`RatificationTakenBack`); of a promise one stands at a time, the last one (`no`).
    """

    commitment = reference(Commitment)
    no = Integer(default=1)
    outcome = Varchar(length=10, choices=Ratified)
    position = reference(Position, cascade=False)
    person = UUID(null=True, default=None)
    user = UUID(null=True, default=None)
    letter = reference(Document, null=True, cascade=False)
    letter_number = Varchar(length=60)
    letter_date = Date(null=True, default=None)
    note = Text()


class RatificationTakenBack(Row, Table):
    """That an answer stands no longer: whoever gave it took it back, or a `user` set it back and said why. Append-only."""

    ratification = reference(Ratification)
    user = UUID(null=True, default=None)
    reason = Text()


class NoticeKind(StrEnum):
    asked = "asked"
    reminded = "reminded"


class RatificationNotice(Row, Table):
    """That a holder was asked by a link, or reminded of it; each once for a link (unique). Append-only.

    Once more where an answer was taken back meanwhile: `taken_back` is which taking back the notice follows.
    """

    token = reference(AccessToken)
    kind = Varchar(length=10, choices=NoticeKind)
    taken_back = UUID(null=True, default=None)


class LinkState(StrEnum):
    """How the link that was given last stands; `none` where nobody could be asked."""

    none = "none"
    works = "works"
    expired = "expired"
    ended = "ended"
    left = "left"
