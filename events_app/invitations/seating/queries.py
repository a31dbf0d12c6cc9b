"""Reads of seating: quotas with what is taken of them, the waiting line and what each waits for, the reserve."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.events.tables import Event
from events_app.invitations.queries import display_name
from events_app.invitations.seating.standing import OF_OFFICES, Obstacle, Standing, standing_of

QUOTAS = """
SELECT q.id, q.event, q.label, q.kind, q.stakeholder_group AS group_id, q.institution AS institution_id, q.seats,
  q.row_version, g.name AS group_name, n.name AS institution_name
FROM invitation_quota q LEFT JOIN stakeholder_group g ON g.id = q.stakeholder_group
LEFT JOIN institution n ON n.id = q.institution WHERE q.event = $1 ORDER BY lower(q.label)
"""

NAMED = """
SELECT i.id, coalesce(n.name, nullif(concat_ws(', ', post.title, pn.name), '')) AS office,
  p.title_prefix, p.full_name, p.title_suffix, i.seats, i.waiting_since, i.offered_until, i.reserve_place, i.state,
  true AS invited
FROM invitation i LEFT JOIN institution n ON n.id = i.institution LEFT JOIN person p ON p.id = i.person
LEFT JOIN position post ON post.id = i.position LEFT JOIN institution pn ON pn.id = post.institution
WHERE i.event = $1 AND (i.state = 'waitlisted' OR (i.state = 'draft' AND i.reserve_place IS NOT NULL))
UNION ALL
SELECT g.id, NULL, p.title_prefix, p.full_name, p.title_suffix, 1, g.created_at, NULL, NULL, g.state, false
FROM guest g JOIN person p ON p.id = g.person
WHERE g.event = $1 AND g.invitation IS NULL AND g.state = 'waitlisted'
"""

OPEN = """
SELECT coalesce(sum(seats), 0)::int AS seats FROM invitation
WHERE event = $1 AND state IN ('sent', 'opened', 'tentative')
"""

GROUPS = f"""
SELECT g.id, g.name FROM stakeholder_group g WHERE g.organisation = $1 AND {OF_OFFICES} ORDER BY lower(g.name), g.id
"""


@dataclass(frozen=True)
class QuotaView:
    """A quota with the name of what it is for, and how many of its seats are taken."""

    id: UUID
    event: UUID
    label: str
    kind: str | None
    group_id: UUID | None
    institution_id: UUID | None
    seats: int
    row_version: int
    group_name: str | None
    institution_name: str | None
    used: int

    @property
    def free(self) -> int:
        """Seats that are left."""
        return max(0, self.seats - self.used)


@dataclass(frozen=True)
class Waiting:
    """One in line, or with a seat offered until a moment; `obstacle` is what stands in the way, None for nothing."""

    id: UUID
    name: str
    seats: int
    since: datetime
    invited: bool
    offered_until: datetime | None
    obstacle: Obstacle | None


@dataclass(frozen=True)
class Reserved:
    """One who will be asked in a second wave."""

    id: UUID
    name: str
    seats: int


@dataclass(frozen=True)
class Line:
    """All who wait for something, and the seats they wait for. `open_seats` may still be said yes to."""

    standing: Standing
    offered: list[Waiting]
    line: list[Waiting]
    reserve: list[Reserved]
    open_seats: int

    @property
    def spare(self) -> int | None:
        """Seats that nobody has, waits for or may still claim; None where there is no end of them."""
        free = self.standing.free
        if free is None:
            return None
        return max(0, free - self.open_seats - sum(one.seats for one in self.line))


async def quotas(event: Event) -> list[QuotaView]:
    """The quotas of an event by label: four queries, however many."""
    used = {one.id: one.used for one in (await standing_of(event)).limits}
    rows = await fetch(QUOTAS, event.id)
    return [QuotaView(**row, used=used.get(row["id"], 0)) for row in rows]


async def line_of(event: Event) -> Line:
    """Who waits for what: five queries, however long the line."""
    standing = await standing_of(event)
    named = {row["id"]: row for row in await fetch(NAMED, event.id)}
    verdicts = zip(standing.line, standing.allot(standing.line), strict=True)
    asked = await fetch_one(OPEN, event.id)
    kept = sorted(
        (row for row in named.values() if row["offered_until"]), key=lambda row: row["offered_until"]
    )
    reserve = [row for row in named.values() if row["reserve_place"] is not None and row["state"] == "draft"]
    return Line(
        standing=standing,
        offered=[_waiting(row, None) for row in kept],
        line=[_waiting(named[wish.id], obstacle) for wish, obstacle in verdicts if wish.id in named],
        reserve=[
            Reserved(row["id"], _name(row), row["seats"])
            for row in sorted(reserve, key=lambda row: (row["reserve_place"], row["id"]))
        ],
        open_seats=asked["seats"] if asked else 0,
    )


async def groups(organisation: UUID) -> list[tuple[str, str]]:
    """The groups of the directory that hold institutions only, as options of a form."""
    return [(str(row["id"]), row["name"]) for row in await fetch(GROUPS, organisation)]


def _waiting(row: Any, obstacle: Obstacle | None) -> Waiting:
    return Waiting(
        id=row["id"],
        name=_name(row),
        seats=row["seats"],
        since=row["waiting_since"],
        invited=row["invited"],
        offered_until=row["offered_until"],
        obstacle=obstacle,
    )


def _name(row: Any) -> str:
    return row["office"] or display_name(row)
