"""Doors for the staff: replies from calendars, those that wait for a person first."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound, Refusal
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations.replies import actions, queries, stage, words
from events_app.invitations.replies.files import uploaded
from events_app.invitations.replies.forms import AssignIn, ReplyForm
from events_app.invitations.replies.tables import CalendarReply, ReplyState
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

INVITE = [requires(Right.invite)]
Answer = Response[Any]


async def reply_of(event: NamedDependency[Event], reply_id: FromPath[UUID]) -> CalendarReply:
    """A reply to the event that was loaded."""
    mine = (CalendarReply.id == reply_id) & (CalendarReply.event == event.id)
    row: CalendarReply | None = await CalendarReply.objects().get(mine)
    if row is None:
        raise NotFound()
    return row


@get("/events/{event_id:uuid}/calendar-replies", guards=INVITE)
async def index(event: NamedDependency[Event]) -> Answer:
    """Every reply, and the form for one that came another way."""
    return await _index(event, Form.blank(ReplyForm))


@post("/events/{event_id:uuid}/calendar-replies", guards=INVITE)
async def upload(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Takes a reply from a file, an invitee's or that of somebody on stage, or says why not."""
    form = await read_form(request, ReplyForm)
    reply = None
    with form.refusing():
        said = await uploaded(form.value.file)
        brought = await stage.bring(request.user, event, said, clock.now())
        if brought is not None:
            return _of_stage(request, event, brought)
        reply = await actions.take_reply(request.user, event, said, clock.now())
    if reply is None:
        return await _index(event, form)
    tone = "warning" if reply.state == ReplyState.waiting else "success"
    say(
        request,
        " ".join([words.state_name(ReplyState(reply.state)) + ".", words.reason(reply.reason)]).strip(),
        tone,
    )
    return redirect(f"/events/{event.id}/calendar-replies")


@get("/events/{event_id:uuid}/calendar-replies/{reply_id:uuid}", guards=INVITE)
async def show(
    event: NamedDependency[Event], reply: NamedDependency[CalendarReply], q: FromQuery[str] = ""
) -> Answer:
    """One reply, and whose it may be."""
    return await _show(event, reply, q[:200].replace("\0", ""), Form.blank(AssignIn))


@post("/events/{event_id:uuid}/calendar-replies/{reply_id:uuid}/assign", guards=INVITE)
async def assign(
    request: Asker, event: NamedDependency[Event], reply: NamedDependency[CalendarReply]
) -> Answer:
    """Takes it as the answer of the one chosen."""
    form = await read_form(request, AssignIn)
    with form.refusing():
        await actions.assign(request.user, event, reply, form.value.invitation_id, clock.now())
    if not form.ok:
        return await _show(event, reply, "", form)
    say(request, _("The reply is taken as their answer."))
    return redirect(f"/events/{event.id}/calendar-replies")


@post("/events/{event_id:uuid}/calendar-replies/{reply_id:uuid}/dismiss", guards=INVITE)
async def dismiss(
    request: Asker, event: NamedDependency[Event], reply: NamedDependency[CalendarReply]
) -> Answer:
    """Puts it aside."""
    try:
        await actions.dismiss(request.user, event, reply, clock.now())
        say(request, _("The reply is put aside."))
    except Refusal as refusal:
        say(request, refusal.text, "warning")
    return redirect(f"/events/{event.id}/calendar-replies")


def _of_stage(request: Asker, event: Event, brought: stage.Brought) -> Answer:
    if brought.counted:
        say(request, _("Taken as the answer of somebody on stage."))
    else:
        say(request, _("A newer answer of this person on stage is known already."), "warning")
    return redirect(f"/events/{event.id}/speakers#p-{brought.person}")


async def _index(event: Event, form: Form[ReplyForm]) -> Answer:
    found = await queries.replies(event)
    return page(
        "invitations/replies/index.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        waiting=[one for one in found if one.state == ReplyState.waiting],
        settled=[one for one in found if one.state != ReplyState.waiting],
        words=words,
        form=form,
    )


async def _show(event: Event, reply: CalendarReply, q: str, form: Form[AssignIn]) -> Answer:
    [view] = await queries.replies(event, only=reply.id)
    return page(
        "invitations/replies/show.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        reply=view,
        answers=reply.said in actions.SAYS,
        candidates=await queries.candidates(event, reply.attendee, q),
        q=q,
        words=words,
        form=form,
    )


ROWS = {"reply": Provide(reply_of)}
doors: list[Any] = [index, upload, show, assign, dismiss]
