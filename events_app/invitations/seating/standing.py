"""How the seats of a locked event stand: what is taken, by whom under which quota, and who gets the next one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_value
from events_app.events.tables import Event

TAKEN = "SELECT coalesce(sum(seats), 0)::int FROM seat_holders($1)"

OF_OFFICES = """CASE WHEN g.by_rule THEN g.taking = 'institutions' ELSE NOT EXISTS (
  SELECT FROM stakeholder_group_member m WHERE m."group" = g.id AND m.person IS NOT NULL) END"""
"""A group that a quota can count: seats are counted by offices, so it holds institutions only."""

LIMITS = """
SELECT q.id, q.label, q.seats, coalesce(u.used, 0) AS used
FROM invitation_quota q LEFT JOIN quota_seats_used($1) u ON u.quota = q.id WHERE q.event = $1 ORDER BY lower(q.label)
"""

QUOTAS = "SELECT quota AS id FROM quota_offices($1, ARRAY[standing_office($2)])"

LINE = """
WITH w AS MATERIALIZED (
  SELECT id, seats, since, invited, standing_office(office) AS office FROM (
  SELECT i.id, i.seats, i.waiting_since AS since, true AS invited,
    coalesce(i.institution, post.institution, p.institution) AS office
  FROM invitation i LEFT JOIN position post ON post.id = i.position LEFT JOIN person p ON p.id = i.person
  WHERE i.event = $1 AND i.state = 'waitlisted' AND i.offered_until IS NULL
  UNION ALL
  SELECT id, 1, created_at, false, institution FROM guest
  WHERE event = $1 AND invitation IS NULL AND state = 'waitlisted'
  ) waits
), covers AS (
  SELECT office, array_agg(quota) AS quotas
  FROM quota_offices($1, ARRAY (SELECT DISTINCT office FROM w WHERE office IS NOT NULL)) GROUP BY office
)
SELECT w.id, w.seats, w.since, w.invited, coalesce(c.quotas, '{}') AS quotas
FROM w LEFT JOIN covers c ON c.office = w.office ORDER BY w.since, w.id
"""


@dataclass(frozen=True)
class Limit:
    """A quota with the seats that are taken of it, kept offers included."""

    id: UUID
    label: str
    seats: int
    used: int

    @property
    def free(self) -> int:
        """How many are left; none where more are taken than there are."""
        return max(0, self.seats - self.used)


@dataclass(frozen=True)
class Wish:
    """Somebody who wants seats: how many, and which quotas they count under."""

    id: UUID
    seats: int
    quotas: Sequence[UUID]
    invited: bool = True
    since: datetime | None = None


@dataclass(frozen=True)
class Obstacle:
    """What a wish waits for: seats of this quota, or without a label any seat at all.

    `too_small` says that even empty it would not hold the wish.
    """

    label: str = ""
    too_small: bool = False


@dataclass(frozen=True)
class Standing:
    """The seats of one event at one moment; `line` is in the order in which it moves up."""

    capacity: int | None
    taken: int
    limits: list[Limit]
    line: list[Wish]

    @property
    def free(self) -> int | None:
        """Seats that are left; None where there is no end of them."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    def allot(self, line: Sequence[Wish]) -> list[Obstacle | None]:
        """What stands in the way of each, in order. A full house stops all who follow, a full quota its own.

        So nobody is overtaken in the house or in a quota, and nobody waits for the quota of somebody else, or behind
        a wish for more seats than there will ever be.
        """
        house, left = self.free, {one.id: one.free for one in self.limits}
        labels = {one.id: one.label for one in self.limits}
        verdicts: list[Obstacle | None] = []
        for wish in line:
            full = [one for one in wish.quotas if left[one] < wish.seats]
            never = self._too_small(wish)
            if never is not None:
                verdicts.append(never)
            elif full:
                left |= dict.fromkeys(full, 0)
                verdicts.append(Obstacle(labels[full[0]]))
            elif house is not None and house < wish.seats:
                house = 0
                verdicts.append(Obstacle())
            else:
                house = None if house is None else house - wish.seats
                left |= {one: left[one] - wish.seats for one in wish.quotas}
                verdicts.append(None)
        return verdicts

    def _too_small(self, wish: Wish) -> Obstacle | None:
        for limit in self.limits:
            if limit.id in wish.quotas and limit.seats < wish.seats:
                return Obstacle(limit.label, too_small=True)
        if self.capacity is not None and self.capacity < wish.seats:
            return Obstacle(too_small=True)
        return None


async def standing_of(event: Event) -> Standing:
    """Three short queries, however many are invited."""
    taken: int = await fetch_value(TAKEN, event.id)
    limits = [Limit(**row) for row in await fetch(LIMITS, event.id)]
    return Standing(event.capacity, taken, limits, [_wish(row) for row in await fetch(LINE, event.id)])


async def quotas_of(event: Event, institution: UUID | None) -> list[UUID]:
    """The quotas under which somebody of this institution counts."""
    return [row["id"] for row in await fetch(QUOTAS, event.id, institution)] if institution else []


def _wish(row: Any) -> Wish:
    return Wish(row["id"], row["seats"], row["quotas"], row["invited"], row["since"])
