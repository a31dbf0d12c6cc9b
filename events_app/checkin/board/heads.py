"""The heads who are awaited: who came themselves, who is represented, and of which office nobody is there yet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.database import fetch, fetch_one
from events_app.events.tables import Event
from events_app.invitations.queries import HOLDER, display_name

MOST_MISSING = 200

# A letter to an office is a letter to its head. Who sends a representative in the head's place is awaited as well.
AWAITED = f"""
WITH post AS MATERIALIZED (
  SELECT o.id, o.institution AS office, o.title, ({HOLDER.format(position="o.id", day="$3")}) AS holder
  FROM position o WHERE o.is_head AND o.institution IN (
    SELECT institution FROM invitation WHERE event = $1 AND institution IS NOT NULL
    UNION SELECT p.institution FROM invitation i JOIN person p ON p.id = i.person WHERE i.event = $1
    UNION SELECT k.institution FROM invitation i JOIN position k ON k.id = i.position WHERE i.event = $1
    UNION SELECT institution FROM guest WHERE event = $1)
), guest_here AS MATERIALIZED (
  SELECT g.id, g.institution AS office, g.person, g.represents, g.position_title, g.state = 'expected' AS expected,
    a.first_in_at AS at, EXISTS (
      SELECT FROM post o JOIN person p ON p.id = g.person
      WHERE o.office = g.institution AND (o.holder = g.person OR p.position = o.id)) AS heads
  FROM guest g
  LEFT JOIN attendance a ON a.guest = g.id AND a.event = g.event AND a.session IS NOT DISTINCT FROM $2
  WHERE g.event = $1 AND g.institution IS NOT NULL
), awaited AS MATERIALIZED (
  SELECT i.institution AS office FROM invitation i
  WHERE i.event = $1 AND i.institution IS NOT NULL AND i.state IN ('sent', 'opened', 'accepted', 'tentative')
  UNION
  SELECT o.office FROM invitation i LEFT JOIN person p ON p.id = i.person
  JOIN post o ON o.id = i.position OR o.holder = i.person OR o.id = p.position
  WHERE i.event = $1 AND i.state IN ('sent', 'opened', 'accepted', 'tentative')
  UNION
  SELECT g.office FROM guest_here g WHERE g.expected
    AND (g.heads OR EXISTS (SELECT FROM post o WHERE o.id = g.represents AND o.office = g.office))
), came AS MATERIALIZED (
  SELECT w.office, coalesce(bool_or(g.at IS NOT NULL AND g.heads), false) AS head,
    coalesce(bool_or(g.at IS NOT NULL), false) AS anybody
  FROM awaited w LEFT JOIN guest_here g ON g.office = w.office GROUP BY w.office
)"""

COUNTED = f"""
{AWAITED}
SELECT count(*)::int AS awaited, count(*) FILTER (WHERE head)::int AS present,
  count(*) FILTER (WHERE anybody AND NOT head)::int AS represented FROM came
"""

MISSING = f"""
{AWAITED}
SELECT n.id, n.name, n.kind, coalesce(o.title, '') AS head_title,
  coalesce(nullif(g.position_title, ''), own.title, CASE WHEN g.id IS NULL THEN o.title END, '') AS position,
  g.id IS NOT NULL AND NOT g.heads AS represented,
  p.title_prefix, p.full_name, p.title_suffix, coalesce(nullif(p.phone, ''), n.phone) AS phone
FROM came c JOIN institution n ON n.id = c.office
LEFT JOIN LATERAL (SELECT * FROM post o WHERE o.office = n.id ORDER BY o.holder IS NULL, o.id LIMIT 1) o ON true
LEFT JOIN LATERAL (
  SELECT * FROM guest_here g WHERE g.office = n.id AND g.expected ORDER BY g.heads DESC, g.id LIMIT 1) g ON true
LEFT JOIN person p ON p.id = coalesce(g.person, o.holder) LEFT JOIN position own ON own.id = p.position
WHERE NOT c.anybody ORDER BY g.id IS NULL, n.name, n.id LIMIT {MOST_MISSING}
"""


@dataclass(frozen=True)
class MissingHead:
    """An office of which nobody has come, and whom to call: whoever is expected, else its head.

    `represented`: who is expected comes in the head's place. The name is empty where nobody is known.
    """

    institution_id: UUID
    institution: str
    kind: str
    head_title: str
    name: str
    position: str
    represented: bool
    phone: str


@dataclass(frozen=True)
class Heads:
    """How many heads are awaited, came themselves, or sent somebody who came; `missing` are the first of the rest."""

    awaited: int
    present: int
    represented: int
    missing: list[MissingHead]

    @property
    def lacking(self) -> int:
        """Of how many offices nobody has come."""
        return self.awaited - self.present - self.represented


async def heads_of(event: Event, session: UUID | None, now: datetime) -> Heads:
    """How the heads stand: two questions."""
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    counted = await fetch_one(COUNTED, event.id, session, today)
    assert counted is not None, "a count has a row"
    rows = await fetch(MISSING, event.id, session, today)
    return Heads(**counted, missing=[_missing(row) for row in rows])


def _missing(row: Any) -> MissingHead:
    return MissingHead(
        institution_id=row["id"],
        institution=row["name"],
        kind=row["kind"],
        head_title=row["head_title"],
        name=display_name(row) if row["full_name"] else "",
        position=row["position"],
        represented=row["represented"],
        phone=row["phone"] or "",
    )
