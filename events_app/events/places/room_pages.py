"""The pages of a room: what it is, what is booked there, when it is blocked, and its form."""

from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events import place_actions
from events_app.events.access import Asker
from events_app.events.forms import RoomForm
from events_app.events.places import blocks, keeping, queries
from events_app.events.places.equipment import choices, names_of
from events_app.events.places.forms import BlockForm
from events_app.events.places.hours import DAYS, hours_of, lines
from events_app.events.places.keeping import Ending, RoomInUse
from events_app.events.tables import Room, RoomBlock, Venue
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]
Answer = Response[Any]


@get("/rooms/{room_id:uuid}", guards=READ)
async def show(request: Asker, room: NamedDependency[Room]) -> Answer:
    """What there is to know about a room."""
    return await _show(request, room, _blank(request))


@get("/rooms/{room_id:uuid}/edit", guards=PLAN)
async def edit(request: Asker, room: NamedDependency[Room]) -> Answer:
    """The form of a room."""
    kept = {name: getattr(room, name) for name in ("name", "capacity", "equipment_note", "row_version")}
    form = Form.blank(RoomForm, venue_id=room.venue, **kept)
    form.values["equipment"] = room.equipment
    for number in range(7 if room.hours else 0):
        opens, closes = hours_of(room.hours, number)
        form.values |= {f"hours.{number}.opens": opens, f"hours.{number}.closes": closes}
    return await _form(request, room, form)


@post("/rooms/{room_id:uuid}", guards=PLAN)
async def update(request: Asker, room: NamedDependency[Room]) -> Answer:
    """Keeps the change of a room, unless somebody else changed it meanwhile."""
    form = await read_form(request, RoomForm)
    with form.refusing():
        await place_actions.change_room(request.user, room, form.value.patch())
    if not form.ok:
        return await _form(request, room, form)
    say(request, _("Saved."))
    return redirect(f"/rooms/{room.id}")


@post("/rooms/{room_id:uuid}/blocks", guards=PLAN)
async def block(request: Asker, room: NamedDependency[Room]) -> Answer:
    """Blocks the room for a time, or says what stands there."""
    form = await read_form(request, BlockForm)
    with form.refusing():
        await blocks.block_room(request.user, room, form.value.block())
    if not form.ok:
        return await _show(request, room, form)
    say(request, _("The room is blocked for that time."))
    return redirect(f"/rooms/{room.id}")


@post("/rooms/{room_id:uuid}/blocks/{block_id:uuid}/remove", guards=PLAN)
async def unblock(request: Asker, room: NamedDependency[Room], block: NamedDependency[RoomBlock]) -> Answer:
    """Frees the room again."""
    await blocks.unblock(request.user, block)
    say(request, _("The room can be booked then."))
    return redirect(f"/rooms/{room.id}")


@post("/rooms/{room_id:uuid}/remove", guards=PLAN)
async def remove(request: Asker, room: NamedDependency[Room]) -> Answer:
    """Deletes or retires the room, or says what is still to take place there."""
    try:
        ending = await keeping.remove_room(request.user, room, clock.now())
    except RoomInUse as refusal:
        return await _show(request, room, _blank(request), refusal.extra["events"])
    if ending == Ending.deleted:
        say(request, _("The room is deleted."))
        return redirect("/venues")
    say(request, _("The room is retired: past events keep its name, nobody can choose it any more."))
    return redirect(f"/rooms/{room.id}")


@post("/rooms/{room_id:uuid}/restore", guards=PLAN)
async def restore(request: Asker, room: NamedDependency[Room]) -> Answer:
    """Offers a retired room again."""
    await keeping.restore_room(request.user, room)
    say(request, _("The room is in use again."))
    return redirect(f"/rooms/{room.id}")


def _blank(request: Asker) -> Form[BlockForm]:
    return Form.blank(BlockForm, timezone=_zone(request))


def _zone(request: Asker) -> str:
    return str(request.scope["state"]["organisation"].timezone)


async def _show(
    request: Asker, room: Room, form: Form[BlockForm], in_use: Sequence[dict[str, str]] = ()
) -> Answer:
    now = clock.now()
    return page(
        "events/places/room.html",
        status=409 if in_use else form.status,
        room=room,
        venue=await Venue.objects().get(Venue.id == room.venue) if room.venue else None,
        things=names_of(room.equipment),
        hours=lines(room.hours),
        booked=await queries.booked(request.user, room, now),
        blocks=await queries.blocks_ahead(room, now),
        zone=_zone(request),
        form=form,
        in_use=in_use,
        may_plan=request.user.may(Right.plan_events),
        nav_current="events",
    )


async def _form(request: Asker, room: Room, form: Form[RoomForm]) -> Answer:
    mine = Venue.organisation == request.user.organisation
    venues = await Venue.objects().where(mine).order_by(Venue.name, Venue.id)
    return page(
        "events/room.html",
        status=form.status,
        form=form,
        room=room,
        venues=[venue for venue in venues if venue.retired_at is None or venue.id == room.venue],
        equipment=choices(),
        days=DAYS,
        nav_current="events",
    )


doors: list[Any] = [show, edit, update, block, unblock, remove, restore]
