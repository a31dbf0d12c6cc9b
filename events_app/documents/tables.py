"""The one noun of the documents room: a file somebody handed in."""

from piccolo.columns import Integer, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, User, reference


class Document(Row, Table):
    """A kept file: its cleaned name, the kind its content shows, the digest its bytes are kept under."""

    filename = Varchar(length=120)
    media_type = Varchar(length=100)
    size = Integer()
    sha256 = Varchar(length=64, index=True)
    uploaded_by = reference(User, null=True, cascade=False)
