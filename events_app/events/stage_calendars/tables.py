"""The noun of an entry in somebody's calendar."""

from piccolo.columns import Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event, Session
from events_app.stakeholders.tables import Person


class StageEntry(Row, Table, tablename="stage_entry"):
    """What one person's calendar was sent of one session: the last method and SEQUENCE, and to which address.

    `reply_hash` knows the tag that a reply of theirs carries. `replied_` is the last reply that counted.
    """

    event = reference(Event)
    session = reference(Session)
    person = reference(Person)
    address = Varchar(length=254)
    method = Varchar(length=8, default="REQUEST")
    sequence = Integer(default=0)
    sent_at = Timestamptz()
    reply_hash = Bytea(unique=True)
    replied_sequence = Integer(null=True, default=None)
    replied_at = Timestamptz(null=True, default=None)
