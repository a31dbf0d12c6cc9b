"""Nouns of open registration: what somebody asked for, until they confirm it from their own mailbox."""

from piccolo.columns import Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.invitations.tables import Guest


class Registration(Row, Table):
    """One person's wish to come. It takes a seat when it is confirmed; unconfirmed ones are forgotten.

    Name and address stay here only until then: afterwards the guest has them.
    """

    event = reference(Event)
    guest = reference(Guest, null=True)
    full_name = Varchar(length=300)
    institution_name = Varchar(length=200)
    position = Varchar(length=200)
    sex = Varchar(length=6, null=True, default=None)
    email = Varchar(length=254)
    phone = Varchar(length=16)
    language = Varchar(length=2, default="id")
    text_version = Integer(default=1)
    key_hash = Bytea()
    link_hash = Bytea(unique=True)
    ends_at = Timestamptz(default=None, null=True)
    confirmed_at = Timestamptz(null=True, default=None)
