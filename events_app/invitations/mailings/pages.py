"""Doors for the staff: the letters of an event, each with its steps and how far it is."""

import json
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import N_, _, using
from events_app.invitations.mailings import actions, feeding, preview, queries, words
from events_app.invitations.mailings.forms import MailingIn
from events_app.invitations.mailings.tables import Mailing, MailingAudience
from events_app.invitations.wording.kinds import LETTERS
from events_app.notifications.wording.kinds import known
from events_app.notifications.wording.queries import own_words
from events_app.web.api import Cursor, after
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

INVITE = [requires(Right.invite)]
Answer = Response[Any]
A_PAGE = 50


async def mailing_of(event: NamedDependency[Event], mailing_id: FromPath[UUID]) -> Mailing:
    """A letter of the event that was loaded."""
    row: Mailing | None = await Mailing.objects().get(
        (Mailing.id == mailing_id) & (Mailing.event == event.id)
    )
    if row is None:
        raise NotFound()
    return row


@get("/events/{event_id:uuid}/mailings", guards=INVITE)
async def index(event: NamedDependency[Event]) -> Answer:
    """Every letter to the guests of an event."""
    return page(
        "invitations/mailings/index.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        mailings=await queries.mailings(event),
        words=words,
    )


@get("/events/{event_id:uuid}/mailings/new", guards=INVITE)
async def new(
    request: Asker,
    event: NamedDependency[Event],
    to: FromQuery[str] = "",
    about: FromQuery[str] = "letter",
    chosen: FromQuery[list[UUID] | None] = None,
) -> Answer:
    """A new letter, begun with the office's own words for it."""
    audience = (
        MailingAudience.chosen
        if chosen
        else MailingAudience(to)
        if to in set(MailingAudience)
        else MailingAudience.everyone
    )
    form = Form.blank(
        MailingIn, audience=audience, chosen=chosen or [], **await _begun(request, event, about)
    )
    return await _edit(event, form)


@post("/events/{event_id:uuid}/mailings", guards=INVITE)
async def create(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps the draft, or shows it again with everything that is wrong."""
    form = await read_form(request, MailingIn)
    row = None
    with form.refusing():
        row = await actions.write(request.user, event, form.value)
    return await _edit(event, form) if row is None else redirect(f"/events/{event.id}/mailings/{row.id}")


@get("/events/{event_id:uuid}/mailings/{mailing_id:uuid}", guards=INVITE)
async def show(
    event: NamedDependency[Event],
    mailing: NamedDependency[Mailing],
    fate: FromQuery[str] = "",
    cursor: Cursor = None,
    receiver: FromQuery[UUID | None] = None,
) -> Answer:
    """One letter: its words, its receivers, and the step that comes next."""
    wanted = fate if fate in words.FATES else ""
    rows = await queries.receivers(mailing, after=after(cursor), fate=wanted, limit=A_PAGE + 1)
    base = f"/events/{event.id}/mailings/{mailing.id}"
    (standing,) = await queries.mailings(event, only=mailing.id)
    return page(
        "invitations/mailings/show.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        mailing=standing,
        receivers=rows[:A_PAGE],
        fate=wanted,
        first_url=base if cursor else "",
        next_url=f"{base}?fate={wanted}&cursor={rows[A_PAGE - 1].id}" if len(rows) > A_PAGE else "",
        previews=await preview.previews(event, standing.row, clock.now(), receiver),
        words=words,
    )


@get("/events/{event_id:uuid}/mailings/{mailing_id:uuid}/edit", guards=INVITE)
async def edit(event: NamedDependency[Event], mailing: NamedDependency[Mailing]) -> Answer:
    """The draft's words and audience."""
    names = ("audience", "subject_id", "body_id", "subject_en", "body_en", "row_version")
    form = Form.blank(
        MailingIn, chosen=json.loads(mailing.chosen), **{name: getattr(mailing, name) for name in names}
    )
    return await _edit(event, form, mailing)


@post("/events/{event_id:uuid}/mailings/{mailing_id:uuid}/edit", guards=INVITE)
async def change(request: Asker, event: NamedDependency[Event], mailing: NamedDependency[Mailing]) -> Answer:
    """Keeps the changed draft."""
    form = await read_form(request, MailingIn)
    with form.refusing():
        await actions.change(request.user, mailing, form.value)
    return await _edit(event, form, mailing) if not form.ok else redirect(_of(event, mailing))


@post("/events/{event_id:uuid}/mailings/{mailing_id:uuid}/{step:str}", guards=INVITE)
async def move(
    request: Asker, event: NamedDependency[Event], mailing: NamedDependency[Mailing], step: FromPath[str]
) -> Answer:
    """One step: hand in, approve, take back, send, stop, give up; or a test to oneself."""
    actor, now = request.user, clock.now()
    match step:
        case "submission":
            await actions.submit(actor, event, mailing, now)
        case "approval":
            await actions.approve(actor, mailing, now)
        case "return":
            await actions.take_back(actor, mailing)
        case "sending":
            await actions.send(actor, mailing)
        case "stop":
            await actions.stop(actor, mailing, now)
        case "discarding":
            await actions.discard(actor, mailing)
        case "test":
            await _test(actor, event, mailing)
        case _:
            raise NotFound()
    say(request, _(SAID[step]))
    return redirect(_of(event, mailing))


async def _test(actor: Any, event: Event, mailing: Mailing) -> None:
    (standing,) = await queries.mailings(event, only=mailing.id)
    for language in feeding.wordings(standing.row):
        await preview.send_test(actor, event, standing.row, language, clock.now())


async def _begun(request: Asker, event: Event, about: str) -> dict[str, str]:
    name = next((one for one in LETTERS if one.endswith(f".{about}")), LETTERS[0])
    kind = known(name)
    assert kind is not None, "registered with this room's words"
    own, begun = await own_words(request.user.organisation, [name]), dict[str, str]()
    with using(event.language):
        said = own.get((name, event.language)) or kind.default()
    return begun | {f"subject_{event.language}": said.subject, f"body_{event.language}": said.body}


async def _edit(event: Event, form: Form[MailingIn], mailing: Mailing | None = None) -> Answer:
    chosen = [one for one in form.values.get("chosen", []) if one]
    return page(
        "invitations/mailings/edit.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form,
        mailing=mailing,
        chosen=chosen,
        audiences=[
            (one.value, words.audience_name(one))
            for one in MailingAudience
            if chosen or one != MailingAudience.chosen
        ],
        kind=known("invitations.letter"),
    )


def _of(event: Event, mailing: Mailing) -> str:
    return f"/events/{event.id}/mailings/{mailing.id}"


SAID = {
    "submission": N_("Handed in. The receivers are fixed now; somebody approves it."),
    "approval": N_("Approved. It can be sent."),
    "return": N_("It is a draft again."),
    "sending": N_("It is being sent. You may leave this page."),
    "stop": N_("Stopped. What the mail server already has is sent."),
    "discarding": N_("Given up."),
    "test": N_("A test message to you is on its way. Its fate is shown in the outbox."),
}
doors: list[Any] = [index, new, create, show, edit, change, move]
ROWS = {"mailing": Provide(mailing_of)}
