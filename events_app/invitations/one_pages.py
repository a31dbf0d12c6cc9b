"""The page of one invitation: its story, its guests, and what was said on the telephone."""

from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.moments import local_text
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations import links, lists
from events_app.invitations.answering import history, noting
from events_app.invitations.answering.blanks import blank_row
from events_app.invitations.forms import StaffAnswerForm
from events_app.invitations.lists import InvitationView
from events_app.invitations.rows import of_guests, without_gaps
from events_app.invitations.tables import Invitation
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
INVITE = [requires(Right.invite)]


@get("/events/{event_id:uuid}/invitations/{invitation_id:uuid}", guards=READ)
async def show(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """One invitation: its link, its answers, its guests, and the form for an answer by telephone."""
    row = await lists.invitation(event.id, invitation.id)
    return await _show(request, event, row, _by_phone(event, row))


@post("/events/{event_id:uuid}/invitations/{invitation_id:uuid}/answer", guards=INVITE)
async def answer(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """Takes down what somebody said on the telephone."""
    form = without_gaps(await read_form(request, StaffAnswerForm), invitation.seats)
    with form.refusing():
        await noting.note_answer(request.user, invitation.id, form.value, clock.now())
    if not form.ok:
        return await _show(request, event, await lists.invitation(event.id, invitation.id), form)
    say(request, _("The answer is recorded."))
    return redirect(f"/events/{event.id}/invitations/{invitation.id}")


async def _show(request: Asker, event: Event, row: InvitationView, form: Form[StaffAnswerForm]) -> Answer:
    return page(
        "invitations/show.html",
        status=form.status,
        nav_current="events",
        event=event,
        invitation=row,
        story=await history.story(row.id),
        form=form,
        rows=max(1, len(form.rows("representatives"))),
        blank_row=blank_row,
        local_text=local_text,
        may_invite=request.user.may(Right.invite),
        rsvp_url=links.rsvp_url,
        pass_url=links.pass_url,
    )


def _by_phone(event: Event, row: InvitationView) -> Form[StaffAnswerForm]:
    said = row.state if row.state in ("tentative", "declined") else "accepted"
    heard = clock.now().astimezone(ZoneInfo(event.timezone))
    form = Form.blank(StaffAnswerForm, answer=said, said_at=heard)
    form.values |= of_guests(row.named)
    return form


doors = (show, answer)
