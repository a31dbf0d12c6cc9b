"""JSON doors of carrying over."""

from typing import Any

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.carrying import actions, queries
from events_app.commitments.carrying.forms import PreviousIn, ReviewIn
from events_app.commitments.carrying.outputs import CarriedOut, PreviousOut, ReviewOut, ReviewsOut
from events_app.commitments.tables import FollowUpAction
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.web.api import Cursor, Limit, Page, part

READ = [requires(Right.read)]


@get("/events/{event_id:uuid}/carried-actions", guards=READ)
async def list_carried_actions(
    request: Asker, event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[CarriedOut]:
    """What earlier meetings left open, as it stands now: what must be spoken of first, then what is late."""
    rows = [_Row(row) for row in await queries.carried(request.user, event, clock.now())]
    said = {row["action"]: row for row in await queries.reviews(request.user, event.id)}
    return part(rows, limit, cursor, lambda one: _carried(one.row, said.get(one.id)))


@get("/events/{event_id:uuid}/reviews", guards=READ)
async def list_reviews(
    request: Asker, event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[ReviewOut]:
    """What this meeting said of them."""
    rows = [_Row(row) for row in await queries.reviews(request.user, event.id)]
    return part(rows, limit, cursor, lambda one: ReviewOut.of(one.row))


@get("/events/{event_id:uuid}/reviews/{action_id:uuid}", guards=READ)
async def read_review(
    request: Asker, event: NamedDependency[Event], spoken_of: NamedDependency[FollowUpAction]
) -> ReviewOut:
    """What this meeting said of one action."""
    rows = await queries.reviews(request.user, event.id, spoken_of.id)
    if not rows:
        raise NotFound()
    return ReviewOut.of(rows[0])


@put("/events/{event_id:uuid}/reviews/{action_id:uuid}")
async def review_action(
    request: Asker,
    written_event: NamedDependency[Event],
    reviewed_action: NamedDependency[FollowUpAction],
    data: JSONBody[ReviewIn],
) -> ReviewOut:
    """Say what the meeting wants of an action that an earlier meeting left open.

    `extend` with `new_due` asks the chair for that date; `close` asks those who may judge what waits to do so;
    `escalate` writes to the chair and the head of the institution.
    """
    try:
        await actions.review(request.user, written_event, [(reviewed_action.id, data)], clock.now())
    except actions.RefusedLine as refused:
        raise refused.why from None
    rows = await queries.reviews(request.user, written_event.id, reviewed_action.id)
    return ReviewOut.of(rows[0])


@get("/actions/{action_id:uuid}/reviews", guards=READ)
async def list_reviews_of_action(request: Asker, action: NamedDependency[FollowUpAction]) -> ReviewsOut:
    """What meetings said of an action, in their order."""
    rows = await queries.reviews(request.user, None, action.id)
    items = [ReviewOut.of(row) for row in rows]
    return ReviewsOut(times_carried=await queries.times_carried(action.id), items=items, next=None)


@get("/events/{event_id:uuid}/previous-meeting", guards=READ)
async def read_previous_meeting(request: Asker, event: NamedDependency[Event]) -> PreviousOut:
    """The meeting that was chosen as the one before."""
    return await _previous(request, event)


@put("/events/{event_id:uuid}/previous-meeting")
async def choose_previous_meeting(
    request: Asker, written_event: NamedDependency[Event], data: JSONBody[PreviousIn]
) -> PreviousOut:
    """Choose it, for an event whose series does not say it."""
    await actions.choose_previous(request.user, written_event, data.previous_id, clock.now())
    return await _previous(request, written_event)


class _Row:
    """A row by whose id a list is parted."""

    def __init__(self, row: Any) -> None:
        self.id, self.row = row.get("action", row["id"]), row


async def _previous(request: Asker, event: Event) -> PreviousOut:
    row = await queries.previous_of(request.user, event)
    return PreviousOut(previous_id=row["id"] if row else None, title=row["title"] if row else "")


def _carried(row: Any, said: Any) -> CarriedOut:
    names = (
        "ref",
        "title",
        "event_title",
        "state",
        "percent",
        "due",
        "overdue",
        "days_late",
        "forced",
        "times_carried",
    )
    return CarriedOut(
        action_id=row["id"],
        event_id=row["event"],
        responsible_institution=row["responsible_name"],
        review=ReviewOut.of(said) if said else None,
        **{name: row[name] for name in names},
    )


doors: list[Any] = [
    list_carried_actions,
    list_reviews,
    read_review,
    review_action,
    list_reviews_of_action,
    read_previous_meeting,
    choose_previous_meeting,
]
