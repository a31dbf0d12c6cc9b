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

from events_app import neutral
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


class Channel(StrEnum):
    """How somebody wants to be reached; `none` means that nothing is sent of itself."""

    email = "email"
    wa = "wa"
    none = "none"


class HoldingKind(StrEnum):
    """For good (`permanent`, definitif) or acting; the four acting kinds are Indonesian law's own words."""

    permanent = "permanent"
    plt = "plt"
    plh = "plh"
    pj = "pj"
    pjs = "pjs"


def another_institution() -> ForeignKey[Any]:
    """A link within the table itself; losing the other end only loses the link."""
    table = LazyTableReference("Institution", module_path=ROOM)
    return ForeignKey(table, null=True, default=None, index=True, on_delete=OnDelete.set_null)


def another_person() -> ForeignKey[Any]:
    """The same for people."""
    table = LazyTableReference("Person", module_path=ROOM)
    return ForeignKey(table, null=True, default=None, index=True, on_delete=OnDelete.set_null)


class Institution(Row, Table):
    """An office, village, NGO, campus…: what is invited and what promises. `name_key` is the folded name.

    One that has a `successor` was merged into it or succeeded by it; a successor never has one itself.
    """

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
    """Somebody. The name stands without titles; `name_key` is that name folded, for matching.

    One that has a `successor` was the same person, written down twice; a successor never has one itself.
    Of one that is anonymised only sex, institution and whether it was a child are left.
    """

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
    channel = Varchar(length=5, choices=Channel, default=Channel.email)
    needs = Text()
    is_minor = Boolean(default=False)
    guardian_name = Varchar(length=200)
    guardian_agreed_at = Timestamptz(null=True, default=None)
    guardian_allows_phone = Boolean(default=False)
    successor = another_person()
    search_text = Text()
    anonymised_at = Timestamptz(null=True, default=None)

    @property
    def display_name(self) -> str:
        """Prefix, name and suffix as they are written: `Dra. Hj. Kartini, M.Si`."""
        front = " ".join(part for part in (self.title_prefix, neutral.person(self.full_name)) if part)
        return f"{front}, {self.title_suffix}" if self.title_suffix else front


class PositionHolding(Row, Table):
    """Who holds a position from when to when; two never hold it for good at once (exclusion constraint)."""

    person = reference(Person)
    position = reference(Position)
    kind = Varchar(length=10, choices=HoldingKind, default=HoldingKind.permanent)
    starts_on = Date(null=True, default=None)
    ends_on = Date(null=True, default=None)
    note = Varchar(length=300)


class GroupTaking(StrEnum):
    """Whom a rule finds: institutions, those who head them, or whoever holds a position of that title."""

    institutions = "institutions"
    heads = "heads"
    holders = "holders"


class Group(Row, Table, tablename="stakeholder_group"):
    """A named set to be invited together, kept by hand, or found by its rule when it is used.

    `name_key` is the folded name, once an organisation. A rule's empty parts ask for nothing.
    """

    name = Varchar(length=120)
    name_key = Text()
    note = Text()
    by_rule = Boolean(default=False)
    taking = Varchar(length=12, choices=GroupTaking, default=GroupTaking.institutions)
    kinds = Array(base_column=Varchar(length=20), default=list)
    # An institution that a rule speaks of cannot go: the rule would suddenly mean everybody.
    within = ForeignKey(Institution, null=True, default=None, index=True, on_delete=OnDelete.restrict)
    region_code = Varchar(length=13)
    title = Varchar(length=200)
    row_version = Integer(default=1)


class ConsentRecord(Row, Table):
    """Proof that somebody agreed to a purpose: which words, in which language, when and by which way. Append-only."""

    person = reference(Person)
    purpose = Varchar(length=40)
    text_version = Integer(default=1)
    language = Varchar(length=2, default="id")
    given_at = Timestamptz(default=None, null=True)
    via = Varchar(length=20)
    given_by = Varchar(length=200)
    wording = Text()
    note = Text()
    created_by = UUID(null=True, default=None)


class ConsentWithdrawal(Row, Table):
    """When somebody took a consent back, and by which way. Append-only, one for each consent."""

    consent = reference(ConsentRecord)
    withdrawn_at = Timestamptz(default=None, null=True)
    via = Varchar(length=20)
    note = Text()
    created_by = UUID(null=True, default=None)


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
