"""JSON doors of the running order."""

from collections.abc import Iterator, Sequence
from typing import Annotated
from uuid import UUID

from litestar import delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.programme import actions
from events_app.events.programme.forms import AgendaItemIn, AgendaItemPatch, Step
from events_app.events.programme.queries import running_order
from events_app.events.programme.running_order import Block
from events_app.events.queries import parts_of
from events_app.events.tables import AgendaItem, Event
from events_app.shapes import Moment, Out
from events_app.web.api import Page

PLAN = [requires(Right.plan_events)]


class AgendaItemOut(Out):
    """A line with its hours; null when a line before it, or it itself, has no minutes."""

    id: UUID
    title: str
    minutes: int | None
    presenter_id: UUID | None
    presenter: str
    session_id: UUID | None
    starts_at: Moment | None
    ends_at: Moment | None
    overruns: Annotated[bool, Field(description="It ends after its session does.")]


@get("/events/{event_id:uuid}/agenda-items", guards=[requires(Right.read)])
async def list_items(event: NamedDependency[Event]) -> Page[AgendaItemOut]:
    """The running order: the lines of the event, then those of each session by time. All of it, at once."""
    return Page(items=list(_out(await running_order(event, await parts_of(event)))), next=None)


@post("/events/{event_id:uuid}/agenda-items", guards=PLAN)
async def add(request: Asker, event: NamedDependency[Event], data: JSONBody[AgendaItemIn]) -> AgendaItemOut:
    """Add a line at the end."""
    return await _one(event, await actions.add_item(request.user, event, data))


@patch("/events/{event_id:uuid}/agenda-items/{item_id:uuid}", guards=PLAN)
async def change(
    request: Asker,
    event: NamedDependency[Event],
    item: NamedDependency[AgendaItem],
    data: JSONBody[AgendaItemPatch],
) -> AgendaItemOut:
    """Change what is sent."""
    return await _one(event, await actions.change_item(request.user, event, item, data))


@post("/events/{event_id:uuid}/agenda-items/{item_id:uuid}/move", guards=PLAN, status_code=200)
async def move(
    request: Asker, event: NamedDependency[Event], item: NamedDependency[AgendaItem], data: JSONBody[Step]
) -> AgendaItemOut:
    """One place up or down among the lines of its session."""
    await actions.move_item(request.user, event, item, data)
    return await _one(event, item)


@delete("/events/{event_id:uuid}/agenda-items/{item_id:uuid}", guards=PLAN, status_code=204)
async def remove(request: Asker, event: NamedDependency[Event], item: NamedDependency[AgendaItem]) -> None:
    """Take a line out."""
    await actions.remove_item(request.user, event, item)


async def _one(event: Event, item: AgendaItem) -> AgendaItemOut:
    lines = _out(await running_order(event, await parts_of(event)))
    return next(line for line in lines if line.id == item.id)


def _out(blocks: Sequence[Block]) -> Iterator[AgendaItemOut]:
    for block in blocks:
        for timed in block.lines:
            line = timed.line
            yield AgendaItemOut(
                id=line.id,
                title=line.title,
                minutes=line.minutes,
                presenter_id=line.presenter_id,
                presenter=line.presenter,
                session_id=line.session,
                starts_at=timed.starts_at,
                ends_at=timed.ends_at,
                overruns=timed.late,
            )


doors = [list_items, add, change, move, remove]
