"""Reads of scans to look at: each with both scans side by side, who made them and what they were answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.checkin.verdicts import display_name
from events_app.database import fetch, fetch_value
from events_app.events.tables import Event

_SIDE = """{0}.scan_id AS {0}_scan_id, {0}.scanned_at AS {0}_scanned_at, {0}.received_at AS {0}_received_at,
  {0}.device AS {0}_device, {0}.method AS {0}_method, {0}.outcome AS {0}_outcome, {0}.reason AS {0}_reason,
  {0}.undone_at AS {0}_undone_at, {0}.raw_code AS {0}_raw_code, {0}d.gate AS {0}_gate,
  coalesce({0}d.name, {0}u.name) AS {0}_by, {0}i.name AS {0}_office"""

CONFLICTS = f"""
SELECT c.id, c.kind, c.guest, c.open, c.decision, c.note, c.settled_at, c.created_at, c.undone_scan, c.added_scan,
  m.name AS settled_by, t.title AS session_title, p.title_prefix, p.full_name, p.title_suffix,
  i.name AS institution, {_SIDE.format("s")}, {_SIDE.format("o")}
FROM scan_conflict c
JOIN scan s ON s.event = c.event AND s.scan_id = c.scan
LEFT JOIN scan o ON o.event = c.event AND o.scan_id = c.other_scan
LEFT JOIN event_session t ON t.id = s.session
LEFT JOIN door_device sd ON sd.id = s.actor LEFT JOIN app_user su ON su.id = s.actor
LEFT JOIN door_device od ON od.id = o.actor LEFT JOIN app_user ou ON ou.id = o.actor
LEFT JOIN guest sg ON sg.id = s.guest LEFT JOIN institution si ON si.id = sg.institution
LEFT JOIN guest og ON og.id = o.guest LEFT JOIN institution oi ON oi.id = og.institution
LEFT JOIN app_user m ON m.id = c.settled_by
LEFT JOIN guest g ON g.id = c.guest LEFT JOIN person p ON p.id = g.person
LEFT JOIN institution i ON i.id = g.institution
WHERE c.event = $1 AND ($2::uuid IS NULL OR c.id = $2) AND ($3::boolean IS NULL OR c.open = $3)
ORDER BY NOT c.open, c.created_at, c.id
"""

OPEN = "SELECT count(*) FROM scan_conflict WHERE event = $1 AND open"


@dataclass(frozen=True)
class Side:
    """One of the two scans: when, where and by whom, what it was answered, and for whom its guest comes."""

    scan_id: UUID
    scanned_at: datetime
    received_at: datetime
    device: str
    gate: str | None
    by: str | None
    method: str
    outcome: str
    reason: str | None
    undone_at: datetime | None
    raw_code: str | None
    office: str | None


@dataclass(frozen=True)
class Question:
    """A scan to look at. `kind`: late, offline, refused or namesake; `guest_name` is none where the code is nobody's."""

    id: UUID
    kind: str
    guest: UUID | None
    guest_name: str | None
    institution: str | None
    session_title: str | None
    scan: Side
    other: Side | None
    open: bool
    decision: str | None
    note: str
    settled_by: str | None
    settled_at: datetime | None
    created_at: datetime
    undone_scan: UUID | None
    added_scan: UUID | None

    @property
    def sides(self) -> list[tuple[str, Side]]:
        """Both scans, the earlier first, each under the name that a decision gives it."""
        pair = [("scan", self.scan)] + ([("other", self.other)] if self.other else [])
        return sorted(pair, key=lambda side: side[1].scanned_at)


async def questions(event: Event, *, still_open: bool | None = None) -> list[Question]:
    """Every one of an event, open ones first, in one query; or only open or only settled ones."""
    return [_question(row) for row in await fetch(CONFLICTS, event.id, None, still_open)]


async def question(event: Event, identity: UUID) -> Question | None:
    """One of them."""
    rows = await fetch(CONFLICTS, event.id, identity, None)
    return _question(rows[0]) if rows else None


async def how_many_open(event: Event) -> int:
    """How many wait for a decision."""
    count: int = await fetch_value(OPEN, event.id)
    return count


def _question(row: Any) -> Question:
    own = (
        "id",
        "guest",
        "institution",
        "session_title",
        "open",
        "decision",
        "note",
        "settled_by",
        "settled_at",
    )
    facts = {name: row[name] for name in (*own, "created_at", "undone_scan", "added_scan")}
    return Question(
        **facts,
        kind=row["kind"] or "late",
        guest_name=display_name(row) if row["full_name"] is not None else None,
        scan=_side(row, "s"),
        other=_side(row, "o") if row["o_scan_id"] else None,
    )


def _side(row: Any, prefix: str) -> Side:
    return Side(**{name: row[f"{prefix}_{name}"] for name in Side.__dataclass_fields__})
