"""Reads of the board: who came, from where and when. A fixed number of questions, ten institutions or a thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.checkin.board.heads import Heads, heads_of
from events_app.checkin.board.quorum import Standing, standings
from events_app.checkin.queries import BUCKET
from events_app.database import fetch, fetch_one, fetch_value
from events_app.events.tables import Event

SMALL = 5
"""Fewer than this many of one sex at a public screen point at people, not at a whole."""

COUNTS = """
SELECT (SELECT count(*) FROM guest WHERE event = $1 AND state = 'expected')::int AS expected,
  count(*)::int AS present,
  count(*) FILTER (WHERE a.last_out_at IS NULL OR a.last_in_at > a.last_out_at)::int AS inside,
  count(*) FILTER (WHERE g.walk_in)::int AS walk_ins,
  count(*) FILTER (WHERE p.sex = 'female')::int AS female,
  count(*) FILTER (WHERE p.sex = 'male')::int AS male,
  count(*) FILTER (WHERE p.sex IS NULL)::int AS unknown
FROM attendance a JOIN guest g ON g.id = a.guest JOIN person p ON p.id = g.person
WHERE a.event = $1 AND a.session IS NOT DISTINCT FROM $2
"""

BY_INSTITUTION = """
SELECT i.id, i.name, i.kind, count(*) FILTER (WHERE g.state = 'expected')::int AS expected,
  count(a.id)::int AS present
FROM guest g LEFT JOIN institution i ON i.id = g.institution
LEFT JOIN attendance a ON a.guest = g.id AND a.event = g.event AND a.session IS NOT DISTINCT FROM $2
WHERE g.event = $1 AND (g.state = 'expected' OR a.id IS NOT NULL)
GROUP BY i.id, i.name, i.kind ORDER BY present DESC, expected DESC, i.name NULLS LAST
"""

ARRIVALS = """
SELECT date_bin($3, first_in_at, timestamptz '2000-01-01 00:00+00') AS at, count(*)::int AS count
FROM attendance WHERE event = $1 AND session IS NOT DISTINCT FROM $2 GROUP BY 1 ORDER BY 1
"""

# Scans may be written down in another order than they were numbered, so the last ones are looked at, not the last one.
MARK = """
SELECT concat_ws(' ',
  (SELECT md5(string_agg(id::text, '')) FROM (SELECT id FROM scan WHERE event = $1 ORDER BY id DESC LIMIT 100) s),
  (SELECT count(*) FROM scan WHERE event = $1 AND undone_at IS NOT NULL),
  (SELECT string_agg(id::text || row_version, '' ORDER BY id) FROM quorum_rule WHERE event = $1))
"""


@dataclass(frozen=True)
class Counts:
    """`present` counts everybody who was ever let in, walk-ins too; `inside` who is there now."""

    expected: int
    present: int
    inside: int
    walk_ins: int
    female: int
    male: int
    unknown: int

    @property
    def telling(self) -> bool:
        """Whether the sexes may be told apart before strangers."""
        cells = [one for one in (self.female, self.male) if one]
        return bool(cells) and min(cells) >= SMALL


@dataclass(frozen=True)
class Turnout:
    """How many of an institution, or of a kind of them, are expected and came; no name: of none."""

    id: UUID | None
    name: str | None
    kind: str | None
    expected: int
    present: int
    offices: int = 1
    offices_present: int = 0


@dataclass(frozen=True)
class Board:
    """Everything that is on a board, at one moment; of a session when one is given."""

    event: Event
    session: UUID | None
    session_title: str
    counts: Counts
    institutions: list[Turnout]
    arrivals: list[tuple[datetime, int]]
    heads: Heads
    quorum: list[Standing]

    @property
    def kinds(self) -> list[Turnout]:
        """The institutions added up by kind, most present first."""
        return by_kind(self.institutions)


async def board(event: Event, session: UUID | None, title: str, now: datetime) -> Board:
    """The board as it stands: six questions."""
    asked = (event.id, session)
    counts = await fetch_one(COUNTS, *asked)
    assert counts is not None, "a count has a row"
    arrivals = await fetch(ARRIVALS, *asked, BUCKET)
    return Board(
        event=event,
        session=session,
        session_title=title,
        counts=Counts(**counts),
        institutions=[_turnout(row) for row in await fetch(BY_INSTITUTION, *asked)],
        arrivals=[(row["at"], row["count"]) for row in arrivals],
        heads=await heads_of(event, session, now),
        quorum=await standings(event.id, session),
    )


async def mark(event: UUID) -> str:
    """Changes whenever a board would: a few looks into indexes, however many were scanned."""
    return str(await fetch_value(MARK, event))


def by_kind(institutions: Iterable[Turnout]) -> list[Turnout]:
    """The sums by kind; guests of no institution stand last, under none."""
    parts: dict[str | None, list[Turnout]] = {}
    for one in institutions:
        parts.setdefault(one.kind, []).append(one)
    sums = [_sum(kind, many) for kind, many in parts.items()]
    return sorted(sums, key=lambda one: (one.kind is None, -one.present, -one.expected, one.kind or ""))


def _sum(kind: str | None, many: Sequence[Turnout]) -> Turnout:
    offices = len(many) if kind is not None else 0
    came = sum(1 for one in many if one.present) if kind is not None else 0
    total = sum(one.expected for one in many), sum(one.present for one in many)
    return Turnout(None, None, kind, *total, offices=offices, offices_present=came)


def _turnout(row: Any) -> Turnout:
    return Turnout(**row, offices_present=1 if row["present"] else 0)
