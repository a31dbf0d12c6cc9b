"""Verbs of a series: start it, extend it, leave occurrences out, publish its drafts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, transaction
from events_app.errors import FieldError, Invalid, NotFound, Refusal
from events_app.events.actions import cancel, publish
from events_app.events.series.holding import dates_in, locked_series, plan_in, shifted
from events_app.events.series.making import Made, make_all, must_exist
from events_app.events.series.plans import Plan
from events_app.events.series.recurrence import (
    Dates,
    RuleEmpty,
    dates_of,
    local,
    moments,
    normal,
    with_end,
    without,
)
from events_app.events.series.resting import holidays_met
from events_app.events.series.tables import Series
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import Event, EventState
from events_app.i18n import N_, gettext


class InSeriesAlready(Refusal):
    message = N_("This event belongs to a series already. Give another start to make a new one like it.")


class RoomsTaken(Refusal):
    message = N_(
        "The room is taken on some dates: %(clashes)s Leave these out, or make them without the room."
    )
    field = "without_room"


class NothingToExtend(Refusal):
    message = N_("The new end adds no date after the last occurrence.")
    field = "count"


@dataclass(frozen=True)
class SeriesPlan:
    """A series about to be made: whose plan, from which moment, by which rule, and without which dates."""

    plan: Plan
    starts_at: datetime
    rule: str
    exdates: Sequence[datetime] = ()
    rdates: Sequence[datetime] = ()
    leave_out: frozenset[datetime] = frozenset()
    without_room: bool = False
    without_holidays: bool = False
    first: Event | None = None

    def dates(self) -> Dates:
        """Its local starts, exceptions still among them."""
        zone = self.plan.timezone
        return dates_of(
            self.rule, local(self.starts_at, zone), zone, [local(day, zone) for day in self.rdates]
        )

    def starts(self) -> list[datetime]:
        """Its local starts without the exceptions. Raises RuleEmpty."""
        left = without(self.dates(), self.gone())
        if not left:
            raise RuleEmpty()
        return left

    def gone(self) -> set[datetime]:
        """The local starts that are left out, be they given as moments or as they stand on the wall."""
        return {local(day, self.plan.timezone) for day in self.exdates} | self.leave_out


@dataclass(frozen=True)
class End:
    """Where a rule ends instead: after a number of occurrences, or at a local time."""

    count: int | None = None
    until: datetime | None = None
    without_room: bool = False


@dataclass(frozen=True)
class Grown:
    """A series and the occurrences that were just made."""

    series: Series
    made: list[Made]
    cut: bool


@atomically
async def start_series(actor: Actor, wanted: SeriesPlan) -> Grown:
    """A series with all its occurrences; an event it is made from is the first of them. Raises RoomsTaken."""
    if wanted.first is not None:
        await _must_be_free(wanted.first)
    if wanted.without_holidays:
        wanted = await _on_working_days(actor, wanted)
    starts = wanted.starts()
    series = Series(
        organisation=actor.organisation,
        title=wanted.plan.title,
        theme=wanted.plan.theme,
        confidential=wanted.plan.confidential,
        rule=normal(wanted.rule),
        timezone=wanted.plan.timezone,
        starts_at=wanted.starts_at,
        exdates=[day.replace(tzinfo=ZoneInfo(wanted.plan.timezone)) for day in sorted(wanted.gone())],
        rdates=list(wanted.rdates),
        plan=wanted.plan.model_dump_json(),
    )
    await series.save()
    if wanted.first is not None:
        await _join(series, wanted.first, wanted.starts_at)
        starts = [start for start in starts if start != local(wanted.starts_at, wanted.plan.timezone)]
    made = await _grow(actor, series, starts, without_room=wanted.without_room)
    await audit.record(actor, "series.started", series.id, after={"rule": series.rule, "events": len(made)})
    return Grown(series, made, wanted.dates().cut)


@atomically
async def extend_series(actor: Actor, series: Series, end: End) -> Grown:
    """Another end of the rule: the dates after those it had are made; none is ever made twice."""
    series = await locked_series(actor.organisation, series.id)
    rule = with_end(series.rule, end.count, end.until)
    dates = dates_in(series, rule)
    last = max([*dates_in(series).starts, *await _last(series)])
    gone = {local(moment, series.timezone) for moment in series.exdates}
    starts = [start for start in dates.starts if start not in gone and start > last]
    if not starts:
        raise NothingToExtend()
    series.rule = rule
    await series.save([Series.rule])
    made = await _grow(actor, series, starts, without_room=end.without_room)
    await audit.record(actor, "series.extended", series.id, after={"rule": rule, "events": len(made)})
    return Grown(series, made, dates.cut)


@atomically
async def except_occurrence(
    actor: Actor, series: Series, event_id: UUID, reason: str, now: datetime
) -> Event | None:
    """One that does not take place: a draft vanishes, a published one is cancelled. Twice is once."""
    series = await locked_series(actor.organisation, series.id)
    event = await Event.objects().get((Event.id == event_id) & (Event.series == series.id))
    if event is None:
        raise NotFound()
    event = await locked_event(event)
    if event.occurrence_at not in series.exdates:
        series.exdates = [*series.exdates, event.occurrence_at]
        await series.save([Series.exdates])
    if await _dropped(actor, event):
        return None
    if not reason.strip():
        raise Invalid([FieldError("reason", "missing", gettext("Please fill this in."))])
    return await cancel(actor, event, reason, now)


@atomically
async def publish_series(actor: Actor, series: Series, now: datetime) -> int:
    """Publish every draft of the series that is ahead; how many that were."""
    series = await locked_series(actor.organisation, series.id)
    mine = (Event.series == series.id) & (Event.state == EventState.draft) & (Event.starts_at > now)
    drafts = await Event.objects().where(mine).order_by(Event.occurrence_at)
    for draft in drafts:
        await publish(actor, draft, now)
    return len(drafts)


async def _dropped(actor: Actor, event: Event) -> bool:
    """A mere draft is gone; one that others hold on to by records that must stay, is not."""
    if event.state != EventState.draft or bool(event.published_at):
        return False
    try:
        async with transaction():
            await Event.delete().where(Event.id == event.id)
    except asyncpg.IntegrityConstraintViolationError:
        return False
    await audit.record(actor, "event.dropped", event.id, before={"ref": event.ref, "title": event.title})
    return True


async def _on_working_days(actor: Actor, wanted: SeriesPlan) -> SeriesPlan:
    """Without the dates that meet a holiday; an event that is there already stays the first."""
    met = await holidays_met(actor.organisation, wanted.plan, wanted.dates().starts)
    first = {local(wanted.first.starts_at, wanted.plan.timezone)} if wanted.first else set[datetime]()
    return replace(wanted, leave_out=wanted.leave_out | (met.keys() - first))


async def _must_be_free(event: Event) -> None:
    fresh = await locked_event(event)
    must_stand(fresh)
    if fresh.series is not None:
        raise InSeriesAlready()


async def _join(series: Series, event: Event, at: datetime) -> None:
    await Event.update({Event.series: series.id, Event.occurrence_at: at}).where(Event.id == event.id)


async def _last(series: Series) -> list[datetime]:
    query = Event.select(Event.occurrence_at).where(Event.series == series.id)
    row = await query.order_by(Event.occurrence_at, ascending=False).first()
    return [local(row["occurrence_at"], series.timezone)] if row else []


async def _grow(actor: Actor, series: Series, starts: list[datetime], *, without_room: bool) -> list[Made]:
    """The occurrences of these dates of the rule; a taken room refuses all of them, unless that is all right."""
    plan = plan_in(series)
    moments(starts, series.timezone)
    must_exist(plan, [shifted(series, start) for start in starts])
    made = await make_all(actor, plan, [shifted(series, start) for start in starts])
    _must_have_rooms(made, without_room=without_room)
    for start, one in zip(starts, made, strict=True):
        await _join(series, one.event, moments([start], series.timezone)[0])
    return made


def _must_have_rooms(made: list[Made], *, without_room: bool) -> None:
    taken = [loss for one in made for loss in one.losses if loss.code == "room_taken"]
    if taken and not without_room:
        dates = sorted({f"{loss.date:%Y-%m-%d}" for loss in taken})
        raise RoomsTaken(extra={"dates": dates}, clashes=" ".join(loss.text for loss in taken))
