"""JSON doors of writing minutes: texts with their wordings, decisions, who chaired."""

from typing import Any
from uuid import UUID

from litestar import delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.minutes import deciding, keeping, queries, writing
from events_app.commitments.minutes.access import Before
from events_app.commitments.minutes.forms import (
    DecisionStep,
    MinutesDecisionIn,
    MinutesDecisionPatch,
    MinutesHeadIn,
    MinutesTextIn,
)
from events_app.commitments.minutes.outputs import (
    MinutesDecisionOut,
    MinutesHeadOut,
    MinutesTextOut,
    MinutesWordingOut,
    WordingSavedOut,
)
from events_app.commitments.minutes.tables import MinutesDecision, MinutesText
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event, StageRole
from events_app.i18n import _
from events_app.web.api import Cursor, Limit, Page, part

READ = [requires(Right.read)]


@get("/events/{event_id:uuid}/minutes/texts", guards=READ)
async def list_minutes_texts(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[MinutesTextOut]:
    """The texts of the minutes that anybody wrote."""
    return part(await _notes(event), limit, cursor, MinutesTextOut.of)


@post("/events/{event_id:uuid}/minutes/texts", status_code=200)
async def save_minutes_text(
    request: Asker, written_event: NamedDependency[Event], data: JSONBody[MinutesTextIn]
) -> WordingSavedOut:
    """Save a text from the version it was made from; what others wrote meanwhile is joined with it."""
    return WordingSavedOut.model_validate(await writing.write(request.user, written_event, data, clock.now()))


@get("/events/{event_id:uuid}/minutes/texts/{text_id:uuid}", guards=READ)
async def read_minutes_text(event: NamedDependency[Event], text_id: FromPath[UUID]) -> MinutesTextOut:
    """One text as it stands."""
    note = next((one for one in await _notes(event) if one.id == text_id), None)
    if note is None:
        raise NotFound()
    return MinutesTextOut.of(note)


@get("/events/{event_id:uuid}/minutes/texts/{text_id:uuid}/wordings", guards=READ)
async def list_wordings(
    minutes_text: NamedDependency[MinutesText],
    limit: Limit = 100,
    before: Before = None,
) -> Page[MinutesWordingOut]:
    """Every wording that was saved, the newest first; go on with `before`."""
    rows = await queries.wordings(minutes_text.id, before, limit)
    return Page(items=[MinutesWordingOut.model_validate(dict(row)) for row in rows], next=None)


@get("/events/{event_id:uuid}/minutes/decisions", guards=READ)
async def list_decisions(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[MinutesDecisionOut]:
    """What was decided, in order."""
    mine = MinutesDecision.event == event.id
    order = (MinutesDecision.place, MinutesDecision.id)
    rows = await MinutesDecision.objects().where(mine).order_by(*order)
    return part(rows, limit, cursor, MinutesDecisionOut.of)


@post("/events/{event_id:uuid}/minutes/decisions")
async def add_decision(
    request: Asker, written_event: NamedDependency[Event], data: JSONBody[MinutesDecisionIn]
) -> MinutesDecisionOut:
    """Write a decision down, the last of its agenda item."""
    return MinutesDecisionOut.of(await deciding.decide(request.user, written_event, data))


@get("/events/{event_id:uuid}/minutes/decisions/{decision_id:uuid}", guards=READ)
async def read_decision(minutes_decision: NamedDependency[MinutesDecision]) -> MinutesDecisionOut:
    """One decision."""
    return MinutesDecisionOut.of(minutes_decision)


@patch("/events/{event_id:uuid}/minutes/decisions/{decision_id:uuid}")
async def reword_decision(
    request: Asker,
    written_event: NamedDependency[Event],
    written_decision: NamedDependency[MinutesDecision],
    data: JSONBody[MinutesDecisionPatch],
) -> MinutesDecisionOut:
    """Say it otherwise, if nobody else did meanwhile."""
    return MinutesDecisionOut.of(await deciding.reword(request.user, written_event, written_decision, data))


@post("/events/{event_id:uuid}/minutes/decisions/{decision_id:uuid}/move", status_code=200)
async def move_decision(
    request: Asker,
    written_event: NamedDependency[Event],
    written_decision: NamedDependency[MinutesDecision],
    data: JSONBody[DecisionStep],
) -> MinutesDecisionOut:
    """One place up or down."""
    await deciding.move(request.user, written_event, written_decision, data)
    return MinutesDecisionOut.of(await deciding.decision_of(written_event, written_decision.id))


@delete("/events/{event_id:uuid}/minutes/decisions/{decision_id:uuid}")
async def remove_decision(
    request: Asker, written_event: NamedDependency[Event], written_decision: NamedDependency[MinutesDecision]
) -> None:
    """Take it away."""
    await deciding.take_away(request.user, written_event, written_decision)


@get("/events/{event_id:uuid}/minutes/head", guards=READ)
async def read_minutes_head(event: NamedDependency[Event]) -> MinutesHeadOut:
    """Who chaired, who took the minutes."""
    return await _head(event)


@put("/events/{event_id:uuid}/minutes/head")
async def name_minutes_people(
    request: Asker, written_event: NamedDependency[Event], data: JSONBody[MinutesHeadIn]
) -> MinutesHeadOut:
    """Name them, where the programme does not or says otherwise."""
    await keeping.name_people(request.user, written_event, data, clock.now())
    return await _head(written_event)


async def _notes(event: Event) -> list[queries.Note]:
    return (await queries.desk(event, _("General discussion"))).notes


async def _head(event: Event) -> MinutesHeadOut:
    row, named = await keeping.minutes_of(event), await queries.people(event)
    chair, taker = named[StageRole.chair], named[StageRole.minute_taker]
    return MinutesHeadOut(
        chair_id=row.chair,
        minute_taker_id=row.minute_taker,
        chair=chair.name if chair else "",
        minute_taker=taker.name if taker else "",
        row_version=row.row_version,
    )


doors: list[Any] = [
    list_minutes_texts,
    save_minutes_text,
    read_minutes_text,
    list_wordings,
    list_decisions,
    add_decision,
    read_decision,
    reword_decision,
    move_decision,
    remove_decision,
    read_minutes_head,
    name_minutes_people,
]
