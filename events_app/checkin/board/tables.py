"""Nouns of the board: the quorum an event needs, and the screens that show it without anybody being signed in."""

from enum import StrEnum

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, OnDelete, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.stakeholders.tables import Group, InstitutionKind


class Counting(StrEnum):
    """What makes a quorum: offices of which somebody came, or people."""

    institutions = "institutions"
    people = "people"


class Measure(StrEnum):
    """How much is enough: so many, at least a share of those who are due, or more than that share."""

    number = "number"
    share = "share"
    more_than = "more_than"


class QuorumRule(Row, Table):
    """At least so many must have come, of all, of a kind of institution, or of a group of institutions: a sector.

    `amount` is a number, or a percentage of those who are due: invited offices, or expected people without walk-ins.
    """

    event = reference(Event)
    label = Varchar(length=120)
    kind = Varchar(length=20, choices=InstitutionKind, null=True, default=None)
    stakeholder_group = ForeignKey(Group, null=True, default=None, index=True, on_delete=OnDelete.no_action)
    counting = Varchar(length=12, choices=Counting, default=Counting.institutions)
    measure = Varchar(length=10, choices=Measure, default=Measure.number)
    amount = Integer(default=1)
    row_version = Integer(default=1)


class BoardScreen(Row, Table):
    """A link that shows the public board of one event on a screen nobody is signed in at; revoked by taking it away."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    name = Varchar(length=80)
    link_hash = Bytea(unique=True)
