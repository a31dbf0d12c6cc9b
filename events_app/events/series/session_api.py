"""JSON doors of sessions being written: in one event, or in as many occurrences of its series as asked for."""

from typing import Annotated, Any
from uuid import UUID

from litestar import delete, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from pydantic import SerializerFunctionWrapHandler, model_serializer

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.answers import PublishWarningOut, SessionOut, session_out
from events_app.events.forms import SessionPatch, SessionPlan
from events_app.events.queries import as_parts
from events_app.events.series import session_scopes
from events_app.events.series.forms import Scope
from events_app.events.series.spreading import Reach, Spread, Touched
from events_app.events.tables import Event, Session
from events_app.shapes import Moment, Out

PLAN = [requires(Right.plan_events)]
HowFar = Annotated[
    Scope, QueryParameter(name="scope", description="How far a change in an occurrence of a series reaches.")
]
DetachedToo = Annotated[bool, QueryParameter(description="Reach those that were changed by themselves, too.")]


class SpreadOut(SessionOut):
    """A session after a write; with a scope how many occurrences it reached, and which stayed as they were."""

    changed: int | None = None
    warnings: list[PublishWarningOut] | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_of_series(self, write: SerializerFunctionWrapHandler) -> Any:
        written = write(self)
        dropped = {"changed", "warnings"} if self.changed is None else set[str]()
        return {name: value for name, value in written.items() if name not in dropped}


class ReachedOut(Out):
    """An occurrence that a change would reach: when its session begins and ends now, and after it."""

    event_id: UUID
    starts_at: Moment
    ends_at: Moment
    new_starts_at: Moment
    new_ends_at: Moment


class ClashOut(Out):
    """What stands in the way on a day."""

    date: str
    message: str


class SpreadPreviewOut(Out):
    """What a change would do; with a clash it would be refused as a whole."""

    reached: list[ReachedOut]
    warnings: list[PublishWarningOut]
    clashes: list[ClashOut]


@post("/events/{event_id:uuid}/sessions", guards=PLAN)
async def create_session(
    request: Asker,
    event: NamedDependency[Event],
    data: JSONBody[SessionPlan],
    how_far: HowFar = "this",
    detached_too: DetachedToo = False,
) -> SpreadOut:
    """Add a session. 409 `room_taken` or `person_taken` names what stands in the way; in a series `series_clash`."""
    reach = Reach(how_far, detached_too)
    return await _out(await session_scopes.add(request.user, event, data, clock.now(), reach), reach)


@patch("/events/{event_id:uuid}/sessions/{session_id:uuid}", guards=PLAN)
async def update_session(
    request: Asker,
    event: NamedDependency[Event],
    session: NamedDependency[Session],
    data: JSONBody[SessionPatch],
    how_far: HowFar = "this",
    detached_too: DetachedToo = False,
) -> SpreadOut:
    """Change what is sent. In a series `scope` carries it to the same session of other occurrences, or of none."""
    reach = Reach(how_far, detached_too)
    done = await session_scopes.edit(request.user, event, session, data, clock.now(), reach)
    return await _out(done, reach)


@delete("/events/{event_id:uuid}/sessions/{session_id:uuid}", guards=PLAN, status_code=200)
async def cancel_session(
    request: Asker,
    event: NamedDependency[Event],
    session: NamedDependency[Session],
    how_far: HowFar = "this",
    detached_too: DetachedToo = False,
) -> SpreadOut:
    """Take it off the programme; it stays readable as `cancelled`."""
    reach = Reach(how_far, detached_too)
    return await _out(await session_scopes.cancel(request.user, event, session, clock.now(), reach), reach)


@post("/events/{event_id:uuid}/sessions/{session_id:uuid}/preview", guards=PLAN, status_code=200)
async def preview_session(
    request: Asker,
    event: NamedDependency[Event],
    session: NamedDependency[Session],
    data: JSONBody[SessionPatch],
    how_far: HowFar = "this",
    detached_too: DetachedToo = False,
) -> SpreadPreviewOut:
    """What the same change would do to each occurrence, and what stands in its way; nothing is changed."""
    reach = Reach(how_far, detached_too)
    done = await session_scopes.preview(request.user, event, session, data, clock.now(), reach)
    return SpreadPreviewOut(
        reached=[_reached(one) for one in done.touched],
        warnings=_left(done),
        clashes=[ClashOut(date=day, message=text) for day, text in done.clashes.items()],
    )


async def _out(done: Spread, reach: Reach) -> SpreadOut:
    facts = session_out((await as_parts([done.session]))[0], may_join=True).model_dump()
    if reach.scope == "this":
        return SpreadOut(**facts)
    return SpreadOut(**facts, changed=len(done.touched), warnings=_left(done))


def _left(done: Spread) -> list[PublishWarningOut]:
    return [PublishWarningOut(code=one.code, message=one.text) for one in done.left]


def _reached(one: Touched) -> ReachedOut:
    assert one.before is not None, "a change of what is there has a before"
    assert one.after is not None, "and an after"
    return ReachedOut(
        event_id=one.event.id, starts_at=one.before[0], ends_at=one.before[1],
        new_starts_at=one.after[0], new_ends_at=one.after[1],
    )  # fmt: skip


doors: list[Any] = [create_session, update_session, cancel_session, preview_session]
