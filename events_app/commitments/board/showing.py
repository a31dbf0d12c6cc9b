"""The board as both doors show it: columns with their names, counts and first cards, by a handful of statements."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments import words
from events_app.commitments.board import cards, counting
from events_app.commitments.board.cards import Pile
from events_app.commitments.board.counting import NO_DAY, Column
from events_app.commitments.board.forms import BoardFilter
from events_app.commitments.board.tables import Grouping
from events_app.commitments.tables import ActionState
from events_app.formats import month_text
from events_app.i18n import _, gettext

FIRST = 10
"""How many cards of a column stand on the board; the rest is one press away."""


@dataclass(frozen=True)
class Shown:
    """One column with its name in the reader's language."""

    key: str
    name: str
    total: int
    late: int
    cards: list[Any]
    more: bool


@dataclass(frozen=True)
class Board:
    """What is shown, and where the columns before and after it begin."""

    columns: list[Shown]
    earlier: str
    later: str

    @property
    def is_empty(self) -> bool:
        return not any(one.total for one in self.columns)


async def board(
    actor: Actor, grouping: Grouping, wanted: BoardFilter, now: datetime, at: str = "", limit: int = FIRST
) -> Board:
    """The columns from `at` on, each with up to `limit` cards."""
    found = await counting.columns(actor, grouping, wanted, now, at)
    piles = await cards.piles(actor, grouping, wanted, [one.key for one in found.shown], now, limit)
    return Board([_shown(grouping, one, piles) for one in found.shown], found.earlier, found.later)


async def column(
    actor: Actor,
    grouping: Grouping,
    wanted: BoardFilter,
    key: str,
    now: datetime,
    after: UUID | None,
    limit: int,
) -> Pile:
    """One part of one column; raises ValueError where there is no such column."""
    known = cards.must_be_a_column(grouping, key)
    return (await cards.piles(actor, grouping, wanted, [known], now, limit, after))[known]


def name_of(grouping: Grouping, key: str, name: str = "") -> str:
    """What a column is called."""
    if grouping == Grouping.state:
        return gettext(words.ACTION_STATES[ActionState(key)])
    if grouping == Grouping.month:
        return _("No due date") if key == NO_DAY else month_text(cards.days_of(key)[0])
    return name


def _shown(grouping: Grouping, one: Column, piles: Mapping[str, Pile]) -> Shown:
    pile = piles[one.key]
    return Shown(one.key, name_of(grouping, one.key, one.name), one.total, one.late, pile.cards, pile.more)
