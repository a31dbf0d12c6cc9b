"""Pages of badges: choose whose and in what format, give roles, print; and one at a time at the door."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from events_app import clock
from events_app.accounts.access import requires, requires_any
from events_app.accounts.rights import Right
from events_app.checkin.badges import actions, formats, people
from events_app.checkin.badges.forms import BadgesForm, BadgesIn, People, RolesForm, RolesIn
from events_app.checkin.badges.tables import BadgeFormat
from events_app.documents import serve
from events_app.events.access import Asker
from events_app.events.runs.tables import PaperRun
from events_app.events.tables import Event
from events_app.i18n import ngettext
from events_app.stakeholders.queries import institution_choices
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
PDF = "application/pdf"
A_PAGE = 100
INVITERS = [requires_any(Right.invite, Right.manage)]
Number = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]


@get("/events/{event_id:uuid}/badges", guards=INVITERS)
async def badges(event: NamedDependency[Event], q: FromQuery[str] = "", number: Number = 1) -> Answer:
    """Whose badges, in what format; below it everybody, with role and how often printed."""
    usual = await actions.last_choice(event.organisation)
    _everybody, unprinted = await people.counted(event)
    whose = People.unprinted if unprinted else People.all
    form = Form.blank(BadgesForm, format=usual, people=whose)
    return await _badges(event, form, q[:200], number)


@post("/events/{event_id:uuid}/badges", guards=INVITERS, status_code=200)
async def print_badges(request: Asker, event: NamedDependency[Event]) -> Answer:
    """A file where they are few, a page that says how far they are where they are many."""
    form = await read_form(request, BadgesForm)
    with form.refusing():
        ask = BadgesIn.model_validate(form.value.model_dump())
        made = await actions.print_badges(request.user, event, ask, event.language, clock.now())
    if not form.ok:
        return await _badges(event, form, "", 1)
    if isinstance(made, PaperRun):
        return redirect(f"/events/{event.id}/paper-runs/{made.id}")
    return serve.made(made.filename, PDF, made.data)


@post("/events/{event_id:uuid}/badges/roles", guards=INVITERS)
async def give_role(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Puts a role on the badges that are ticked."""
    form = await read_form(request, RolesForm)
    if not form.ok:
        return await _badges(event, form, "", 1)
    said = RolesIn(role=form.value.role_given, guest_ids=form.value.guest_ids)
    count = await actions.give_role(request.user, event, said, clock.now())
    say(
        request,
        ngettext("%(num)s badge has another role now.", "%(num)s badges have another role now.", count),
    )
    return redirect(f"/events/{event.id}/badges")


@get("/door/{event_id:uuid}/badge/{badge_file:str}", guards=[requires(Right.scan)], media_type=PDF)
async def at_the_door(
    request: Asker,
    door: NamedDependency[Event],
    badge_guest: NamedDependency[UUID],
    wanted: Annotated[BadgeFormat | None, QueryParameter(name="format")] = None,
) -> Response[bytes]:
    """One badge, shown by the browser so that the door can print it at once."""
    chosen = wanted or formats.single(await actions.last_choice(door.organisation))
    made = await actions.print_one(request.user, door, badge_guest, chosen, door.language, clock.now())
    return serve.shown(made.filename, PDF, made.data)


async def _badges(event: Event, form: Form[Any], q: str, number: int) -> Answer:
    everybody, unprinted = await people.counted(event)
    rows = await people.found(event, q, A_PAGE + 1, (number - 1) * A_PAGE)
    return page(
        "checkin/badges/index.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form,
        formats=formats.options(),
        roles=formats.roles(),
        role_name=formats.role_name,
        everybody=everybody,
        unprinted=unprinted,
        institutions=await institution_choices(event.organisation),
        guests=rows[:A_PAGE],
        more=len(rows) > A_PAGE,
        number=number,
        q=q,
    )


doors: list[Any] = [badges, print_badges, give_role, at_the_door]
