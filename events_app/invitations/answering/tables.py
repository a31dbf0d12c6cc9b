"""Nouns of answering: what an answer changed about who comes."""

from enum import StrEnum

from piccolo.columns import Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.invitations.tables import Guest, InvitationAnswer


class Change(StrEnum):
    named = "named"
    kept = "kept"
    left = "left"


class AnswerGuest(Row, Table):
    """One guest as an answer found or left them: before it came the kept and the left, after it the named and the kept.

    Append-only, like the answer it belongs to.
    """

    answer = reference(InvitationAnswer)
    guest = reference(Guest)
    change = Varchar(length=5, choices=Change)
