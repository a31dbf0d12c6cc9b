"""Doors for whoever holds an answer link: another language, taking the answer back, a fresh link."""

from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations import answers
from events_app.invitations.access import Ask, Asked
from events_app.invitations.answering import renewing
from events_app.invitations.forms import AnswerIn
from events_app.invitations.public_pages import answer_page, shown_again, token_of
from events_app.invitations.rows import without_gaps
from events_app.invitations.tables import AnsweredBy, Invitation
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
A_YEAR = 365 * 24 * 3600
INVITE = [requires(Right.invite)]


@post("/rsvp/{token:str}/language", public=True)
async def speak(request: Ask, asked_by_link: NamedDependency[Asked]) -> Answer:
    """The same page in the other language, with all that was typed and no faults yet."""
    sent = await request.form()
    wanted = str(sent.get("language"))
    form = without_gaps(await read_form(request, AnswerIn), asked_by_link.invitation.seats)
    form.values.pop("language", None)
    form.errors = {}
    if wanted in i18n.LOCALES:
        i18n.speak(wanted)
    shown = answer_page(asked_by_link, await shown_again(asked_by_link), form)
    shown.set_cookie(Cookie(key="lang", value=i18n.locale(), path="/", max_age=A_YEAR))
    return shown


@post("/rsvp/{token:str}/taken-back", public=True)
async def take_back(request: Ask, asked_by_link: NamedDependency[Asked]) -> Answer:
    """Takes the answer back, as if none had been given."""
    given = asked_by_link
    try:
        await answers.take_back(given.actor, given.invitation.id, AnsweredBy.link, clock.now())
    except Refusal as refusal:
        return await _refused(given, refusal)
    say(request, _("The answer is taken back. Nobody is expected in your name until you answer again."))
    return redirect(f"/rsvp/{token_of(given)}")


@post("/rsvp/{token:str}/fresh-link", public=True)
async def ask_fresh_link(asked_by_link: NamedDependency[Asked]) -> Answer:
    """Kills this link; the new one goes to the address of the invited, and is not shown."""
    try:
        await renewing.ask_fresh_link(asked_by_link.actor, asked_by_link.invitation, clock.now())
    except Refusal as refusal:
        return await _refused(asked_by_link, refusal)
    return redirect("/rsvp/renewed")


@get("/rsvp/renewed", public=True)
async def renewed() -> Answer:
    """What to read after a link was killed; it says nothing of whom it was for."""
    return page("invitations/answering/renewed.html")


@post("/events/{event_id:uuid}/invitations/{invitation_id:uuid}/fresh-link", guards=INVITE)
async def renew_link(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """The office kills a link; the new one is mailed, or handed over another way."""
    mailed = await renewing.renew_link(request.user, invitation, clock.now())
    text = (
        _("There is a new link, and it is on its way by mail. The old one is dead.")
        if mailed
        else _(
            "There is a new link. No mail address is known: hand it over another way. The old one is dead."
        )
    )
    say(request, text, "success" if mailed else "warning")
    return redirect(f"/events/{event.id}/invitations/{invitation.id}")


async def _refused(given: Asked, refusal: Refusal) -> Answer:
    shown = await shown_again(given)
    form = Form.blank(AnswerIn, reason=shown.invitation.decline_reason)
    return answer_page(given, shown, form.refuse(refusal))


doors: list[Any] = [speak, take_back, ask_fresh_link, renewed, renew_link]
