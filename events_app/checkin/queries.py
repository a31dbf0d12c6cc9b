"""Reads of the door: the roster, the scans, who came and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one, fetch_value
from events_app.events.queries import like
from events_app.events.tables import Event
from events_app.invitations.forms import GuestIn

BUCKET = timedelta(minutes=5)

ROSTER = """
SELECT substring(g.pass_hash FOR 12) AS hash,
  substring(sha256(convert_to(g.event::text || '|' || g.short_code, 'UTF8')) FOR 12) AS short_hash,
  g.id, g.state, p.title_prefix, p.full_name, p.title_suffix,
  i.name AS institution, h.title AS in_place_of, g.needs, g.vip, g.protocol_note, p.is_minor,
  p.guardian_name
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
LEFT JOIN position h ON h.id = g.represents
WHERE g.event = $1 ORDER BY g.id
"""

SCANS = """
SELECT s.id, s.scan_id, s.session, s.direction, s.method, s.outcome, s.reason, s.first_in_at, s.first_device,
  s.scanned_at, s.received_at, s.device, s.undone_at, s.guest, p.title_prefix, p.full_name, p.title_suffix,
  i.name AS institution, coalesce(nullif(g.position_title, ''), n.title, '') AS position,
  h.title AS in_place_of, g.needs, g.vip, g.protocol_note, p.is_minor, p.guardian_name,
  s.device_at, CASE WHEN s.outcome = 'already' THEN u.name END AS first_by,
  o.scan AS overrides, y.admitted AS overridden_by, coalesce(o.reason, y.reason) AS override_reason,
  t.title AS session_title
FROM scan s LEFT JOIN guest g ON g.id = s.guest LEFT JOIN person p ON p.id = g.person
LEFT JOIN institution i ON i.id = g.institution LEFT JOIN position n ON n.id = p.position
LEFT JOIN position h ON h.id = g.represents LEFT JOIN app_user u ON u.id = s.first_actor
LEFT JOIN scan_override o ON o.event = s.event AND o.admitted = s.scan_id
LEFT JOIN scan_override y ON y.event = s.event AND y.scan = s.scan_id
LEFT JOIN event_session t ON t.id = s.session WHERE s.event = $1
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


async def scans_before(event: Event, of: str, before: UUID | None, limit: int) -> list[Any]:
    """The newest scans first, of one outcome when it is named; ask for one more than is shown."""
    narrowed = "AND ($2::text = '' OR s.outcome = $2) AND ($3::uuid IS NULL OR s.id < $3)"
    return await fetch(f"{SCANS} {narrowed} ORDER BY s.id DESC LIMIT $4", event.id, of, before, limit)


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


async def office_named(event: Event, said: GuestIn) -> str:
    """The institution that a guest is said to come for, by name."""
    if said.institution_id is None:
        return said.institution_name
    sql = "SELECT name FROM institution WHERE id = $1 AND organisation = $2"
    return await fetch_value(sql, said.institution_id, event.organisation) or ""


async def institutions_like(event: Event, q: str, limit: int) -> list[Any]:
    """Standing institutions with these letters in their name, those that begin with them first."""
    sql = (
        "SELECT id, name FROM institution WHERE organisation = $1 AND active AND successor IS NULL"
        " AND search_text LIKE $2 ORDER BY (name_key LIKE $3) DESC, name_key, id LIMIT $4"
    )
    pattern = like(q)
    return await fetch(sql, event.organisation, pattern, pattern[1:], limit)


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
