"""Nouns of wishes: who does not want to be written to, said by a link in a message."""

from enum import StrEnum

from piccolo.columns import Bytea, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row


class Wish(StrEnum):
    """What an address may be sent; an invitation is no letter."""

    all = "all"
    no_letters = "no_letters"
    no_mail = "no_mail"


class MailWish(Row, Table):
    """One address of one organisation, and what it wishes. Its link is derived, never stored.

    `objection` is why the duties that it is reminded of are not theirs.
    """

    address = Varchar(length=254)
    link_hash = Bytea(unique=True)
    wish = Varchar(length=10, choices=Wish, default=Wish.all)
    decided_at = Timestamptz(null=True, default=None)
    objection = Text()
    objected_at = Timestamptz(null=True, default=None)
