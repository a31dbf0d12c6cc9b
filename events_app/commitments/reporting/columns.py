"""Which columns somebody wants in the matrix and the overdue list: kept for each person, until they want the usual ones again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from events_app import ids
from events_app.accounts.actor import Actor
from events_app.commitments.reporting.forms import ALL, Column, Listing
from events_app.database import atomically, execute, fetch_value

USUAL: dict[Listing, tuple[Column, ...]] = {
    "matrix": ("commitment", "action", "output", "in_charge", "verifier", "due", "state"),
    "overdue": ("commitment", "action", "promiser", "in_charge", "due", "days_late", "state"),
}
ARRANGED = 'SELECT arranged FROM paper_columns WHERE organisation = $1 AND "user" = $2 AND paper = $3'
KEEP = """
INSERT INTO paper_columns (id, organisation, created_at, "user", paper, arranged) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT ("user", paper) DO UPDATE SET arranged = excluded.arranged
"""


@dataclass(frozen=True)
class Arranged:
    """All columns in somebody's order, and those of them that are shown."""

    order: list[Column]
    shown: list[Column]
    is_usual: bool = False


async def of(actor: Actor, paper: Listing) -> Arranged:
    """What this person chose; without a choice, the usual ones and then the others. One query."""
    kept = await fetch_value(ARRANGED, actor.organisation, actor.user, paper) if actor.user else None
    if kept is None:
        shown = list(USUAL[paper])
        return Arranged(_whole(shown), shown, is_usual=True)
    hidden = {name[1:] for name in kept.split() if name.startswith("-")}
    # A name that a later release no longer knows is passed over, one that is new stands at the end.
    order = _whole([name for name in (part.lstrip("-") for part in kept.split()) if name in ALL])
    listed = {part.lstrip("-") for part in kept.split()}
    return Arranged(order, [name for name in order if name in listed and name not in hidden])


def moved(order: Sequence[Column], move: str) -> list[Column]:
    """The order with one column a place further up or down; at the end it stays."""
    way, _colon, name = move.partition(":")
    made = _whole(order)
    if name not in made:
        return made
    place = made.index(name)
    other = min(max(place + (1 if way == "down" else -1), 0), len(made) - 1)
    made[place], made[other] = made[other], made[place]
    return made


@atomically
async def keep(
    actor: Actor, paper: Listing, order: Sequence[Column], shown: Sequence[Column], now: datetime
) -> None:
    """Remember a choice for this person; a later one replaces it."""
    arranged = " ".join(name if name in shown else f"-{name}" for name in _whole(order))
    await execute(KEEP, ids.new_id(), actor.organisation, now, actor.user, paper, arranged)


@atomically
async def forget(actor: Actor, paper: Listing) -> None:
    """Have the usual columns again."""
    await execute(
        'DELETE FROM paper_columns WHERE organisation = $1 AND "user" = $2 AND paper = $3',
        actor.organisation,
        actor.user,
        paper,
    )


def _whole(first: Sequence[Column]) -> list[Column]:
    return list(dict.fromkeys([*first, *ALL]))
