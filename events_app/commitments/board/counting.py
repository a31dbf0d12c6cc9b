"""How many stand in each column, and how many of them are overdue: exact at every moment, however much there is."""

from dataclasses import dataclass
from datetime import date, datetime

from events_app.accounts.actor import Actor
from events_app.commitments.board import finding
from events_app.commitments.board.finding import ROWS, TALLY_LATE, Conditions
from events_app.commitments.board.forms import BoardFilter
from events_app.commitments.board.tables import Grouping
from events_app.commitments.queries import OVERDUE
from events_app.commitments.tables import ActionState
from events_app.database import execute, fetch, fetch_value, transaction
from events_app.ids import uuid_of

SHOWN = 12
"""How many institutions or months stand beside each other on one page."""

NO_DAY = "none"
"""The key of the column of actions without a due date."""

SUMS = f"coalesce(sum(t.n), 0)::int AS total, coalesce(sum(t.n) FILTER (WHERE {TALLY_LATE}), 0)::int AS late"
COUNTS = f"count(*)::int AS total, (count(*) FILTER (WHERE {OVERDUE}))::int AS late"

COMPACT = """
WITH gone AS (DELETE FROM board_tally RETURNING *)
INSERT INTO board_tally (id, organisation, created_at, institution, confidential, timezone, state, due, n)
SELECT gen_random_uuid(), organisation, now(), institution, confidential, timezone, state, due, sum(n)
FROM gone GROUP BY organisation, institution, confidential, timezone, state, due HAVING sum(n) <> 0
"""


@dataclass(frozen=True)
class Column:
    """One column: its key in addresses, the name it has (of an institution), how many, how many overdue."""

    key: str
    name: str
    total: int
    late: int


@dataclass(frozen=True)
class Columns:
    """Columns beside each other, and where those before and after them begin."""

    shown: list[Column]
    earlier: str = ""
    later: str = ""


async def columns(
    actor: Actor, grouping: Grouping, wanted: BoardFilter, now: datetime, at: str = ""
) -> Columns:
    """The columns from `at` on (an institution's id, or a month as 2027-03)."""
    if grouping == Grouping.state:
        found = await _grouped(actor, "state", wanted, now)
        states = [wanted.standing] if wanted.standing else list(ActionState)
        return Columns([Column(one.value, "", *found.get(one.value, (0, 0))) for one in states])
    if grouping == Grouping.institution:
        return await _institutions(actor, wanted, now, at)
    found = await _grouped(actor, "month", wanted, now)
    return _months([Column(key, "", *sums) for key, sums in sorted(found.items())], now.date(), at)


async def compact() -> None:
    """Add up the kept counts, so that reading them stays short. Of two at once the second has nothing to do."""
    async with transaction():
        if await fetch_value("SELECT pg_try_advisory_xact_lock(hashtext('board_tally'))"):
            await execute(COMPACT)


async def _grouped(actor: Actor, key: str, wanted: BoardFilter, now: datetime) -> dict[str, tuple[int, int]]:
    """Totals by state, or by month (`none` sorts after every year)."""
    if finding.is_tallied(wanted):
        found = finding.of_tally(actor, wanted, now)
        office = wanted.institution_id
        found.add("t.institution = {0}", office) if office else found.add("t.institution IS NULL")
        sql = f"SELECT {_key('t', key)} AS key, {SUMS} FROM board_tally t WHERE {found.sql} GROUP BY 1"
    else:
        found = finding.of_rows(actor, wanted, now)
        sql = f"SELECT {_key('a', key)} AS key, {COUNTS} FROM {ROWS} WHERE {found.sql} GROUP BY 1"
    rows = await fetch(sql, *found.values)
    return {row["key"]: (row["total"], row["late"]) for row in rows if row["total"]}


def _key(table: str, key: str) -> str:
    month = f"coalesce(to_char(date_trunc('month', {table}.due), 'YYYY-MM'), '{NO_DAY}')"
    return f"{table}.state" if key == "state" else month


async def _institutions(actor: Actor, wanted: BoardFilter, now: datetime, at: str) -> Columns:
    tallied = finding.is_tallied(wanted)
    found = (finding.of_tally if tallied else finding.of_rows)(actor, wanted, now)
    names = Conditions(found.values, ["i.organisation = $2"])
    if wanted.institution_id:
        names.add("i.id = {0}", wanted.institution_id)
    if at:
        start = "(SELECT name_key FROM institution WHERE id = {0} AND organisation = $2)"
        names.add(f"i.name_key >= {start}", uuid_of(at))
    sql = (_OF_TALLY if tallied else _OF_ROWS).format(found=found.sql, names=names.sql, limit=SHOWN + 1)
    rows = await fetch(sql, *found.values)
    shown = [Column(str(row["id"]), row["name"], row["total"], row["late"]) for row in rows[:SHOWN]]
    return Columns(shown, later=str(rows[SHOWN]["id"]) if len(rows) > SHOWN else "")


_OF_TALLY = f"""
SELECT i.id, i.name, s.total, s.late FROM institution i CROSS JOIN LATERAL (
  SELECT {SUMS} FROM board_tally t WHERE {{found}} AND t.institution = i.id) s
WHERE {{names}} AND s.total > 0 ORDER BY i.name_key LIMIT {{limit}}
"""
_OF_ROWS = f"""
SELECT i.id, i.name, s.total, s.late FROM (
  SELECT a.responsible_institution AS office, {COUNTS} FROM {ROWS} WHERE {{found}} GROUP BY 1) s
JOIN institution i ON i.id = s.office WHERE {{names}} ORDER BY i.name_key LIMIT {{limit}}
"""


def _months(found: list[Column], today: date, at: str) -> Columns:
    """Twelve months that hold something, from `at` or from three months ago on."""
    first = at or f"{today.year - (today.month < 4)}-{(today.month - 4) % 12 + 1:02}"
    start = next((place for place, one in enumerate(found) if one.key >= first), max(len(found) - SHOWN, 0))
    earlier = found[max(start - SHOWN, 0)].key if start else ""
    later = found[start + SHOWN].key if len(found) > start + SHOWN else ""
    return Columns(found[start : start + SHOWN], earlier, later)
