"""The noun of handing out an attendance list."""

from piccolo.columns import UUID, Bytea, Date, Integer, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event


class AttendanceListPrint(Row, Table):
    """A list that was made as PDF: of what, of how many people, and the digest of its file. Append-only.

    `session_title` is what the session was called when the list was made; `session` is kept though it be deleted. `whom`,
    who was asked to be on it, is unknown of lists that were made before it was kept.
    """

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    session = UUID(null=True, default=None)
    session_title = Varchar(length=200)
    day = Date(null=True, default=None)
    whom = Varchar(length=10, null=True, default=None)
    people = Integer()
    present = Integer()
    sha256 = Varchar(length=64)
    verify_hash = Bytea(unique=True)
