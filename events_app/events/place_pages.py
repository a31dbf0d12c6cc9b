"""Doors for people: venues and the rooms in them."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events import listing, place_actions
from events_app.events.access import Asker
from events_app.events.forms import RoomIn, VenueForm, VenueIn
from events_app.events.places import keeping
from events_app.events.places.equipment import choices, names_of
from events_app.events.places.hours import DAYS
from events_app.events.places.keeping import Ending, RoomInUse
from events_app.events.tables import Venue
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@get("/venues", guards=[requires(Right.read)])
async def venues(request: Asker) -> Answer:
    """Every place and its rooms, and the form for more rooms."""
    return await _places(request, Form.blank(RoomIn))


@get("/venues/new", guards=PLAN)
async def new_venue() -> Answer:
    """The form of a new place."""
    return page("events/venue.html", form=Form.blank(VenueIn), venue=None, nav_current="events")


@post("/venues", guards=PLAN)
async def add_venue(request: Asker) -> Answer:
    """Adds a place."""
    form = await read_form(request, VenueIn)
    if not form.ok:
        return page("events/venue.html", status=422, form=form, venue=None, nav_current="events")
    await place_actions.add_venue(request.user, form.value)
    return _saved(request)


@post("/rooms", guards=PLAN)
async def add_room(request: Asker) -> Answer:
    """Adds a room."""
    form = await read_form(request, RoomIn)
    with form.refusing():
        await place_actions.add_room(request.user, form.value)
    if not form.ok:
        return await _places(request, form)
    return _saved(request)


@get("/venues/{venue_id:uuid}", guards=PLAN)
async def edit_venue(venue: NamedDependency[Venue]) -> Answer:
    """The form of a place."""
    kept = {name: getattr(venue, name) for name in ("name", "address", "row_version")}
    return _venue(venue, Form.blank(VenueForm, **kept))


@post("/venues/{venue_id:uuid}", guards=PLAN)
async def update_venue(request: Asker, venue: NamedDependency[Venue]) -> Answer:
    """Keeps the change of a place, unless somebody else changed it meanwhile."""
    form = await read_form(request, VenueForm)
    with form.refusing():
        await place_actions.change_venue(request.user, venue, form.value.patch())
    return _saved(request) if form.ok else _venue(venue, form)


@post("/venues/{venue_id:uuid}/remove", guards=PLAN)
async def remove_venue(request: Asker, venue: NamedDependency[Venue]) -> Answer:
    """Deletes or retires a place; says what is still to take place there."""
    try:
        ending = await keeping.remove_venue(request.user, venue, clock.now())
    except RoomInUse as refusal:
        form = Form.blank(VenueForm, name=venue.name, address=venue.address, row_version=venue.row_version)
        return _venue(venue, form.refuse(refusal), refusal.extra["events"], 409)
    say(
        request,
        _("The venue is deleted.") if ending == Ending.deleted else _("The venue and its rooms are retired."),
    )
    return redirect("/venues")


@post("/venues/{venue_id:uuid}/restore", guards=PLAN)
async def restore_venue(request: Asker, venue: NamedDependency[Venue]) -> Answer:
    """Offers a retired place and its rooms again."""
    await keeping.restore_venue(request.user, venue)
    say(request, _("The venue is in use again."))
    return redirect("/venues")


async def _places(request: Asker, form: Form[RoomIn]) -> Answer:
    rooms = await listing.rooms_of(request.user.organisation)
    return page(
        "events/venues.html",
        status=form.status,
        venues=await _venues(request),
        rooms=[room for room in rooms if room["retired_at"] is None],
        retired=[room for room in rooms if room["retired_at"] is not None],
        may_plan=request.user.may(Right.plan_events),
        equipment=choices(),
        names_of=names_of,
        days=DAYS,
        form=form,
        nav_current="events",
    )


def _venue(venue: Venue, form: Form[VenueForm], events: Any = (), status: int = 0) -> Answer:
    status = status or form.status
    return page(
        "events/venue.html", status=status, form=form, venue=venue, events=events, nav_current="events"
    )


async def _venues(request: Asker) -> list[Venue]:
    mine = Venue.organisation == request.user.organisation
    return await Venue.objects().where(mine).order_by(Venue.name, Venue.id)


def _saved(request: Asker) -> Answer:
    say(request, _("Saved."))
    return redirect("/venues")


doors: list[Any] = [
    venues,
    new_venue,
    add_venue,
    add_room,
    edit_venue,
    update_venue,
    remove_venue,
    restore_venue,
]
