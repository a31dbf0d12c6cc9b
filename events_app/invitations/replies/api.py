"""JSON doors of calendar replies; a reply travels as a multipart file."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations.replies import actions, queries, stage, words
from events_app.invitations.replies.files import uploaded
from events_app.invitations.replies.forms import AssignIn
from events_app.invitations.replies.queries import ReplyView
from events_app.invitations.replies.refusals import ReplyForAnotherEvent, ReplyOfStage
from events_app.invitations.replies.tables import CalendarReply, ReplyState
from events_app.shapes import Body, Moment, Out
from events_app.web.api import Cursor, Limit, Page, after, listing
from events_app.web.uploads import File, UploadOperation, read_upload

INVITE = [requires(Right.invite)]


class ReplyFile(Body):
    """The calendar file, or the whole mail."""

    file: File


class ReplyOut(Out):
    """A reply as it arrived and what became of it; `sentence` says the reason in the reader's language."""

    id: UUID
    event_id: UUID
    invitation_id: UUID | None
    attendee: str
    said: Annotated[str, Field(description="The PARTSTAT: ACCEPTED, TENTATIVE, DECLINED or another word.")]
    comment: str
    sequence: int
    stamped_at: Moment
    state: ReplyState
    reason: str
    sentence: str
    created_at: Moment


class StageReplyOut(Out):
    """Whose reply it was and about which session; `ignored` where a newer answer was known already."""

    person_id: UUID
    session_id: UUID
    state: Literal["taken", "ignored"]


@get("/events/{event_id:uuid}/calendar-replies", guards=INVITE)
async def list_replies(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[ReplyOut]:
    """The replies that came from calendars, the newest first."""
    rows = await queries.replies(event, after=after(cursor), limit=limit + 1)
    return listing(rows, limit, _out)


@post("/events/{event_id:uuid}/calendar-replies", guards=INVITE, operation_class=UploadOperation)
async def take_reply(request: Asker, event: NamedDependency[Event]) -> ReplyOut:
    """Take a reply from a calendar file or a mail, as the invitee's link would; the same again is the first one.

    What cannot be taken is kept with state `waiting` and its reason. 422 `no_calendar`, `reply_too_large`,
    `not_a_reply`; 409 `reply_for_another_event`, `reply_of_stage` for what belongs to `speakers/calendar-replies`.
    """
    data = await read_upload(request, ReplyFile)
    said = await uploaded(data.file)
    entry = await stage.entry_of(said)
    if entry is not None and entry.event == event.id:
        raise ReplyOfStage()
    return await _one(event, await actions.take_reply(request.user, event, said, clock.now()))


@post("/events/{event_id:uuid}/speakers/calendar-replies", guards=INVITE, operation_class=UploadOperation)
async def take_stage_reply(request: Asker, event: NamedDependency[Event]) -> StageReplyOut:
    """Take the reply of somebody on stage from a calendar file or a mail, as their link would. Twice is once.

    422 as for invitees; 409 `reply_for_another_event`, `stage_reply_not_clear`, `stage_reply_old_time`.
    """
    data = await read_upload(request, ReplyFile)
    brought = await stage.bring(request.user, event, await uploaded(data.file), clock.now())
    if brought is None:
        raise ReplyForAnotherEvent()
    state: Literal["taken", "ignored"] = "taken" if brought.counted else "ignored"
    return StageReplyOut(person_id=brought.person, session_id=brought.session, state=state)


@get("/events/{event_id:uuid}/calendar-replies/{reply_id:uuid}", guards=INVITE)
async def read_reply(event: NamedDependency[Event], reply: NamedDependency[CalendarReply]) -> ReplyOut:
    """One reply."""
    return await _one(event, reply)


@post("/events/{event_id:uuid}/calendar-replies/{reply_id:uuid}/assignment", guards=INVITE, status_code=200)
async def assign_reply(
    request: Asker,
    event: NamedDependency[Event],
    reply: NamedDependency[CalendarReply],
    data: JSONBody[AssignIn],
) -> ReplyOut:
    """Take a waiting reply as this invitation's answer. 409 `reply_settled`, `reply_without_answer`."""
    done = await actions.assign(request.user, event, reply, data.invitation_id, clock.now())
    return await _one(event, done)


@post("/events/{event_id:uuid}/calendar-replies/{reply_id:uuid}/dismissal", guards=INVITE, status_code=200)
async def dismiss_reply(
    request: Asker, event: NamedDependency[Event], reply: NamedDependency[CalendarReply]
) -> ReplyOut:
    """Put a waiting reply aside. 409 `reply_settled`."""
    return await _one(event, await actions.dismiss(request.user, event, reply, clock.now()))


async def _one(event: Event, reply: CalendarReply) -> ReplyOut:
    [row] = await queries.replies(event, only=reply.id)
    return _out(row)


def _out(row: ReplyView) -> ReplyOut:
    return ReplyOut(
        id=row.id,
        event_id=row.event,
        invitation_id=row.invitation,
        attendee=row.attendee,
        said=row.said,
        comment=row.comment,
        sequence=row.sequence,
        stamped_at=row.stamped_at,
        state=row.state,
        reason=row.reason,
        sentence=words.reason(row.reason),
        created_at=row.created_at,
    )


doors: list[Any] = [list_replies, take_reply, take_stage_reply, read_reply, assign_reply, dismiss_reply]
