"""Drafts from plans: the one way in which an event is made again, for copies, templates and series alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.events.actions import create_event
from events_app.events.bookings import book
from events_app.events.forms import EventPlan
from events_app.events.series.fitting import Loss, World, fit, lock, moment, world_of
from events_app.events.series.plans import LinePlan, PartPlan, Plan
from events_app.events.series.recurrence import moments
from events_app.events.tables import AgendaItem, Event, Session, SessionRole


@dataclass(frozen=True)
class Made:
    """A new draft, and what of its plan could not be held."""

    event: Event
    losses: list[Loss]


async def make(actor: Actor, plan: Plan, start: datetime, title: str = "") -> Made:
    """One draft at a local start, in the open transaction. Raises HourMissing."""
    return (await make_all(actor, plan, [start], title))[0]


async def make_all(actor: Actor, plan: Plan, starts: Sequence[datetime], title: str = "") -> list[Made]:
    """A draft at each local start; all hours are checked and everything is locked before the first."""
    must_exist(plan, starts)
    await lock(plan)
    world = await world_of(actor.organisation, plan, starts)
    return [await _draft(actor, plan, start, world, title) for start in starts]


def must_exist(plan: Plan, starts: Iterable[datetime]) -> None:
    """Every hour of every date exists, and once. Raises HourMissing."""
    moments(sorted({hour for start in starts for hour in plan.hours(start)}), plan.timezone)


async def _draft(actor: Actor, plan: Plan, start: datetime, world: World, title: str) -> Made:
    fitted, losses = fit(plan, start, world)
    own = fitted.own | {"title": title or plan.title, "starts_at": moment(plan, start, 0)}
    if fitted.register_by is not None:
        own["register_by"] = moment(plan, start, fitted.register_by)
    event = await create_event(actor, EventPlan(**own, ends_at=moment(plan, start, plan.length)))
    if fitted.room is not None:
        event.room = fitted.room
        await event.save([Event.room])
    sessions = [_session(event, fitted, part, start) for part in fitted.parts]
    await _insert(event, fitted, sessions)
    await book(event, sessions)
    return Made(event, losses)


def _session(event: Event, plan: Plan, part: PartPlan, start: datetime) -> Session:
    return Session(
        organisation=event.organisation,
        event=event.id,
        starts_at=moment(plan, start, part.starts),
        ends_at=moment(plan, start, part.ends),
        room=part.room,
        origin=part.origin,
        **part.own,
    )


async def _insert(event: Event, plan: Plan, sessions: list[Session]) -> None:
    roles = [
        SessionRole(organisation=event.organisation, session=session.id, person=seat.person, role=seat.role)
        for session, part in zip(sessions, plan.parts, strict=True)
        for seat in part.stage
    ]
    lines = [_line(event, place, line, sessions) for place, line in enumerate(plan.agenda, start=1)]
    for table, rows in ((Session, sessions), (SessionRole, roles), (AgendaItem, lines)):
        await _insert_rows(table, rows)


def _line(event: Event, place: int, line: LinePlan, sessions: list[Session]) -> AgendaItem:
    session: UUID | None = sessions[line.part].id if line.part is not None else None
    facts: dict[str, Any] = {"title": line.title, "minutes": line.minutes, "presenter": line.presenter}
    return AgendaItem(organisation=event.organisation, event=event.id, place=place, session=session, **facts)


async def _insert_rows(table: Any, rows: Sequence[Any]) -> None:
    if rows:
        await table.insert(*rows)
