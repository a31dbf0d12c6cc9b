"""Doors for those who invite by WhatsApp."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from events_app import clock, settings
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _, ngettext
from events_app.invitations import mails
from events_app.invitations.tables import Invitation
from events_app.invitations.whatsapp import actions, composing, queries
from events_app.invitations.whatsapp.forms import WordsIn
from events_app.invitations.whatsapp.tables import Words
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
INVITE = [requires(Right.invite)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]
Which = Annotated[str, QueryParameter(name="words", max_length=20)]
A_PAGE = 50


@get("/events/{event_id:uuid}/whatsapp", guards=INVITE)
async def index(
    request: Asker, event: NamedDependency[Event], which: Which = "", number: PageNumber = 1
) -> Answer:
    """Invitees with a telephone, and the text for each of them, ready to send."""
    words = Words(which) if which in Words.__members__ else Words.invitation
    today = actions.today_of(event, clock.now())
    rows = await queries.reachable(event.id, words, today, limit=A_PAGE + 1, offset=(number - 1) * A_PAGE)
    about, name = await mails.occasion(event), request.scope["state"]["organisation"].name
    base = f"/events/{event.id}/whatsapp?words={words}"
    return page(
        "invitations/whatsapp/index.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        rows=[await composing.ready(about, one, words, name) for one in rows[:A_PAGE]],
        which=words.value,
        service=settings.current().whatsapp is not None,
        first_url=base if number > 1 else "",
        next_url=f"{base}&page={number + 1}" if len(rows) > A_PAGE else "",
    )


@post("/events/{event_id:uuid}/whatsapp/service", guards=INVITE)
async def send_by_service(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Lets the service write to those who agreed."""
    words = await _words(request)
    try:
        count = await actions.send_by_service(request.user, event, words, clock.now())
        say(request, ngettext("%(num)s message is on its way.", "%(num)s messages are on their way.", count))
    except Refusal as no:
        say(request, no.text, "warning")
    return _back(event, words)


@post("/events/{event_id:uuid}/whatsapp/{invitation_id:uuid}/mark", guards=INVITE)
async def mark(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """Notes that the reader sent it."""
    words = await _words(request)
    try:
        await actions.mark(request.user, event, invitation.id, words, clock.now())
        say(request, _("Marked as sent by you."))
    except Refusal as no:
        say(request, no.text, "warning")
    return _back(event, words)


@post("/events/{event_id:uuid}/whatsapp/{invitation_id:uuid}/undo", guards=INVITE)
async def undo(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """Takes the mark back."""
    words = await _words(request)
    try:
        await actions.undo(request.user, event, invitation.id, words, clock.now())
        say(request, _("The mark is taken back."))
    except Refusal as no:
        say(request, no.text, "warning")
    return _back(event, words)


async def _words(request: Asker) -> Words:
    form = await read_form(request, WordsIn)
    return form.value.words if form.ok else Words.invitation


def _back(event: Event, words: Words) -> Answer:
    return redirect(f"/events/{event.id}/whatsapp?words={words}")


doors: list[Any] = [index, send_by_service, mark, undo]
