"""Nouns of wishes: who does not want to be written to, said by a link in a message."""

from enum import StrEnum

from piccolo.columns import Bytea, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference


class Wish(StrEnum):
    """What an address may be sent; an invitation is no letter."""

    all = "all"
    no_letters = "no_letters"
    no_mail = "no_mail"


class MailWish(Row, Table):
    """One address of one organisation, and what it wishes. Its link is derived, never stored."""

    address = Varchar(length=254)
    link_hash = Bytea(unique=True)
    wish = Varchar(length=10, choices=Wish, default=Wish.all)
    decided_at = Timestamptz(null=True, default=None)


class DutyObjection(Row, Table):
    """Why what an address is reminded of is not theirs to do, in their words. Append-only."""

    wish = reference(MailWish)
    note = Text()
