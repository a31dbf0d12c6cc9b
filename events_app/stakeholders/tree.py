"""Institutions as they stand below each other: what is above one, what is below it, and all of it as a tree."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.stakeholders.tables import InstitutionKind

MOST = 5_000
"""A city has some hundred institutions, a province some thousand; a page of more serves nobody."""

ABOVE = """
WITH RECURSIVE up(id, name, parent, depth) AS (
  SELECT p.id, p.name, p.parent, 1 FROM institution i JOIN institution p ON p.id = i.parent WHERE i.id = $2
  UNION SELECT p.id, p.name, p.parent, depth + 1 FROM up JOIN institution p ON p.id = up.parent WHERE depth < 50
) SELECT u.id, u.name FROM up u JOIN institution i ON i.id = u.id WHERE i.organisation = $1 ORDER BY depth DESC
"""
NODES = """
SELECT i.id, i.name, i.kind, i.region_code, i.parent, i.active,
  (SELECT count(*) FROM person p WHERE p.institution = i.id AND p.successor IS NULL AND p.anonymised_at IS NULL) AS people
FROM institution i WHERE i.organisation = $1 AND i.successor IS NULL AND ($2::uuid IS NULL OR i.parent = $2)
ORDER BY i.region_code = '', i.region_code, i.name_key, i.id LIMIT $3
"""


@dataclass
class Node:
    """An institution and those that are part of it, by region code, then by name."""

    id: UUID
    name: str
    kind: InstitutionKind
    region_code: str
    people: int
    active: bool
    parts: list["Node"] = field(default_factory=list)

    @property
    def within(self) -> int:
        """How many stand below it, at whatever depth."""
        return sum(1 + part.within for part in self.parts)


async def above(organisation: UUID, institution: UUID) -> list[tuple[UUID, str]]:
    """What it is part of, from the top down."""
    return [(row["id"], row["name"]) for row in await fetch(ABOVE, organisation, institution)]


async def below(organisation: UUID, institution: UUID) -> list[Node]:
    """What is directly part of it."""
    rows = await fetch(NODES, organisation, institution, 500)
    return [_node(row) for row in rows]


async def tree(organisation: UUID) -> list[Node]:
    """Those that are part of nothing, each with all that stands below it; one question."""
    rows = await fetch(NODES, organisation, None, MOST)
    nodes = {row["id"]: _node(row) for row in rows}
    tops: list[Node] = []
    for row in rows:
        parent = nodes.get(row["parent"])
        (tops if parent is None else parent.parts).append(nodes[row["id"]])
    return tops


def _node(row: Any) -> Node:
    return Node(**{name: value for name, value in row.items() if name != "parent"})
