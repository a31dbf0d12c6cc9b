"""The lines of a list in their table: put there as they are read, taken from there piece by piece."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from events_app.database import execute, fetch
from events_app.stakeholders import bulk, kinds
from events_app.stakeholders.lists.tables import ImportLine
from events_app.stakeholders.matching import Key, Planned
from events_app.stakeholders.names import Name
from events_app.stakeholders.queries import PersonView
from events_app.stakeholders.rows import Problem, Row, noted
from events_app.stakeholders.tables import ImportDraft, Sex

PIECE = 500
"""How many lines are held at one time."""
_SAID = ("institution", "position", "sex", "nip", "phone", "email")
_PLANNED = {"repeated", "shared_email", "known_email"}  # said anew by each planning

_PIECE = """
SELECT line, said, problems FROM import_line
WHERE draft = $1 AND line > $2 AND taken ORDER BY line LIMIT $3
"""
_OF_KEYS = """
SELECT l.line, l.said, l.problems FROM import_line l
JOIN unnest($2::text[], $3::text[]) AS key(name, office) ON l.name_key = key.name AND l.office_key = key.office
WHERE l.draft = $1 AND l.taken ORDER BY l.line
"""
_EARLIER = """
SELECT DISTINCT ON (l.name_key, l.office_key) l.name_key, l.office_key, l.line, l.said, l.shown, l.outcome
FROM import_line l
JOIN unnest($3::text[], $4::text[]) AS key(name, office) ON l.name_key = key.name AND l.office_key = key.office
WHERE l.draft = $1 AND l.line < $2 AND l.taken AND l.outcome <> 'error' ORDER BY l.name_key, l.office_key, l.line
"""
_SPELLED = """
SELECT DISTINCT ON (office_key) office_key, said->>'institution' AS name FROM import_line
WHERE draft = $1 AND taken AND office_key <> ''
  AND NOT problems @> '[{"severity": "error"}]'
ORDER BY office_key, said->>'institution' = upper(said->>'institution'), line
"""
_SETTLE = """
UPDATE import_line l SET outcome = r.outcome, warned = r.warned, person = r.person, shown = r.shown,
  problems = r.problems
FROM jsonb_to_recordset($2::jsonb)
  AS r(line int, outcome text, warned boolean, person uuid, shown jsonb, problems jsonb)
WHERE l.draft = $1 AND l.line = r.line
"""


async def put(draft: ImportDraft, rows: Sequence[Row], cells: Sequence[list[str]]) -> None:
    """Adds lines as they were read; the cells stay only with those that are refused."""
    lines = [_line(draft, row, whole) for row, whole in zip(rows, cells, strict=True)]
    await bulk.insert("import_line", lines)


async def clear(draft: UUID) -> None:
    """Lets go of all lines of a list."""
    await execute("DELETE FROM import_line WHERE draft = $1", draft)


async def piece(draft: UUID, after: int) -> list[Row]:
    """The next taken lines below a line."""
    return [_row(row) for row in await fetch(_PIECE, draft, after, PIECE)]


async def of_keys(draft: UUID, keys: Iterable[Key]) -> list[Row]:
    """All taken lines about these people."""
    names, offices = zip(*keys, strict=True)
    return [_row(row) for row in await fetch(_OF_KEYS, draft, list(names), list(offices))]


async def earlier(draft: UUID, rows: list[Row]) -> dict[Key, Planned]:
    """What lines above these made of the same people."""
    keys = {row.key for row in rows if not row.refused}
    if not keys:
        return {}
    names, offices = zip(*keys, strict=True)
    found = await fetch(_EARLIER, draft, rows[0].line, list(names), list(offices))
    return {
        (row["name_key"], row["office_key"]): Planned(_row(row), row["outcome"], person_of(row["shown"]))
        for row in found
    }


async def spelled(draft: UUID) -> dict[str, str]:
    """How each institution of the whole list is written: as the first line that does not shout it."""
    return {row["office_key"]: kinds.spelled(row["name"]) for row in await fetch(_SPELLED, draft)}


async def settle(draft: UUID, lines: Sequence[Planned]) -> None:
    """Notes what becomes, or became, of lines."""
    facts = [
        {
            "line": line.row.line,
            "outcome": line.outcome,
            "warned": any(problem.severity == "warning" for problem in line.row.problems),
            "person": line.person.id if line.person else None,
            "shown": asdict(line.person) if line.person else None,
            "problems": _problems(line.row.problems),
        }
        for line in lines
    ]
    await execute(_SETTLE, draft, json.dumps(facts, default=str))


def person_of(shown: str | None) -> PersonView | None:
    """The person of a line as it was planned; nothing where there was not even a name."""
    if shown is None:
        return None
    facts: dict[str, Any] = json.loads(shown)
    ids = {name: UUID(facts[name]) if facts[name] else None for name in ("id", "institution_id")}
    return PersonView(**(facts | ids | {"sex": _sex(facts["sex"]), "created_at": None}))


def problems_of(stored: str) -> list[Problem]:
    """A line's problems, in the language of the moment."""
    return [noted(one["field"], one["code"], one["severity"], one["facts"]) for one in json.loads(stored)]


def _line(draft: ImportDraft, row: Row, cells: list[str]) -> ImportLine:
    name, office = row.key
    said = {field: getattr(row, field) for field in _SAID} | {"name": list(row.name)}
    line = ImportLine(organisation=draft.organisation, draft=draft.id, line=row.line, outcome="error")
    line.name_key, line.office_key, line.email = name, office, row.email.casefold()
    line.said, line.problems = said, _problems(row.problems)  # type: ignore[assignment]
    line.cells = cells if row.refused else []
    return line


def _row(row: Any) -> Row:
    said = json.loads(row["said"])
    fresh = Row(row["line"], Name(*said.pop("name")), **(said | {"sex": _sex(said["sex"])}))
    stored = row.get("problems") or "[]"
    fresh.problems = [one for one in problems_of(stored) if one.code not in _PLANNED]
    return fresh


def _problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    names = ("field", "code", "severity", "facts")
    return [{name: getattr(problem, name) for name in names} for problem in problems]


def _sex(value: str | None) -> Sex | None:
    return Sex(value) if value else None
