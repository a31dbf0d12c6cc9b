"""Reads of a list that is being imported: counts, a page of its lines, what was refused."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.stakeholders.lists.staging import person_of, problems_of
from events_app.stakeholders.queries import PersonView
from events_app.stakeholders.rows import Problem

PAGE = 200
SHOWN = ("create", "update", "unchanged", "error", "warnings", "left_out")

_COUNTS = """
SELECT count(*) FILTER (WHERE taken AND outcome = 'create') AS "create",
  count(*) FILTER (WHERE taken AND outcome = 'update') AS "update",
  count(*) FILTER (WHERE taken AND outcome = 'unchanged') AS unchanged,
  count(*) FILTER (WHERE taken AND outcome = 'error') AS error,
  count(*) FILTER (WHERE taken AND warned) AS warnings,
  count(*) FILTER (WHERE NOT taken) AS left_out, count(*) AS rows
FROM import_line WHERE draft = $1
"""
_FITS = """
draft = $1 AND CASE $2 WHEN '' THEN true WHEN 'warnings' THEN taken AND warned
  WHEN 'left_out' THEN NOT taken ELSE taken AND outcome = $2 END
"""
_LINES = f"""
SELECT line, outcome, taken, shown, problems FROM import_line WHERE {_FITS}
ORDER BY line LIMIT {PAGE + 1} OFFSET $3
"""
_REFUSED = """
SELECT line, cells, problems FROM import_line WHERE draft = $1 AND outcome = 'error' ORDER BY line
"""
_RECENT = """
SELECT d.id, d.filename, d.created_at, d.event, r.state, r.total FROM import_draft d
JOIN list_reading r ON r.draft = d.id WHERE d.organisation = $1 ORDER BY d.id DESC LIMIT 10
"""


@dataclass(frozen=True)
class LineView:
    """One line as it is shown: what becomes of it, whether it is taken, and what is wrong with it."""

    line: int
    outcome: str
    taken: bool
    person: PersonView | None
    problems: list[Problem]


@dataclass(frozen=True)
class RefusedLine:
    """A refused line as it stands in the file, and why."""

    line: int
    cells: list[str]
    problems: list[Problem]


async def counts(draft: UUID) -> dict[str, int]:
    """Lines by what becomes of them; those left out by hand are counted apart."""
    return dict(await fetch_one(_COUNTS, draft) or {})


async def lines(draft: UUID, show: str, page: int) -> list[LineView]:
    """One page of lines, and one more to tell whether another page follows."""
    rows = await fetch(_LINES, draft, show if show in SHOWN else "", (page - 1) * PAGE)
    return [_line(row) for row in rows]


async def refused(draft: UUID) -> list[RefusedLine]:
    """Every refused line in its order, in the language of the moment."""
    return [
        RefusedLine(
            row["line"], row["cells"], [p for p in problems_of(row["problems"]) if p.severity == "error"]
        )
        for row in await fetch(_REFUSED, draft)
    ]


async def recent(organisation: UUID) -> list[Any]:
    """The last lists that were uploaded."""
    return await fetch(_RECENT, organisation)


def _line(row: Any) -> LineView:
    person, problems = person_of(row["shown"]), problems_of(row["problems"])
    return LineView(row["line"], row["outcome"], row["taken"], person, problems)
