"""Reads of the door: the roster, the scans, who came and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.events.tables import Event

HASH_BYTES = 12
BUCKET = timedelta(minutes=5)

ROSTER = """
SELECT substring(g.pass_hash FOR 12) AS hash, g.id, g.state, p.title_prefix, p.full_name, p.title_suffix,
  i.name AS institution
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
WHERE g.event = $1 ORDER BY g.id
"""

SCANS = """
SELECT s.id, s.scan_id, s.session, s.direction, s.method, s.outcome, s.reason, s.first_in_at, s.first_device,
  s.scanned_at, s.received_at, s.device, s.undone_at, s.guest, p.title_prefix, p.full_name, p.title_suffix,
  i.name AS institution, coalesce(nullif(g.position_title, ''), n.title, '') AS position
FROM scan s LEFT JOIN guest g ON g.id = s.guest LEFT JOIN person p ON p.id = g.person
LEFT JOIN institution i ON i.id = g.institution LEFT JOIN position n ON n.id = p.position
WHERE s.event = $1
"""

COUNTS = """
SELECT count(*)::int AS present,
  count(*) FILTER (WHERE a.last_out_at IS NULL OR a.last_in_at > a.last_out_at)::int AS inside,
  count(*) FILTER (WHERE g.walk_in)::int AS walk_ins,
  count(*) FILTER (WHERE p.sex = 'female')::int AS female,
  count(*) FILTER (WHERE p.sex = 'male')::int AS male,
  count(*) FILTER (WHERE p.sex IS NULL)::int AS unknown
FROM attendance a JOIN guest g ON g.id = a.guest JOIN person p ON p.id = g.person
WHERE a.event = $1 AND a.session IS NULL
"""

BY_INSTITUTION = """
SELECT i.id AS institution_id, i.name AS institution,
  count(*) FILTER (WHERE g.state = 'expected')::int AS expected, count(a.id)::int AS present
FROM guest g LEFT JOIN institution i ON i.id = g.institution
LEFT JOIN attendance a ON a.guest = g.id AND a.event = g.event AND a.session IS NULL
WHERE g.event = $1 AND (g.state = 'expected' OR a.id IS NOT NULL)
GROUP BY i.id, i.name ORDER BY present DESC, expected DESC, i.name NULLS LAST
"""

ARRIVALS = """
SELECT date_bin($2, first_in_at, timestamptz '2000-01-01 00:00+00') AS at, count(*)::int AS count
FROM attendance WHERE event = $1 AND session IS NULL GROUP BY 1 ORDER BY 1
"""

PRESENT = """
SELECT a.guest, a.first_in_at, a.last_in_at, a.last_out_at, a.device, g.walk_in,
  p.title_prefix, p.full_name, p.title_suffix, p.sex, p.nip, p.phone, i.name AS institution,
  coalesce(nullif(g.position_title, ''), n.title, '') AS position,
  a.last_out_at IS NULL OR a.last_in_at > a.last_out_at AS inside
FROM attendance a JOIN guest g ON g.id = a.guest JOIN person p ON p.id = g.person
LEFT JOIN institution i ON i.id = g.institution LEFT JOIN position n ON n.id = p.position
WHERE a.event = $1 AND a.session IS NOT DISTINCT FROM $2 ORDER BY a.first_in_at, a.id
"""

EXPECTED = """
SELECT (SELECT count(*) FROM attendance WHERE event = $1 AND session IS NULL)::int AS present,
  (SELECT count(*) FROM guest WHERE event = $1 AND state = 'expected')::int AS expected
"""


@dataclass(frozen=True)
class Attended:
    """Who came, in numbers; `present` counts everybody who was ever let in, `inside` who is there now."""

    present: int
    inside: int
    walk_ins: int
    by_institution: list[Mapping[str, Any]]
    by_sex: dict[str, int]
    arrivals: list[Mapping[str, Any]]


async def roster(event: Event) -> list[Any]:
    """Every guest by the first bytes of the pass's digest; cancelled ones too, so that a door can say why."""
    return await fetch(ROSTER, event.id)


async def scans(event: Event, *, after: UUID | None, limit: int) -> list[Any]:
    """The scans of an event in the order they arrived; ask for one more than is shown."""
    sql = f"{SCANS} AND ($2::uuid IS NULL OR s.id > $2) ORDER BY s.id LIMIT $3"
    return await fetch(sql, event.id, after, limit)


async def latest_scans(event: Event, limit: int) -> list[Any]:
    """The scans that arrived last, newest first."""
    return await fetch(f"{SCANS} ORDER BY s.id DESC LIMIT $2", event.id, limit)


async def scan(event: Event, scan_id: UUID) -> Any | None:
    """One scan by its device's id."""
    return await fetch_one(f"{SCANS} AND s.scan_id = $2", event.id, scan_id)


async def attended(event: Event) -> Attended:
    """The numbers of who came: three statements, however many came."""
    counts = await fetch_one(COUNTS, event.id)
    assert counts is not None, "a count has a row"
    return Attended(
        present=counts["present"],
        inside=counts["inside"],
        walk_ins=counts["walk_ins"],
        by_institution=await fetch(BY_INSTITUTION, event.id),
        by_sex={name: counts[name] for name in ("female", "male", "unknown")},
        arrivals=await fetch(ARRIVALS, event.id, BUCKET),
    )


async def present(event: Event, session: UUID | None = None) -> list[Any]:
    """Everybody who was let in, in order of arrival; of one session when it is given."""
    return await fetch(PRESENT, event.id, session)


async def newest(event: Event, limit: int) -> list[Any]:
    """Those who came last, newest first."""
    latest = PRESENT.replace(
        "ORDER BY a.first_in_at, a.id", "ORDER BY a.first_in_at DESC, a.id DESC LIMIT $3"
    )
    return await fetch(latest, event.id, None, limit)


async def progress(event: Event) -> tuple[int, int]:
    """How many are present and how many are expected: the door's counter."""
    row = await fetch_one(EXPECTED, event.id)
    assert row is not None, "a count has a row"
    return row["present"], row["expected"]


def filled(arrivals: list[Mapping[str, Any]]) -> list[tuple[datetime, int]]:
    """The arrivals with the empty five minutes between them, for a plot; at most a day's worth."""
    if not arrivals:
        return []
    known = {row["at"]: row["count"] for row in arrivals}
    first, last = min(known), max(known)
    steps = min((last - first) // BUCKET, 288)
    return [(first + BUCKET * n, known.get(first + BUCKET * n, 0)) for n in range(steps + 1)]
