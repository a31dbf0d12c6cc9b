"""Nouns of capturing: the lines that were typed in a room, and the screens that show them on a wall."""

from piccolo.columns import UUID, Boolean, Bytea, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.tables import Commitment, FollowUpAction
from events_app.events.tables import Event


class CapturedLine(Row, Table):
    """One line as it came. `line` is the page's own id of it, unique in the event; what was taken back keeps its row.

    A promise has its commitment, a follow-up action also `action`, for as long as these are there.
    """

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    line = UUID()
    of_action = Boolean(default=False)
    commitment = reference(Commitment, null=True, cascade=False)
    action = reference(FollowUpAction, null=True, cascade=False)
    undone_at = Timestamptz(null=True, default=None)

    @property
    def is_undone(self) -> bool:
        """Whether it was taken back."""
        return bool(self.undone_at)


class CaptureScreen(Row, Table):
    """A link that shows what an event's people promised on a screen nobody is signed in at; revoked by taking it away."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    name = Varchar(length=80)
    link_hash = Bytea(unique=True)
