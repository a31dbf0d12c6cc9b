"""Who was expected at an event and who came, as its list and its export tell it."""

from typing import Any
from uuid import UUID

from events_app.commitments.queries import name_of
from events_app.database import fetch

Row = Any

# By the whole event: somebody admitted to one of its sessions was there.
GUESTS = f"""
SELECT g.id, {name_of("p")} AS name, p.sex, g.position_title, i.name AS institution, g.state, g.walk_in,
  g.short_code, g.pass_version, h.title AS in_place_of, t.first_in, t.last_in,
  CASE WHEN t.last_out >= t.first_in THEN t.last_out END AS last_out, coalesce(t.by_clock, false) AS by_clock,
  x.kind AS excuse, x.note AS excuse_note, o.reason AS override_reason
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
LEFT JOIN position h ON h.id = g.represents
LEFT JOIN (SELECT guest, min(first_in_at) AS first_in, max(last_in_at) AS last_in, max(last_out_at) AS last_out,
             bool_or(by_clock AND last_out_at >= last_in_at) AS by_clock
           FROM attendance WHERE event = $1 GROUP BY guest) t ON t.guest = g.id
LEFT JOIN excuse x ON x.guest = g.id AND t.first_in IS NULL
LEFT JOIN LATERAL (
  SELECT v.reason FROM scan s JOIN scan_override v ON v.event = s.event AND v.admitted = s.scan_id
  WHERE s.event = $1 AND s.guest = g.id AND s.undone_at IS NULL ORDER BY s.id LIMIT 1) o ON true
WHERE g.event = $1 AND (g.state = 'expected' OR t.first_in IS NOT NULL)
ORDER BY p.name_key, g.id
"""


async def guests_of(event: UUID) -> list[Row]:
    """Everybody expected and everybody who came, by name; `first_in` is null for who did not."""
    return await fetch(GUESTS, event)


def by_sex(rows: list[Row]) -> dict[str | None, tuple[int, int]]:
    """Expected and present, of women, men and those of whom it is not known."""
    return {sex: _counts([row for row in rows if row["sex"] == sex]) for sex in ("female", "male", None)}


def _counts(rows: list[Row]) -> tuple[int, int]:
    return len(rows), sum(row["first_in"] is not None for row in rows)
