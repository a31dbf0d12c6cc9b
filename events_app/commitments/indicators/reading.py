"""Lines of a CSV file as indicators: what each says, and what would become of it."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from events_app.commitments.indicators.forms import IndicatorIn
from events_app.database import fetch
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, _, gettext

KEY = ("scheme", "version", "code")
LABELS = ("label", "label_en")
COLUMNS = (*KEY, *LABELS)
MOST_LINES = 1_000
MOST_TOLD = 20
KNOWN = """
SELECT r.* FROM indicator_ref r JOIN unnest($2::text[], $3::text[], $4::text[]) AS said(scheme, version, code)
  USING (scheme, version, code) WHERE r.organisation = $1
"""
LINE = N_("Line %(line)d: %(field)s is missing or cannot be read.")
REPEATED = N_("Line %(line)d: the same code stands above with another name.")
HEADINGS = N_("The first line must name the columns scheme, version, code and label.")
NO_CSV = N_("Line %(line)d cannot be read: a quotation mark may never be closed, or a cell is far too long.")
TOO_MANY = N_("There are more than %(most)d lines.")


class LineOutcome(StrEnum):
    """What would become of a line."""

    create = "create"
    update = "update"
    unchanged = "unchanged"
    error = "error"


@dataclass(frozen=True)
class Line:
    """One line of the file: its number there, what stands in it, and what would become of it."""

    line: int
    said: dict[str, str]
    wanted: IndicatorIn | None = None
    problems: list[str] = field(default_factory=list)
    outcome: LineOutcome = LineOutcome.error


async def plan(organisation: UUID, text: str) -> list[Line]:
    """Every line with its outcome; nothing is written. One query. Raises Invalid where it is no such file."""
    lines = _once(_lines(text))
    keys = [[getattr(one.wanted, name) for one in lines if one.wanted] for name in KEY]
    known = {tuple(row[name] for name in KEY): row for row in await fetch(KNOWN, organisation, *keys)}
    return [_judged(one, known) for one in lines]


def wanted_of(lines: Sequence[Line]) -> list[IndicatorIn]:
    """What is to be saved. Raises Invalid with every line that is at fault: a list is read whole, or not at all."""
    wrong = [problem for one in lines for problem in one.problems]
    if wrong:
        # One field has one message on a page: all of it stands there, up to some lines.
        raise Invalid([FieldError("csv", "line", " ".join(wrong[:MOST_TOLD]))])
    return [one.wanted for one in lines if one.wanted and one.outcome != LineOutcome.unchanged]


def _judged(one: Line, known: dict[tuple[str, ...], Any]) -> Line:
    if one.wanted is None or one.problems:
        return one
    row = known.get(_key(one.wanted))
    if row is None:
        return replace(one, outcome=LineOutcome.create)
    same = row["retired_at"] is None and all(row[name] == getattr(one.wanted, name) for name in LABELS)
    return replace(one, outcome=LineOutcome.unchanged if same else LineOutcome.update)


def _once(lines: Sequence[Line]) -> list[Line]:
    """A code that stands twice with two names is a fault: the file does not say which it means."""
    first: dict[tuple[str, ...], IndicatorIn] = {}
    found = []
    for one in lines:
        before = first.setdefault(_key(one.wanted), one.wanted) if one.wanted else None
        if before is not None and before != one.wanted:
            one = replace(one, problems=[*one.problems, _(REPEATED, line=one.line)])
        found.append(one)
    return found


def _key(wanted: IndicatorIn) -> tuple[str, ...]:
    return tuple(str(getattr(wanted, name)) for name in KEY)


def _lines(text: str) -> list[Line]:
    text = text.lstrip("\ufeff")
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    rows = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    found = [_line(number, row) for number, row in _numbered(rows)]
    if len(found) > MOST_LINES:
        raise Invalid([FieldError("csv", "too_many", gettext(TOO_MANY, most=MOST_LINES))])
    return found


def _numbered(rows: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row with the number of the line on which it begins; a cell may hold several lines."""
    start = 1
    try:
        if not set(COLUMNS[:4]) <= {(name or "").strip() for name in rows.fieldnames or ()}:
            raise Invalid([FieldError("csv", "headings", gettext(HEADINGS))])
        start = rows.line_num + 1
        for row in rows:
            yield start, row
            start = rows.line_num + 1
    except csv.Error:
        raise Invalid([FieldError("csv", "no_csv", _(NO_CSV, line=start))]) from None


def _line(number: int, row: dict[str, Any]) -> Line:
    facts = {(name or "").strip(): value.strip() for name, value in row.items() if isinstance(value, str)}
    said = {name: facts.get(name, "") for name in COLUMNS}
    given = {name: value for name, value in said.items() if value} | {"scheme": said["scheme"].lower()}
    try:
        wanted = IndicatorIn.model_validate(given)
    except ValidationError as fault:
        fields = dict.fromkeys(str(one["loc"][0]) for one in fault.errors())
        return Line(number, said, problems=[_(LINE, line=number, field=name) for name in fields])
    return Line(number, said, wanted)
