"""A session of one occurrence among those of another, and in the plan of the series: by its origin, else title and place."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.forms import SessionPatch, SessionPlan
from events_app.events.series.holding import plan_in
from events_app.events.series.plans import NO_FIELDS, OnStagePlan, PartPlan, Plan, known_as
from events_app.events.series.recurrence import local
from events_app.events.series.tables import Series
from events_app.events.session_actions import STAGE
from events_app.events.tables import Event, Session

STANDING = "SELECT person, role FROM session_role WHERE session = $1"


@dataclass(frozen=True)
class Place:
    """A session's origin and title, and how many seconds after its event's start it begins, on the wall's clock."""

    title: str
    starts: int
    origin: UUID | None = None


def place_of(event: Event, session: Session) -> Place:
    """Where a session stands in its event."""
    starts = (_wall(event, session.starts_at) - _wall(event, event.starts_at)).total_seconds()
    return Place(session.title, int(starts), known_as(session))


async def counterpart(event: Event, place: Place) -> Session | None:
    """The session of that origin; or else that title and place, or the only one of that title.

    What was found by its title knows its origin from then on, so that it follows under another title, too.
    """
    mine = (Session.event == event.id) & Session.cancelled_at.is_null()
    rows = await Session.objects().where(mine).order_by(Session.id)
    known = [one for one in rows if known_as(one) == place.origin]
    if len(known) == 1:
        return known[0]
    named = [one for one in rows if one.title == place.title]
    same = [one for one in named if place_of(event, one).starts == place.starts] or named
    if len(same) != 1:
        return None
    same[0].origin = place.origin
    await same[0].save([Session.origin])
    return same[0]


async def stage_changed(session: Session, patch: SessionPatch) -> dict[str, Any]:
    """The people on stage that were sent and differ from those who stand there."""
    rows = await fetch(STANDING, session.id)
    changed = {}
    for name, given in patch.model_dump(exclude_unset=True, include=set(STAGE)).items():
        people = given if isinstance(given, list) else [given] if given else []
        if {row["person"] for row in rows if row["role"] == STAGE[name]} != set(people):
            changed[name] = given
    return changed


async def keep_changed(
    series: Series,
    place: Place,
    fields: dict[str, Any],
    stage: dict[str, Any],
    start: timedelta,
    end: timedelta,
) -> None:
    """Occurrences made from now on have the session as it has become."""
    plan = plan_in(series)
    part = _part(plan, place)
    if part is None:
        return
    part.own = part.own | {name: value for name, value in fields.items() if name not in NO_FIELDS}
    part.room = fields.get("room_id", part.room)
    part.starts += int(start.total_seconds())
    part.ends += int(end.total_seconds())
    for name, given in stage.items():
        part.stage = [seat for seat in part.stage if seat.role != STAGE[name]] + _seats(name, given)
    await _keep(series, plan)


async def keep_added(
    series: Series, added: SessionPlan, origin: UUID, start: timedelta, end: timedelta
) -> None:
    """The same, of one that was added."""
    plan = plan_in(series)
    own = {name: value for name, value in added.model_dump(mode="json").items() if name not in NO_FIELDS}
    stage = _seats("speaker_ids", added.speaker_ids) + _seats("moderator_id", added.moderator_id)
    starts, ends = int(start.total_seconds()), int(end.total_seconds())
    part = PartPlan(starts=starts, ends=ends, origin=origin, room=added.room_id, own=own, stage=stage)
    plan.parts.append(part)
    await _keep(series, plan)


async def keep_removed(series: Series, place: Place) -> None:
    """The same, of one that was taken off; lines of the running order stay, without a session."""
    plan = plan_in(series)
    part = _part(plan, place)
    if part is None:
        return
    gone = plan.parts.index(part)
    plan.parts.remove(part)
    for line in plan.agenda:
        if line.part is not None and line.part >= gone:
            line.part = None if line.part == gone else line.part - 1
    await _keep(series, plan)


async def _keep(series: Series, plan: Plan) -> None:
    series.plan = plan.model_dump_json()
    await series.save([Series.plan])


def _part(plan: Plan, place: Place) -> PartPlan | None:
    known = [part for part in plan.parts if part.origin == place.origin]
    if len(known) == 1:
        return known[0]
    named = [part for part in plan.parts if part.own["title"] == place.title]
    same = [part for part in named if part.starts == place.starts] or named
    if len(same) != 1:
        return None
    same[0].origin = place.origin
    return same[0]


def _seats(name: str, given: Any) -> list[OnStagePlan]:
    people = given if isinstance(given, list) else [given] if given else []
    return [OnStagePlan(person=person, role=STAGE[name].value) for person in people]


def _wall(event: Event, moment: datetime) -> datetime:
    return local(moment, event.timezone)
