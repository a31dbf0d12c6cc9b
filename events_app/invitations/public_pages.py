"""Doors for those who were asked: the answer page and the pass. Looking changes nothing, whoever looks."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock, qr
from events_app.database import one_connection
from events_app.errors import Refusal
from events_app.events.calendars import organiser_of
from events_app.events.materials.queries import handouts
from events_app.events.materials.tables import MaterialAudience
from events_app.events.programme.joining import joinable
from events_app.i18n import _
from events_app.invitations import access, actions, calendars, links, lists
from events_app.invitations.access import Ask, Asked, Held
from events_app.invitations.answering import sight
from events_app.invitations.answering.blanks import blank_row
from events_app.invitations.answering.opening import is_person
from events_app.invitations.answering.sight import Shown
from events_app.invitations.forms import AnswerIn
from events_app.invitations.lists import GuestView, InvitationView
from events_app.invitations.pass_offers import offers_for
from events_app.invitations.refusals import InvitationWithdrawn
from events_app.invitations.rows import of_guests, without_gaps
from events_app.invitations.seats import must_be_open
from events_app.invitations.tables import AnsweredBy, GuestState, InvitationState
from events_app.notifications.organisers import tag_of, tagged
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


@get("/rsvp/{token:str}", public=True)
async def asked(request: Ask, asked_by_link: NamedDependency[Asked]) -> Answer:
    """The invitation, its answer so far, and the passes of those who come."""
    said, given = request.headers.get, asked_by_link
    async with one_connection():
        opened = given.invitation.opened_at
        purpose = said("sec-purpose", "") + said("purpose", "")
        if not opened and is_person(request.method, said("user-agent", ""), purpose):
            opened = await access.mark_opened(given.invitation)
        shown = await sight.seen(given.invitation, given.found, opened)
        form = Form.blank(AnswerIn, reason=shown.invitation.decline_reason or None)
        form.values |= of_guests(shown.invitation.named)
        return answer_page(given, shown, form)


@post("/rsvp/{token:str}", public=True)
async def answer(request: Ask, asked_by_link: NamedDependency[Asked]) -> Answer:
    """Takes the answer, or shows the form again with everything that was typed."""
    given = asked_by_link
    form = without_gaps(await read_form(request, AnswerIn), given.invitation.seats)
    with form.refusing():
        await actions.answer(given.actor, given.invitation.id, form.value, AnsweredBy.link, clock.now())
    if not form.ok:
        return answer_page(given, await shown_again(given), form)
    say(request, _("Thank you. Your answer has arrived."))
    return redirect(f"/rsvp/{token_of(given)}")


@get("/rsvp/{token:str}/calendar.ics", public=True)
async def calendar(asked_by_link: NamedDependency[Asked]) -> Answer:
    """The event for the calendar of the one who was asked."""
    event, row = asked_by_link.event, (await shown_again(asked_by_link)).invitation
    cancelled = event.state == "cancelled" or row.state == InvitationState.withdrawn
    entry = await calendars.entry(
        event, await organiser_of(event), asked_by_link.place, "CANCEL" if cancelled else "REQUEST"
    )
    tag = tag_of(links.reply_link(row.id, row.link_version))
    text = tagged(entry.for_one(row.name, "guest@events.invalid"), tag)
    headers = {"Content-Disposition": f'attachment; filename="{event.ref}.ics"'}
    return Response(text.encode(), media_type="text/calendar", headers=headers)


@get("/T/{token:str}", public=True)
async def show_pass(held: NamedDependency[Held]) -> Answer:
    """A guest's pass, to be shown at the door. Opening it never checks anybody in."""
    event, row = held.event, await lists.guest(held.event, held.guest.id)
    offers = await offers_for(held) if row.state == GuestState.expected else []
    answer = page(
        "invitations/pass.html",
        event=event,
        state=event.state_at(clock.now()),
        guest=row,
        handouts=bool(await handouts(event.id, MaterialAudience.present, limit=1)),
        online=await joinable(event) if row.state == GuestState.expected else [],
        code=_code(row),
        offers=offers,
        place=held.place,
        organisation_name=held.host,
    )
    for kept in (one.cookie for one in offers if one.cookie):
        answer.set_cookie(kept)
    return answer


def answer_page(given: Asked, shown: Shown, form: Form[AnswerIn]) -> Answer:
    """The page of an answer link; what is refused for good has no form any more, and says why first."""
    event, row = given.event, shown.invitation
    closed = _closed(given, row)
    return page(
        "invitations/rsvp.html",
        status=closed.status_code if closed and not form.ok else form.status,
        event=event,
        state=event.state_at(clock.now()),
        invitation=row,
        answers=shown.told,
        closed=closed,
        letter=given.found["has_letter"],
        form=form,
        rows=max(1, len(form.rows("representatives"))),
        blank_row=blank_row,
        token=token_of(given),
        code=_code,
        pass_url=links.pass_url,
        place=given.place,
        organisation_name=given.host,
    )


def _closed(given: Asked, row: InvitationView) -> Refusal | None:
    """Why no answer is taken any more, if so."""
    if row.state == InvitationState.withdrawn:
        return InvitationWithdrawn()
    try:
        must_be_open(given.event, AnsweredBy.link, clock.now(), row)
    except Refusal as refusal:
        return refusal
    return None


async def shown_again(given: Asked) -> Shown:
    """What the page of a link shows once something was tried with it."""
    return await sight.again(given.event.id, given.invitation.id)


def token_of(given: Asked) -> str:
    """The token of a link, as it is today."""
    return links.rsvp_token(given.invitation.id, given.invitation.link_version)


def _code(guest: GuestView) -> str:
    return qr.svg(qr.payload(links.pass_url(guest.id, guest.pass_version)), title=_("QR code of the pass"))


doors: list[Any] = [asked, answer, calendar, show_pass]
