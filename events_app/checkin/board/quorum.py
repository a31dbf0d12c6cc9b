"""Whether there are enough: each rule counted from attendance, with the moment of the scan that reached it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.checkin.board.tables import Counting, Measure
from events_app.database import fetch

# Offices are due that were asked or send somebody; people are due who are expected. Walk-ins are neither, so they
# count for a number, never for a share. The need-th arrival reached it, whenever it was uploaded.
STANDINGS = """
WITH comer AS MATERIALIZED (
  SELECT g.institution AS office, a.first_in_at AS at, g.state = 'expected' AND NOT g.walk_in AS due
  FROM guest g
  LEFT JOIN attendance a ON a.guest = g.id AND a.event = g.event AND a.session IS NOT DISTINCT FROM $2
  WHERE g.event = $1 AND (a.id IS NOT NULL OR g.state = 'expected' AND NOT g.walk_in)
), asked AS (
  SELECT coalesce(i.institution, post.institution, p.institution) AS office
  FROM invitation i LEFT JOIN position post ON post.id = i.position LEFT JOIN person p ON p.id = i.person
  WHERE i.event = $1 AND i.state <> 'withdrawn' AND NOT (i.state = 'draft' AND i.reserve_place IS NOT NULL)
  UNION SELECT office FROM comer WHERE due
), office AS MATERIALIZED (
  SELECT n.id, n.kind, min(p.at) AS at, n.id IN (SELECT office FROM asked) AS due
  FROM institution n LEFT JOIN comer p ON p.office = n.id
  WHERE n.id IN (SELECT office FROM asked UNION SELECT office FROM comer) GROUP BY n.id, n.kind
), rule AS MATERIALIZED (
  SELECT r.*, r.kind IS NULL AND r.stakeholder_group IS NULL AS whole FROM quorum_rule r WHERE r.event = $1
), covered AS MATERIALIZED (
  SELECT r.id AS rule, o.id AS office, o.at, o.due FROM rule r JOIN office o ON r.whole OR o.kind = r.kind
  UNION ALL
  SELECT r.id, o.id, o.at, o.due
  FROM rule r CROSS JOIN LATERAL group_offices(r.stakeholder_group, ARRAY (SELECT id FROM office)) holds
  JOIN office o ON o.id = holds WHERE r.stakeholder_group IS NOT NULL
), unit AS (
  SELECT r.id AS rule, c.at, c.due FROM rule r JOIN covered c ON c.rule = r.id WHERE r.counting = 'institutions'
  UNION ALL
  SELECT r.id, p.at, p.due FROM rule r JOIN comer p
    ON r.whole OR EXISTS (SELECT FROM covered c WHERE c.rule = r.id AND c.office = p.office)
  WHERE r.counting = 'people'
), counted AS (
  SELECT r.id, count(*) FILTER (WHERE u.due)::int AS due,
    coalesce(array_agg(u.at ORDER BY u.at) FILTER (WHERE u.at IS NOT NULL AND (r.measure = 'number' OR u.due)), '{}')
      AS came
  FROM rule r LEFT JOIN unit u ON u.rule = r.id GROUP BY r.id
), needed AS (
  SELECT c.*, CASE r.measure WHEN 'number' THEN r.amount
    WHEN 'share' THEN greatest(1, (c.due * r.amount + 99) / 100) ELSE c.due * r.amount / 100 + 1 END AS need
  FROM counted c JOIN rule r ON r.id = c.id
)
SELECT r.id, r.label, r.kind, r.stakeholder_group AS group_id, g.name AS group_name, r.counting, r.measure, r.amount,
  r.row_version, n.due, cardinality(n.came) AS present, n.need, n.came[n.need] AS reached_at
FROM rule r JOIN needed n ON n.id = r.id LEFT JOIN stakeholder_group g ON g.id = r.stakeholder_group
ORDER BY NOT r.whole, lower(r.label)
"""


@dataclass(frozen=True)
class Standing:
    """A rule and how it stands: how many are due, came and are needed, and when it was reached, if it is."""

    id: UUID
    label: str
    kind: str | None
    group_id: UUID | None
    group_name: str | None
    counting: Counting
    measure: Measure
    amount: int
    row_version: int
    due: int
    present: int
    need: int
    reached_at: datetime | None

    @property
    def lacking(self) -> int:
        """How many more it takes."""
        return max(0, self.need - self.present)


async def standings(event: UUID, session: UUID | None = None) -> list[Standing]:
    """Every rule of an event, those of everybody first: one question."""
    return [_standing(row) for row in await fetch(STANDINGS, event, session)]


def reached_at(quorum: list[Standing]) -> datetime | None:
    """When the last of the rules was reached; None while one is not, or where there is none."""
    moments = [one.reached_at for one in quorum]
    known = [moment for moment in moments if moment is not None]
    return max(known) if known and len(known) == len(moments) else None


def _standing(row: Any) -> Standing:
    facts = dict(row)
    return Standing(**facts | {"counting": Counting(row["counting"]), "measure": Measure(row["measure"])})
