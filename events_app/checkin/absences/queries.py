"""Who came, who is excused and who is absent: of a whole event, of one day in its zone, or of one session."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.events.moments import bounds_of_day, days_between
from events_app.events.queries import like
from events_app.events.tables import Event

# Of a day by its scans, since attendance keeps the first and last of all days.
OF_DAY = """
SELECT s.guest, min(s.scanned_at) FILTER (WHERE s.direction = 'in') AS first_in,
  max(s.scanned_at) FILTER (WHERE s.direction = 'in') AS last_in,
  max(s.scanned_at) FILTER (WHERE s.direction = 'out' AND s.session IS NULL) AS last_out,
  bool_or(s.method = 'automatic') AS by_clock
FROM scan s WHERE s.event = $1 AND s.guest IS NOT NULL AND s.undone_at IS NULL AND s.outcome <> 'refused'
  AND s.scanned_at >= $2 AND s.scanned_at < $3
GROUP BY s.guest HAVING bool_or(s.direction = 'in')
"""
OF_PLACE = """
SELECT a.guest, a.first_in_at AS first_in, a.last_in_at AS last_in, a.last_out_at AS last_out, a.by_clock
FROM attendance a WHERE a.event = $1 AND a.session IS NOT DISTINCT FROM $2::uuid AND $3::timestamptz IS NULL
"""

LISTED = """
WITH here AS ({here}), listed AS (
  SELECT g.id, g.walk_in, g.state, p.title_prefix, p.full_name, p.title_suffix, p.name_key, p.sex,
    i.name AS institution, coalesce(nullif(g.position_title, ''), n.title, '') AS position,
    h.first_in, h.last_in, CASE WHEN h.last_out >= h.first_in THEN h.last_out END AS last_out,
    h.by_clock AND h.last_out >= h.last_in AS by_clock,
    h.guest IS NOT NULL AND (h.last_out IS NULL OR h.last_in > h.last_out) AS inside,
    x.kind AS excuse, x.note AS excuse_note,
    CASE WHEN h.guest IS NOT NULL THEN 'present' WHEN x.id IS NOT NULL THEN 'excused' ELSE 'absent' END AS status
  FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
  LEFT JOIN position n ON n.id = p.position LEFT JOIN here h ON h.guest = g.id
  LEFT JOIN excuse x ON x.guest = g.id
  WHERE g.event = $1 AND (g.state = 'expected' OR h.guest IS NOT NULL)
    AND ($4::text = '' OR p.search_text LIKE $4 OR i.search_text LIKE $4 OR lower(g.short_code) LIKE $4)
)
"""
ROWS = "SELECT * FROM listed WHERE ($5::text = '' OR status = $5) ORDER BY name_key, id LIMIT $6 OFFSET $7"
AFTER = (
    "SELECT * FROM listed WHERE ($5::text = '' OR status = $5) AND ($7::uuid IS NULL OR id > $7)"
    " ORDER BY id LIMIT $6"
)
SUMS = """
SELECT count(*) FILTER (WHERE status = 'present')::int AS present,
  count(*) FILTER (WHERE status = 'excused')::int AS excused,
  count(*) FILTER (WHERE status = 'absent')::int AS absent FROM listed
"""
STATUSES = ("present", "excused", "absent")


@dataclass(frozen=True)
class Part:
    """Of what attendance is asked: the whole event, one of its days, or one of its sessions."""

    day: date | None = None
    session: UUID | None = None

    def arguments(self, event: Event) -> tuple[Any, Any, Any]:
        """What the statements take first."""
        if self.day is None:
            return event.id, self.session, None
        return event.id, *bounds_of_day(self.day, event.timezone)

    @property
    def here(self) -> str:
        return OF_PLACE if self.day is None else OF_DAY


@dataclass(frozen=True)
class Asked:
    """What a list is narrowed to."""

    status: str = ""
    q: str = ""


def days_of(event: Event) -> list[date]:
    """The days of an event in its own zone."""
    if not event.starts_at or not event.ends_at:
        return []
    first, last = days_between(event.starts_at, event.ends_at, event.timezone)
    return [first + timedelta(days=n) for n in range(min((last - first).days, 60) + 1)]


async def listed(event: Event, part: Part, asked: Asked, limit: int, skipped: int) -> list[Any]:
    """By name; ask for one more than is shown."""
    return await fetch(
        LISTED.format(here=part.here) + ROWS,
        *part.arguments(event),
        _pattern(asked),
        asked.status,
        limit,
        skipped,
    )


async def listed_after(event: Event, part: Part, asked: Asked, limit: int, after: UUID | None) -> list[Any]:
    """By id; ask for one more than is shown."""
    sql = LISTED.format(here=part.here) + AFTER
    return await fetch(sql, *part.arguments(event), _pattern(asked), asked.status, limit, after)


async def sums(event: Event, part: Part) -> Any:
    """How many are present, excused and absent."""
    return await fetch_one(LISTED.format(here=part.here) + SUMS, *part.arguments(event), "")


async def excuses(event: UUID, after: UUID | None, limit: int, only: UUID | None = None) -> list[Any]:
    """The excuses of an event by their guests' ids, or of one guest."""
    sql = (
        "SELECT x.guest AS id, x.kind, x.note, x.created_at FROM excuse x WHERE x.event = $1"
        " AND ($2::uuid IS NULL OR x.guest > $2) AND ($4::uuid IS NULL OR x.guest = $4)"
        " ORDER BY x.guest LIMIT $3"
    )
    return await fetch(sql, event, after, limit, only)


def _pattern(asked: Asked) -> str:
    return like(asked.q) if asked.q.strip() else ""
