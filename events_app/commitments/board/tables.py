"""Nouns of the board: its counts, kept views, and bulk acts with what became of each row."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Date, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, User, reference
from events_app.commitments.tables import FollowUpAction


class Grouping(StrEnum):
    """What the columns of the board stand for."""

    state = "state"
    institution = "institution"
    month = "month"


class Verb(StrEnum):
    """What can be done to many actions at once."""

    remind = "remind"
    due = "due"
    verifier = "verifier"
    visibility = "visibility"
    mute = "mute"
    cancel = "cancel"


UNDOABLE = frozenset({Verb.due, Verb.verifier, Verb.visibility, Verb.mute})
"""What can honestly be taken back: a mail cannot, and a cancellation is final."""


class BoardTally(Row, Table):
    """How many actions more (or less) stand like this; the sum over rows is the count. Written by triggers alone.

    Rows without an institution count whole organisations, the others each institution: two sums over the same actions.
    """

    institution = UUID(null=True, default=None)
    confidential = Boolean(default=False)
    timezone = Varchar(length=60)
    state = Varchar(length=12)
    due = Date(null=True, default=None)
    n = Integer(default=0)


class BoardView(Row, Table):
    """What somebody looks at again and again: filters and grouping under a name, theirs or everybody's.

    One that was deleted is kept with its moment, so that deleting can be taken back.
    """

    user = reference(User)
    name = Varchar(length=80)
    name_key = Varchar(length=80)
    grouping = Varchar(length=12, choices=Grouping)
    filters = Text()
    shared = Boolean(default=False)
    deleted_at = Timestamptz(null=True, default=None)


class BoardDefault(Row, Table):
    """The view that a user's board opens with. One a user (unique)."""

    user = reference(User)
    view = reference(BoardView)


class BoardChange(Row, Table):
    """One act on many actions: by whom, what, with which words (`said`, JSON), and whether it was taken back."""

    created_by = UUID(null=True, default=None)
    by_name = Varchar(length=200)
    verb = Varchar(length=12, choices=Verb)
    said = Text()
    undone_at = Timestamptz(null=True, default=None)
    undone_by = UUID(null=True, default=None)
    undone_by_name = Varchar(length=200)


class BoardChangeItem(Row, Table):
    """What became of one action in it: done (no `refusal`) with what stood before and after (JSON), or refused by name.

    Once taken back it says so, or why it could not be.
    """

    change = reference(BoardChange)
    action = reference(FollowUpAction)
    refusal = Varchar(length=40)
    before = Text()
    after = Text()
    undone_at = Timestamptz(null=True, default=None)
    undo_refusal = Varchar(length=40)
