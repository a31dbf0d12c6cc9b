"""Reads of positions: who holds one, who held it, and who counts as its holder today."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_value
from events_app.stakeholders.names import Name
from events_app.stakeholders.queries import words

RANK = "CASE h.kind WHEN 'permanent' THEN 0 WHEN 'plt' THEN 1 WHEN 'pj' THEN 2 WHEN 'pjs' THEN 3 ELSE 4 END"
"""Who counts: for good before acting, and who acts from day to day last."""

POSITIONS = """
SELECT o.id, o.title, o.is_head, o.created_at, o.institution AS institution_id, coalesce(i.name, '') AS institution
FROM "position" o LEFT JOIN institution i ON i.id = o.institution
WHERE o.organisation = $1
"""
OF_INSTITUTION = f"""{POSITIONS}
  AND (o.institution = $2 OR i.successor = $2 AND EXISTS (SELECT FROM position_holding h WHERE h.position = o.id))
ORDER BY o.is_head DESC, o.title_key, o.id LIMIT 500
"""
"""Those of what went into it, too, where somebody's time in them could not move."""

HOLDINGS = f"""
SELECT h.id, h.position, h.person, p.title_prefix, p.full_name, p.title_suffix, h.kind, h.starts_on, h.ends_on, h.note,
  h.created_at, o.title, o.institution AS institution_id, coalesce(i.name, '') AS institution,
  coalesce(h.starts_on <= $2, true) AND coalesce(h.ends_on >= $2, true) AS now
FROM position_holding h JOIN person p ON p.id = h.person JOIN "position" o ON o.id = h.position
LEFT JOIN institution i ON i.id = o.institution
WHERE h.organisation = $1 AND {{}}
ORDER BY now DESC, CASE WHEN coalesce(h.ends_on >= $2, true) THEN {RANK} ELSE 9 END, h.starts_on DESC NULLS LAST, h.id
"""
UNDATED = """
SELECT p.position, p.id, p.title_prefix, p.full_name, p.title_suffix FROM person p
WHERE p.position = ANY($1) AND p.successor IS NULL
  AND NOT EXISTS (SELECT FROM position_holding h WHERE h.position = p.position AND h.person = p.id)
ORDER BY p.name_key, p.id
"""
UNDATED_OF = f"""{POSITIONS}
  AND o.id = (SELECT p.position FROM person p WHERE p.id = $2)
  AND NOT EXISTS (SELECT FROM position_holding h WHERE h.position = o.id AND h.person = $2)
"""
COUNTING = """
SELECT DISTINCT ON (o.id) o.id, h.person FROM "position" o CROSS JOIN LATERAL holders_on(o.id, $3) h
WHERE o.organisation = $1 AND o.id = ANY($2) ORDER BY o.id, h.rank, h.starts_on DESC NULLS LAST, h.person
"""
"""The same rule as `RANK`, by the function that every mail and list asks."""
TODAY = "SELECT (now() AT TIME ZONE timezone)::date FROM organisation WHERE id = $1"

TWINS = """
SELECT o.id, twin.id AS twin FROM "position" o JOIN institution i ON i.id = o.institution
JOIN "position" twin ON twin.institution = standing_office(i.id) AND twin.title_key = o.title_key
WHERE o.id = ANY($1) AND i.successor IS NOT NULL
"""


@dataclass(frozen=True)
class Held:
    """Somebody's time in a position."""

    id: UUID
    position: UUID
    person: UUID
    name: str
    kind: str
    starts_on: date | None
    ends_on: date | None
    note: str
    now: bool
    created_at: datetime
    title: str
    institution_id: UUID | None
    institution: str


@dataclass
class Post:
    """A position with everybody who holds or held it; `undated` are those of whom no more is known."""

    id: UUID
    title: str
    is_head: bool
    institution_id: UUID | None
    institution: str
    created_at: datetime
    holdings: list[Held] = field(default_factory=list)
    undated: list[tuple[UUID, str]] = field(default_factory=list)

    @property
    def holder(self) -> Held | None:
        """Who counts today: for good, else acting."""
        return next((one for one in self.holdings if one.now), None)

    @property
    def holder_id(self) -> UUID | None:
        """The same as a person's id; of somebody known without dates when nobody else is."""
        if self.holder is not None:
            return self.holder.person
        return self.undated[0][0] if self.undated else None


async def of_institution(organisation: UUID, institution: UUID) -> list[Post]:
    """The positions of an institution, its head first, with holders; four questions, however many there are."""
    rows = await fetch(OF_INSTITUTION, organisation, institution)
    return await _filled(organisation, rows)


async def position(organisation: UUID, position_id: UUID) -> Post | None:
    """One position, or None when it is not here."""
    rows = await fetch(f"{POSITIONS} AND o.id = $2", organisation, position_id)
    found = await _filled(organisation, rows)
    return found[0] if found else None


async def positions_after(
    organisation: UUID, last: UUID | None, limit: int, q: str = "", institution: UUID | None = None
) -> list[Post]:
    """Positions in the order they were added, from the one after `last`."""
    sql = f"""{POSITIONS} AND ($2::uuid IS NULL OR o.id > $2) AND ($4::uuid IS NULL OR o.institution = $4)
      AND NOT EXISTS (SELECT FROM unnest($5::text[]) word
        WHERE strpos(o.title_key || ' ' || coalesce(i.search_text, ''), word) = 0)
      ORDER BY o.id LIMIT $3"""
    return await _filled(organisation, await fetch(sql, organisation, last, limit, institution, words(q)))


async def holdings_of(organisation: UUID, person: UUID) -> list[Held]:
    """What somebody holds and held, what counts first."""
    return await _holdings(organisation, "h.person = $3", person)


async def undated_of(organisation: UUID, person: UUID) -> Post | None:
    """The position somebody is known to be in, when nothing is known of since when."""
    rows = await fetch(UNDATED_OF, organisation, person)
    return Post(**rows[0]) if rows else None


async def holding(organisation: UUID, holding_id: UUID) -> Held | None:
    """One holding, or None when it is not here."""
    found = await _holdings(organisation, "h.id = $3", holding_id)
    return found[0] if found else None


async def standing_positions(positions: Sequence[UUID]) -> dict[UUID, UUID]:
    """Those whose institution went into another that has one of the same title, and that one."""
    rows = await fetch(TWINS, list(positions)) if positions else []
    return {row["id"]: row["twin"] for row in rows}


async def current_holders(organisation: UUID, positions: Sequence[UUID]) -> dict[UUID, UUID]:
    """Who counts as the holder of each position today; a vacant one is missing."""
    rows = await fetch(COUNTING, organisation, list(positions), await today_of(organisation))
    return {row["id"]: row["person"] for row in rows}


async def today_of(organisation: UUID) -> date:
    """The day it is where the organisation is."""
    found: date = await fetch_value(TODAY, organisation)
    return found


async def _filled(organisation: UUID, rows: list[Any]) -> list[Post]:
    posts = {row["id"]: Post(**row) for row in rows}
    for held in await _holdings(organisation, "h.position = ANY($3)", list(posts)):
        posts[held.position].holdings.append(held)
    for row in await fetch(UNDATED, list(posts)):
        posts[row["position"]].undated.append((row["id"], _name(row)))
    return list(posts.values())


async def _holdings(organisation: UUID, where: str, given: Any) -> list[Held]:
    rows = await fetch(HOLDINGS.format(where), organisation, await today_of(organisation), given)
    return [_held(row) for row in rows]


def _held(row: Any) -> Held:
    return Held(**{name: row[name] for name in Held.__dataclass_fields__ if name != "name"}, name=_name(row))


def _name(row: Any) -> str:
    return Name(row["title_prefix"], row["full_name"], row["title_suffix"]).display
