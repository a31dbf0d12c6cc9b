"""The page on which invitees are chosen; without a script every step is a press of a button."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations import actions
from events_app.invitations.choosing import queries, taking
from events_app.invitations.choosing.forms import PARTS, Choice, Tab
from events_app.invitations.choosing.preview import previews
from events_app.invitations.notes import say_invited
from events_app.invitations.refusals import NobodyChosen
from events_app.stakeholders.groups.queries import names
from events_app.stakeholders.tables import InstitutionKind
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
INVITE = [requires(Right.invite)]
A_YEAR = 365 * 24 * 3600
LOOKS = ("show", "all", "none", "group")
Of = Annotated[Tab, QueryParameter(name="of")]


@get("/events/{event_id:uuid}/invitations/new", guards=INVITE)
async def new(
    request: Asker,
    event: NamedDependency[Event],
    people: FromQuery[UUID | None] = None,
    group: FromQuery[UUID | None] = None,
    of: Of = "institutions",
) -> Answer:
    """Whom to invite; `people` names an imported list, `group` a group: who is in it is then chosen, and shown."""
    choice = await taking.suggested(request.user, people) if people else Choice()
    choice = await taking.with_group(request.user, choice, group)
    choice = choice.model_copy(update={"of": "chosen" if choice.many else of})
    return await _choose(request, event, choice, Form.blank(Choice, seats=1))


@post("/events/{event_id:uuid}/invitations/new", guards=INVITE)
async def create(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Looks on, keeping what is ticked, or invites what is ticked."""
    form = await read_form(request, Choice)
    if not form.ok:
        return await _choose(request, event, Choice.kept(form.values), form)
    choice = await taking.stepped(request.user, event, form.value)
    if choice.step in LOOKS:
        return await _choose(request, event, choice, form)
    if not choice.invitees():
        return await _choose(request, event, choice, form.refuse(NobodyChosen()))
    send, reserve = choice.step == "send", choice.step == "reserve"
    done = await actions.invite(request.user, event, choice.invitees(), send, clock.now(), reserve)
    say_invited(request, done, send)
    return redirect(f"/events/{event.id}/invitations")


@post("/events/{event_id:uuid}/invitations/new/language", guards=INVITE)
async def speak(request: Asker, event: NamedDependency[Event]) -> Answer:
    """The same page in the other language, with all that is ticked and no faults yet."""
    form = await read_form(request, Choice)
    wanted = form.values.pop("language", None)
    form.errors = {}
    if wanted in i18n.LOCALES:
        i18n.speak(wanted)
    shown = await _choose(request, event, Choice.kept(form.values), form)
    shown.set_cookie(Cookie(key="lang", value=i18n.locale(), path="/", max_age=A_YEAR))
    return shown


async def _choose(request: Asker, event: Event, choice: Choice, form: Form[Choice]) -> Answer:
    here = request.user.organisation
    shown = await queries.shown(request.user, event, choice)
    seen = {one.id for one in shown.options}
    return page(
        "invitations/choosing/new.html",
        status=form.status,
        nav_current="events",
        event=event,
        form=form,
        choice=choice,
        begun=request.method == "POST" and choice.many > 0,
        shown=shown,
        elsewhere={part: [one for one in getattr(choice, part) if one not in seen] for part in PARTS},
        kinds=[kind.value for kind in InstitutionKind],
        districts=await queries.districts(here),
        groups=await names(here),
        previews=await previews(event),
    )


doors: list[Any] = [new, create, speak]
