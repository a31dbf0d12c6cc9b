"""Reads of templates and series, and the preview of dates before any is made."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch
from events_app.events.queries import visible_to
from events_app.events.series.actions import SeriesPlan
from events_app.events.series.fitting import fit, world_of
from events_app.events.series.recurrence import local, moment_or_none
from events_app.events.series.resting import holidays_met
from events_app.events.series.tables import EventTemplate, Series
from events_app.events.tables import Event
from events_app.i18n import N_, gettext

COUNTS = """
SELECT series, count(*) AS events, count(*) FILTER (WHERE starts_at > $2 AND state <> 'cancelled') AS ahead,
       min(starts_at) FILTER (WHERE starts_at > $2 AND state <> 'cancelled') AS next
FROM event WHERE series = ANY($1) GROUP BY series
"""


@dataclass(frozen=True)
class Standing:
    """A series with how many occurrences it has, how many are ahead, and when the next is."""

    series: Series
    events: int
    ahead: int
    next: datetime | None


@dataclass(frozen=True)
class Previewed:
    """A date of a rule: when, whether its hour exists, and what would be lost on it."""

    start: datetime
    exists: bool
    losses: list[Any] = field(default_factory=list)
    first: bool = False
    holiday: str = ""

    @property
    def notes(self) -> list[str]:
        """What is to be said of it."""
        if not self.exists:
            return [gettext(N_("The clocks skip this hour on this day, or it comes twice: leave it out."))]
        named = [gettext(N_("Holiday: %(name)s."), name=self.holiday)] if self.holiday else []
        return named + [loss.text for loss in self.losses]

    @property
    def room_taken(self) -> bool:
        return any(loss.code == "room_taken" for loss in self.losses)


@dataclass(frozen=True)
class Preview:
    """The dates of a rule, and whether it goes on beyond them."""

    dates: list[Previewed]
    cut: bool

    @property
    def resting(self) -> int:
        """How many dates fall on holidays and could be left out."""
        return sum(1 for date in self.dates if date.holiday and not date.first)


async def templates_of(actor: Actor, after: UUID | None, limit: int) -> list[EventTemplate]:
    """The organisation's templates by id."""
    rows: list[EventTemplate] = await _rows(EventTemplate, actor, after, limit)
    return rows


async def series_of(actor: Actor, after: UUID | None, limit: int) -> list[Series]:
    """The organisation's series by id."""
    rows: list[Series] = await _rows(Series, actor, after, limit)
    return rows


async def _rows(table: Any, actor: Actor, after: UUID | None, limit: int) -> list[Any]:
    wanted = table.organisation == actor.organisation
    if after is not None:
        wanted = wanted & (table.id > after)
    if not actor.may(Right.read_confidential):
        wanted = wanted & table.confidential.eq(False)
    rows: list[Any] = await table.objects().where(wanted).order_by(table.id).limit(limit)
    return rows


async def standings(rows: Sequence[Series], now: datetime) -> list[Standing]:
    """These series with their counts; one query."""
    counts = {row["series"]: row for row in await fetch(COUNTS, [row.id for row in rows], now)}
    return [_standing(row, counts.get(row.id)) for row in rows]


def _standing(series: Series, counts: Any) -> Standing:
    if counts is None:
        return Standing(series, 0, 0, None)
    return Standing(series, counts["events"], counts["ahead"], counts["next"])


async def occurrences_of(actor: Actor, series: Series) -> list[Event]:
    """The occurrences that this reader may see, in the order of the rule."""
    query = Event.objects().where(visible_to(actor), Event.series == series.id)
    return await query.order_by(Event.occurrence_at)


async def series_titles(events: Sequence[Event]) -> dict[UUID, str]:
    """The titles of the series these events belong to."""
    ids = list({event.series for event in events if event.series})
    if not ids:
        return {}
    rows = await fetch("SELECT id, title FROM series WHERE id = ANY($1)", ids)
    return {row["id"]: row["title"] for row in rows}


async def preview(actor: Actor, wanted: SeriesPlan) -> Preview:
    """Every date of the rule with what stands in its way; nothing is changed. Raises RuleUnreadable."""
    dates, plan = wanted.dates(), wanted.plan
    first = local(wanted.first.starts_at, plan.timezone) if wanted.first else None
    real = {
        start
        for start in dates.starts
        if all(moment_or_none(hour, plan.timezone) for hour in plan.hours(start))
    }
    world = await world_of(actor.organisation, plan, sorted(real))
    holidays = await holidays_met(actor.organisation, plan, dates.starts)
    found = []
    for start in dates.starts:
        made = start in real and start != first
        losses = fit(plan, start, world)[1] if made else []
        named = ", ".join(holidays.get(start, []))
        found.append(Previewed(start, start in real, losses, start == first, named))
    return Preview(found, dates.cut)
