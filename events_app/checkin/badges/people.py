"""Whose badges: everybody expected, with the role that the badge says and how often it was printed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import neutral
from events_app.checkin.badges.forms import BadgesIn, People
from events_app.checkin.badges.tables import BadgeRole
from events_app.database import fetch, fetch_one
from events_app.events.queries import like
from events_app.events.tables import Event

# A role somebody chose, else what they do on stage, else what their institution is.
ROLE = """coalesce(b.role, (
  SELECT CASE WHEN bool_or(r.role IN ('opening', 'chair')) THEN 'vip' WHEN bool_or(r.role = 'speaker') THEN 'speaker'
    WHEN bool_or(r.role = 'moderator') THEN 'moderator' WHEN bool_or(r.role = 'facilitator') THEN 'facilitator'
    WHEN bool_or(r.role = 'minute_taker') THEN 'committee' END
  FROM session_role r JOIN event_session s ON s.id = r.session
  WHERE s.event = g.event AND s.cancelled_at IS NULL AND r.person = g.person),
  CASE WHEN i.kind = 'media' THEN 'press' ELSE 'participant' END)"""

HOLDERS = f"""
SELECT * FROM (
  SELECT g.id, g.pass_version, g.short_code, p.name_key, p.title_prefix, p.full_name, p.title_suffix, p.is_minor,
    coalesce(i.name, '') AS institution, g.institution AS institution_id, {ROLE} AS role, b.role IS NOT NULL AS given,
    coalesce(n.times, 0)::int AS times, n.last, g.state, concat_ws(' ', p.search_text, i.search_text) AS words
  FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
  LEFT JOIN badge_role b ON b.guest = g.id
  LEFT JOIN (SELECT guest, count(*) AS times, max(printed_at) AS last FROM badge_print WHERE event = $1 GROUP BY guest) n
    ON n.guest = g.id
  WHERE g.event = $1 AND g.state = 'expected') h
WHERE ($2::text IS NULL OR role = $2) AND ($3::uuid IS NULL OR institution_id = $3) AND (NOT $4::boolean OR times = 0)
  AND ($5::uuid[] IS NULL OR id = ANY($5)) AND ($6::text = '' OR words LIKE $6)
"""
IN_ORDER = f"{HOLDERS} ORDER BY name_key, id LIMIT $7 OFFSET $8"
COUNTED = f"SELECT count(*)::int AS everybody, count(*) FILTER (WHERE times = 0)::int AS unprinted FROM ({HOLDERS}) c"


@dataclass(frozen=True)
class Holder:
    """Somebody whose badge can be printed."""

    id: UUID
    pass_version: int
    short_code: str
    title_prefix: str
    full_name: str
    title_suffix: str
    is_minor: bool
    institution: str
    role: BadgeRole
    given: bool
    times: int
    last: datetime | None

    @property
    def display_name(self) -> str:
        """With titles."""
        front = f"{self.title_prefix} {neutral.person(self.full_name)}".strip()
        return f"{front}, {self.title_suffix}" if self.title_suffix else front

    @property
    def printed_name(self) -> str:
        """What the badge says: of a child no more than what it is called by."""
        return first_name(self.full_name) if self.is_minor else self.display_name


async def holders(event: Event, ask: BadgesIn, limit: int = 100_000, offset: int = 0) -> list[Holder]:
    """Those whose badges are asked for, by name."""
    return [_holder(row) for row in await fetch(IN_ORDER, *_narrowed(event, ask), "", limit, offset)]


async def found(event: Event, q: str, limit: int, offset: int) -> list[Holder]:
    """A page of everybody whose name or institution holds these words."""
    pattern = like(q) if q.strip() else ""
    rows = await fetch(IN_ORDER, event.id, None, None, False, None, pattern, limit, offset)
    return [_holder(row) for row in rows]


async def counted(event: Event) -> tuple[int, int]:
    """How many badges there are to print, and of how many that never happened."""
    row = await fetch_one(COUNTED, event.id, None, None, False, None, "")
    assert row is not None, "a count has a row"
    return row["everybody"], row["unprinted"]


def first_name(full_name: str) -> str:
    """What a child is called by: the first word, and the next one too where the first is an initial."""
    words = full_name.split()
    short = words and (words[0].endswith(".") or len(words[0]) < 3)
    return " ".join(words[: 2 if short else 1])


def _narrowed(event: Event, ask: BadgesIn) -> tuple[Any, ...]:
    role = ask.role.value if ask.role and ask.people is People.role else None
    office = ask.institution_id if ask.people is People.institution else None
    chosen = ask.guest_ids if ask.people is People.selected else None
    return event.id, role, office, ask.people is People.unprinted, chosen


def _holder(row: Any) -> Holder:
    facts = {name: row[name] for name in Holder.__dataclass_fields__ if name != "role"}
    return Holder(**facts, role=BadgeRole(row["role"]))
