"""Nouns of merging: what was merged into what, every link that moved with it, and who is not the same."""

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Array, Date, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference


class MergeKind(StrEnum):
    """Of what there may be duplicates. The words are names of tables."""

    person = "person"
    institution = "institution"


class MatchWhy(StrEnum):
    """Written down twice; or merged or succeeded in life: then what is over keeps the old name."""

    duplicate = "duplicate"
    merged = "merged"
    succeeded = "succeeded"


class Merge(Row, Table, tablename="directory_merge"):
    """One row of the directory went into another. `filled` names what the other got, `parked` what was taken off it."""

    kind = Varchar(length=12, choices=MergeKind)
    why = Varchar(length=12, choices=MatchWhy, default=MatchWhy.duplicate)
    loser = UUID(default=None, null=True)
    survivor = UUID(default=None, null=True)
    since = Date(null=True, default=None)
    note = Text()
    filled = JSONB(default="{}")
    parked = JSONB(default="{}")
    created_by = UUID(null=True, default=None)
    undone_at = Timestamptz(null=True, default=None)
    undone_by = UUID(null=True, default=None)


class Move(Row, Table, tablename="directory_merge_move"):
    """The rows of one table whose column named `before` and names `after` since the merge."""

    merge = reference(Merge)
    relation = Varchar(length=63)
    attribute = Varchar(length=63)
    before = UUID(default=None, null=True)
    after = UUID(default=None, null=True)
    moved = Array(base_column=UUID(), default=list)


class Distinct(Row, Table, tablename="directory_distinct"):
    """Two that look alike and are not the same, so that nobody is asked again. `first` has the smaller id."""

    kind = Varchar(length=12, choices=MergeKind)
    first = UUID(default=None, null=True)
    second = UUID(default=None, null=True)
    created_by = UUID(null=True, default=None)
