"""The cards of each column, in the order they fall due: a bounded walk of an index for each, in one statement."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments.board import finding
from events_app.commitments.board.counting import NO_DAY
from events_app.commitments.board.finding import DUE, ROWS, Conditions
from events_app.commitments.board.forms import BoardFilter
from events_app.commitments.board.tables import Grouping
from events_app.commitments.queries import ACTIONS
from events_app.commitments.tables import ActionState
from events_app.database import fetch

PICKED = """
SELECT k.place, x.id FROM {keys} CROSS JOIN LATERAL (
  SELECT a.id, {due} AS due FROM {rows} WHERE {found} AND {within} ORDER BY {due}, a.id LIMIT {limit}) x
ORDER BY k.place, x.due, x.id
"""
WITHIN = {
    Grouping.state: ("unnest({0}::text[]) WITH ORDINALITY k (key, place)", "a.state = k.key"),
    Grouping.institution: (
        "unnest({0}::uuid[]) WITH ORDINALITY k (key, place)",
        "a.responsible_institution = k.key",
    ),
    Grouping.month: (
        "unnest({0}::date[], {1}::date[]) WITH ORDINALITY k (first, last, place)",
        f"{DUE} BETWEEN k.first AND k.last",
    ),
}

FACTS = f"""
SELECT q.*, ($1::timestamptz AT TIME ZONE q.timezone)::date - (q.since AT TIME ZONE q.timezone)::date AS age FROM (
  SELECT f.*, c.visibility, coalesce(c.agreed_at, f.created_at) AS since,
    EXISTS (SELECT FROM due_change d WHERE d.action = f.id AND d.decision = 'pending') AS extension_asked,
    coalesce((SELECT u.help_needed <> '' FROM progress_update u WHERE u.action = f.id ORDER BY u.id DESC LIMIT 1), false)
      AS help_needed,
    EXISTS (SELECT FROM reminder_mute m WHERE m.action = f.id AND m.ended_at IS NULL
      AND m.until >= ($1::timestamptz AT TIME ZONE f.timezone)::date) AS muted
  FROM ({ACTIONS} WHERE a.organisation = $2 AND a.id = ANY($3)) f JOIN commitment c ON c.id = f.commitment) q
"""


@dataclass(frozen=True)
class Pile:
    """The cards of one column that are shown, and whether more follow."""

    cards: list[Any]
    more: bool


async def piles(
    actor: Actor,
    grouping: Grouping,
    wanted: BoardFilter,
    keys: list[str],
    now: datetime,
    limit: int,
    after: UUID | None = None,
) -> dict[str, Pile]:
    """Up to `limit` cards of each column, those after one card when `after` names it."""
    found = finding.of_rows(actor, wanted, now)
    if after is not None:
        stopped = f"SELECT {DUE}, a.id FROM follow_up_action a WHERE a.id = {{0}} AND a.organisation = $2"
        found.add(f"({DUE}, a.id) > ({stopped})", after)
    picked = await _picked(found, grouping, keys, limit)
    facts = {
        row["id"]: row for row in await fetch(FACTS, now, actor.organisation, [row["id"] for row in picked])
    }
    cards: dict[str, list[Any]] = {key: [] for key in keys}
    for row in picked:
        if row["id"] in facts:
            cards[keys[row["place"] - 1]].append(facts[row["id"]])
    return {key: Pile(some[:limit], len(some) > limit) for key, some in cards.items()}


async def _picked(found: Conditions, grouping: Grouping, keys: list[str], limit: int) -> list[Any]:
    if not keys:
        return []
    columns, within = WITHIN[grouping]
    arrays = _arrays(grouping, keys)
    places = [f"${len(found.values) + place}" for place in range(1, len(arrays) + 1)]
    sql = PICKED.format(
        keys=columns.format(*places), due=DUE, rows=ROWS, found=found.sql, within=within, limit=limit + 1
    )
    return await fetch(sql, *found.values, *arrays)


def _arrays(grouping: Grouping, keys: list[str]) -> list[list[Any]]:
    if grouping == Grouping.state:
        return [[ActionState(key).value for key in keys]]
    if grouping == Grouping.institution:
        return [[UUID(key) for key in keys]]
    return [list(side) for side in zip(*(days_of(key) for key in keys), strict=True)]


def days_of(month: str) -> tuple[date, date]:
    """First and last day of a month such as 2027-03; the driver writes its latest day as infinity.

    Raises ValueError for what is none.
    """
    if month == NO_DAY:
        return date.max, date.max
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def must_be_a_column(grouping: Grouping, key: str) -> str:
    """The key of a column, as it was given; raises ValueError for what is none."""
    _arrays(grouping, [key])
    return key
