"""What a list would do to the directory, line by line. Pure: rows and what is known in, a plan out."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal
from uuid import UUID

from events_app.stakeholders import kinds
from events_app.stakeholders.names import name_key
from events_app.stakeholders.queries import PersonView
from events_app.stakeholders.rows import Row, spellings

Outcome = Literal["create", "update", "unchanged", "error"]
OUTCOMES: tuple[Outcome, ...] = ("create", "update", "unchanged", "error")
Key = tuple[str, str]


@dataclass
class Known:
    """What the directory holds of the people and institutions that a list names."""

    people: dict[Key, PersonView]
    institutions: dict[str, tuple[UUID, str]]
    earlier: dict[Key, "Planned"] = field(default_factory=dict)
    """What lines above, planned already, made of the people of these."""


@dataclass
class Planned:
    """One line: what becomes of it, and the person as it would stand afterwards."""

    row: Row
    outcome: Outcome
    person: PersonView | None


@dataclass
class Plan:
    """The whole list; `new_institutions` by folded name."""

    lines: list[Planned] = field(default_factory=list)
    new_institutions: dict[str, str] = field(default_factory=dict)

    def people(self, outcome: Outcome) -> list[PersonView]:
        return [line.person for line in self.lines if line.outcome == outcome and line.person is not None]

    @property
    def counts(self) -> dict[str, int]:
        """Lines by outcome, and how many of them carry a warning."""
        counts = {outcome: sum(line.outcome == outcome for line in self.lines) for outcome in OUTCOMES}
        warned = sum(any(p.severity == "warning" for p in line.row.problems) for line in self.lines)
        return counts | {"warnings": warned, "rows": len(self.lines)}


def plan(rows: list[Row], known: Known, written: dict[str, str] | None = None) -> Plan:
    """The first line that names a person decides; later ones change nothing, and say so where they differ.

    `written` is how the whole list spells its institutions, where these rows are only a part of it.
    """
    written = spellings(rows) if written is None else written
    made = Plan(
        new_institutions={key: name for key, name in written.items() if key not in known.institutions}
    )
    seen: dict[Key, Planned] = dict(known.earlier)
    for row in rows:
        line = _planned(row, seen.get(row.key), known, written)
        if line.outcome != "error":
            seen.setdefault(row.key, line)
        made.lines.append(line)
    return made


def _planned(row: Row, earlier: Planned | None, known: Known, written: dict[str, str]) -> Planned:
    if row.refused:
        return Planned(row, "error", _proposed(row, known, written) if row.name.name else None)
    if earlier is not None:
        assert earlier.person is not None
        if _merged(earlier.person, row) != earlier.person:
            row.warn("full_name", "repeated", line=earlier.row.line)
        return Planned(row, "unchanged", earlier.person)
    standing = known.people.get(row.key)
    if standing is None:
        return Planned(row, "create", _proposed(row, known, written))
    merged = _merged(standing, row)
    return Planned(row, "unchanged" if merged == standing else "update", merged)


def _proposed(row: Row, known: Known, written: dict[str, str]) -> PersonView:
    key = row.key[1]
    institution, name = known.institutions.get(key, (None, written.get(key, row.institution)))
    return PersonView(
        id=None,
        full_name=row.name.name,
        title_prefix=row.name.prefix,
        title_suffix=row.name.suffix,
        sex=row.sex,
        nip=row.nip,
        email=row.email,
        phone=row.phone,
        institution_id=institution,
        institution=name,
        position=row.position,
        is_head=bool(key) and kinds.leads(row.position),
    )


def _merged(standing: PersonView, row: Row) -> PersonView:
    """The person with what the line gives; an empty cell takes nothing away."""
    given = {
        "title_prefix": row.name.prefix,
        "title_suffix": row.name.suffix,
        "sex": row.sex,
        "nip": row.nip,
        "phone": row.phone,
        "email": row.email,
    }
    merged = replace(standing, **_given(given.items()))
    if row.position and name_key(row.position) != name_key(standing.position):
        merged = replace(
            merged, position=row.position, is_head=bool(row.key[1]) and kinds.leads(row.position)
        )
    return merged


def _given(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in fields if value}
