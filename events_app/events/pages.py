"""Doors for people: the list of events, one event's form and overview, its life. Gathers the room's pages."""

from typing import Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.errors import Refusal
from events_app.events import (
    access,
    actions,
    life_pages,
    listing,
    place_pages,
    preparation_pages,
    session_pages,
)
from events_app.events.access import Asker
from events_app.events.feeds import pages as feed_pages
from events_app.events.forms import EventForm
from events_app.events.holidays import pages as holiday_pages
from events_app.events.materials import pages as material_pages
from events_app.events.moments import local_text
from events_app.events.overview import overview, warn_of_calendar
from events_app.events.places import pages as free_room_pages
from events_app.events.places import room_pages
from events_app.events.places.access import block_of
from events_app.events.places.free import FreeRoom, free_rooms
from events_app.events.programme import pages as programme_pages
from events_app.events.public import pages as public_pages
from events_app.events.runs import pages as run_pages
from events_app.events.runs.access import own_run_here, run_here
from events_app.events.series import pages as series_pages
from events_app.events.series.access import series_here, template_of
from events_app.events.series.editing import edited
from events_app.events.series.forms import OccurrenceForm
from events_app.events.series.queries import series_titles
from events_app.events.series.words import SCOPES, options
from events_app.events.speakers import pages as speaker_pages
from events_app.events.speakers.access import desk_by_link
from events_app.events.states import ChangedMeanwhile
from events_app.events.tables import Event
from events_app.events.views import moving_pages
from events_app.events.views import pages as view_pages
from events_app.events.words import kind_options, visibility_options
from events_app.i18n import _
from events_app.web import merging
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

NO_COLUMNS = {"room_id", merging.SEEN}
PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@get("/events")
async def index(
    request: Asker, tab: FromQuery[str] = "upcoming", q: FromQuery[str] = "", skip: FromQuery[int] = 0
) -> Answer:
    """The events this user may see: coming, drafts, past."""
    tab, now, skip = tab if tab in listing.TABS else "upcoming", clock.now(), min(max(skip, 0), 1_000_000)
    rows = await listing.tab_of(request.user, tab, q[:200], now, skip)
    shown = rows[: listing.PAGE]
    return page(
        "events/index.html",
        events=shown,
        more=len(rows) > listing.PAGE,
        rooms=await listing.room_names(shown),
        series=await series_titles(shown),
        any_event=bool(shown) or await listing.has_events(request.user),
        tab=tab,
        q=q,
        skip=skip,
        size=listing.PAGE,
        now=now,
        nav_current="events",
    )


@get("/events/new", guards=PLAN)
async def new(request: Asker) -> Answer:
    """The form of a new event, in the organisation's zone."""
    zone = request.scope["state"]["organisation"].timezone
    row = await Organisation.objects().get(Organisation.id == request.user.organisation)
    language = row.language if row else "id"
    return await _form(request, Form.blank(EventForm, timezone=zone, language=language))


@post("/events/new", guards=PLAN)
async def create(request: Asker) -> Answer:
    """Makes the draft, or shows the form again with everything that was typed."""
    form = await read_form(request, EventForm)
    with form.refusing():
        event = await actions.create_event(request.user, form.value.plan())
    if not form.ok:
        return await _form(request, form)
    say(request, _("The draft is kept. Its room is held from now on."))
    await warn_of_calendar(request, event.id)
    return redirect(f"/events/{event.id}")


@get("/events/{event_id:uuid}")
async def show(request: Asker, event: NamedDependency[Event]) -> Answer:
    """What there is to know and to do about an event."""
    return await overview(request, event)


@get("/events/{event_id:uuid}/edit", guards=PLAN)
async def edit(request: Asker, event: NamedDependency[Event]) -> Answer:
    """The form of an event, with its times in its own zone."""
    return await _form(request, _filled(event), event)


@post("/events/{event_id:uuid}/edit", guards=PLAN)
async def update(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps the change, or shows the form again with everything that was typed."""
    form = await read_form(request, OccurrenceForm)
    if form.ok:
        try:
            told = await edited(request.user, event, form.value)
        except ChangedMeanwhile as refusal:
            await event.refresh()
            await _merge(request, event, form, refusal)
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _form(request, form, event)
    for sentence in told:
        say(request, sentence)
    await warn_of_calendar(request, event.id)
    return redirect(f"/events/{event.id}")


def _filled(event: Event) -> Form[EventForm]:
    kept = {name: getattr(event, name) for name in EventForm.model_fields if name not in NO_COLUMNS}
    kept["starts_at"] = local_text(event.starts_at, event.timezone)
    kept["ends_at"] = local_text(event.ends_at, event.timezone)
    kept["register_by"] = local_text(event.register_by, event.timezone) or None
    return merging.remember(Form.blank(EventForm, room_id=event.room, **kept))


async def _merge(request: Asker, event: Event, form: Form[Any], refusal: ChangedMeanwhile) -> None:
    """What somebody else made of it meanwhile, beside what was typed here."""
    shown = merging.shown_by(
        room_id=await listing.room_options(request.user.organisation, event.room),
        kind=kind_options(),
        visibility=visibility_options(),
    )
    merging.merge(form, _filled(event), refusal, shown)


async def _form(request: Asker, form: Form[Any], event: Event | None = None) -> Answer:
    return page(
        "events/form.html",
        status=form.status,
        form=form,
        event=event,
        kinds=kind_options(),
        visibilities=visibility_options(),
        rooms=await listing.room_options(request.user.organisation, event.room if event else None),
        free_rooms=await _free(request, form, event),
        scopes=options(SCOPES),
        nav_current="events",
    )


async def _free(request: Asker, form: Form[EventForm], event: Event | None) -> list[FreeRoom]:
    """What to offer instead of a room that was refused."""
    if "room_id" not in form.errors or form.parsed is None:
        return []
    plan, own = form.parsed, event.id if event else None
    return await free_rooms(request.user.organisation, plan.starts_at, plan.ends_at, plan.capacity, event=own)


router = Router(
    path="/",
    dependencies={
        "event": Provide(access.event_for_reader),
        "session": Provide(access.session_of),
        "item": Provide(access.agenda_item_of),
        "material": Provide(access.material_of),
        "venue": Provide(access.venue_of),
        "room": Provide(access.room_of),
        "block": Provide(block_of),
        **feed_pages.ROWS,
        **speaker_pages.ROWS,
        "held": Provide(desk_by_link),
        "template": Provide(template_of),
        "series": Provide(series_here),
        "run": Provide(run_here),
        "own_run": Provide(own_run_here),
    },
    route_handlers=[
        index,
        new,
        create,
        show,
        edit,
        update,
        *life_pages.doors,
        *session_pages.doors,
        *programme_pages.doors,
        *preparation_pages.doors,
        *material_pages.doors,
        *place_pages.doors,
        *free_room_pages.doors,
        *room_pages.doors,
        *holiday_pages.doors,
        *feed_pages.doors,
        *speaker_pages.doors,
        *public_pages.doors,
        *series_pages.doors,
        *view_pages.doors,
        *moving_pages.doors,
        *run_pages.doors,
    ],
)
