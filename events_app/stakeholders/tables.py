"""Nouns of the directory: institutions, positions in them, people, and who holds which position."""

from enum import StrEnum
from typing import Any

from piccolo.columns import (
    UUID,
    Array,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    LazyTableReference,
    OnDelete,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from events_app.accounts.tables import Row, reference

ROOM = "events_app.stakeholders.tables"


class InstitutionKind(StrEnum):
    ministry = "ministry"
    province = "province"
    regency_city = "regency_city"
    regional_agency = "regional_agency"
    district = "district"
    village = "village"
    vertical_agency = "vertical_agency"
    ngo = "ngo"
    private = "private"
    campus = "campus"
    media = "media"
    other = "other"


class Sex(StrEnum):
    female = "female"
    male = "male"


class HoldingKind(StrEnum):
    permanent = "permanent"
    plt = "plt"
    plh = "plh"
    pj = "pj"
    pjs = "pjs"


def another_institution() -> ForeignKey[Any]:
    """A link within the table itself; losing the other end only loses the link."""
    table = LazyTableReference("Institution", module_path=ROOM)
    return ForeignKey(table, null=True, default=None, index=True, on_delete=OnDelete.set_null)


class Institution(Row, Table):
    """An office, village, NGO, campus…: what is invited and what promises. `name_key` is the folded name."""

    created_by = UUID(null=True, default=None)
    name = Varchar(length=200)
    name_key = Text()
    short_name = Varchar(length=40)
    kind = Varchar(length=20, choices=InstitutionKind, default=InstitutionKind.other)
    region_code = Varchar(length=13)
    parent = another_institution()
    successor = another_institution()
    email = Varchar(length=254)
    phone = Varchar(length=16)
    address = Text()
    active = Boolean(default=True)
    search_text = Text()


class Position(Row, Table):
    """A post in an institution (`Lurah`, `Kepala Dinas`), or one that stands alone (`Budayawan`).

    Duties sit with it, not with its holder. `title_key` is the folded title, once an institution.
    """

    institution = reference(Institution, null=True)
    title = Varchar(length=200)
    title_key = Text()
    is_head = Boolean(default=False)


class Person(Row, Table):
    """Somebody. The name stands without titles; `name_key` is that name folded, for matching."""

    created_by = UUID(null=True, default=None)
    full_name = Varchar(length=200)
    name_key = Text()
    title_prefix = Varchar(length=60)
    title_suffix = Varchar(length=80)
    sex = Varchar(length=6, null=True, default=None, choices=Sex)
    nip = Varchar(length=18)
    phone = Varchar(length=16)
    email = Varchar(length=254)
    institution = reference(Institution, null=True, cascade=False)
    position = reference(Position, null=True, cascade=False)
    language = Varchar(length=2, null=True, default=None)
    search_text = Text()

    @property
    def display_name(self) -> str:
        """Prefix, name and suffix as they are written: `Dra. Hj. Kartini, M.Si`."""
        front = " ".join(part for part in (self.title_prefix, self.full_name) if part)
        return f"{front}, {self.title_suffix}" if self.title_suffix else front


class PositionHolding(Row, Table):
    """Who holds a position from when to when, for good or acting (Plt., Plh., Pj., Pjs.)."""

    person = reference(Person)
    position = reference(Position)
    kind = Varchar(length=10, choices=HoldingKind, default=HoldingKind.permanent)
    starts_on = Date(null=True, default=None)
    ends_on = Date(null=True, default=None)


class Group(Row, Table, tablename="stakeholder_group"):
    """A named set of institutions, made by hand, to be invited together."""

    name = Varchar(length=120)
    institutions = Array(base_column=UUID(), default=list)


class ConsentRecord(Row, Table):
    """Proof that somebody agreed to a purpose: which words, in which language, when and by which way. Append-only."""

    person = reference(Person)
    purpose = Varchar(length=40)
    text_version = Integer(default=1)
    language = Varchar(length=2, default="id")
    given_at = Timestamptz(default=None, null=True)
    via = Varchar(length=20)


class ImportDraft(Row, Table):
    """An uploaded list between its preview and its commit; its bytes lie in the store for thirty days.

    `people` are those that the committed list named, in its order: whom to invite next.
    """

    created_by = UUID(null=True, default=None)
    filename = Varchar(length=200)
    sha256 = Varchar(length=64)
    event = UUID(null=True, default=None)
    committed_at = Timestamptz(null=True, default=None)
    people = Array(base_column=UUID(), default=list)
