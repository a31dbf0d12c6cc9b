"""Pages of photos: the row of them, the form for more, one picture."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.photos import actions, pictures, queries
from events_app.checkin.photos.forms import NewPhotosForm, PhotoWords
from events_app.checkin.photos.showing import picture_of, small_of
from events_app.checkin.photos.tables import EventPhoto
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import gettext, ngettext
from events_app.web.flash import say, say_undoable
from events_app.web.forms import Form, parse, read_form
from events_app.web.pages import page, redirect

READ = [requires(Right.read)]
PLAN = [requires(Right.plan_events)]
LARGEST_BATCH = 130 * 1024 * 1024
"""Five of the largest; a batch of phone photos is far less."""
MOST_AT_ONCE = 30
Answer = Response[Any]
BASE = "/events/{event_id:uuid}/photos"


@get(BASE, guards=READ)
async def photos(event: NamedDependency[Event]) -> Answer:
    """The photos, and the form for more."""
    return await _gallery(event, Form.blank(NewPhotosForm))


@post(BASE, guards=PLAN, request_max_body_size=LARGEST_BATCH)
async def add_photos(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps what are photos, and says of each of the others why not."""
    sent = await request.form()
    files = [one for one in sent.getall("file", []) if isinstance(one, UploadFile) and one.filename]
    form = parse(NewPhotosForm, {"caption": sent.getall("caption", [])})
    if form.ok and not files:
        form.errors["file"] = gettext("Please choose at least one photo.")
    kept = await _keep(request, event, form, files) if form.ok else 0
    told = ngettext("%(num)s photo is kept.", "%(num)s photos are kept.", kept) if kept else ""
    if not form.ok:
        return await _gallery(event, form, kept=told)
    say(request, told)
    return redirect(f"/events/{event.id}/photos")


async def _keep(request: Asker, event: Event, form: Form[NewPhotosForm], files: list[UploadFile]) -> int:
    faults, kept = [], 0
    for file in files[:MOST_AT_ONCE]:
        try:
            picture = await pictures.cleaned(file.filename, await file.read())
            await actions.add(request.user, event, picture, form.value.caption, clock.now())
            kept += 1
        except Refusal as refusal:
            faults.append(refusal.text)
    if len(files) > MOST_AT_ONCE:
        faults.append(gettext("At most %(most)s at once; the rest was not kept.", most=MOST_AT_ONCE))
    if faults:
        form.errors["file"] = " ".join(faults)
    return kept


@get(f"{BASE}/{{photo_id:uuid}}/picture", guards=READ)
async def photo_picture(photo: NamedDependency[EventPhoto]) -> Answer:
    """The picture itself."""
    return await picture_of(photo)


@get(f"{BASE}/{{photo_id:uuid}}/small/picture", guards=READ)
async def small_picture(photo: NamedDependency[EventPhoto]) -> Answer:
    """The same small."""
    return await small_of(photo)


@post(f"{BASE}/{{photo_id:uuid}}", guards=PLAN)
async def describe(
    request: Asker, event: NamedDependency[Event], photo: NamedDependency[EventPhoto]
) -> Answer:
    """Keeps what is said of it."""
    form = await read_form(request, PhotoWords)
    if not form.ok:
        return await _gallery(event, Form.blank(NewPhotosForm), wrong=(photo.id, form))
    await actions.describe(request.user, photo, form.value)
    say(request, gettext("The photo's words are kept."))
    return redirect(f"/events/{event.id}/photos#photo-{photo.id}")


@post(f"{BASE}/{{photo_id:uuid}}/remove", guards=PLAN)
async def take_away(
    request: Asker, event: NamedDependency[Event], photo: NamedDependency[EventPhoto]
) -> Answer:
    """Takes it away; the sentence that says so has the way back."""
    await actions.remove(request.user, photo, clock.now())
    way = f"/events/{event.id}/photos/{photo.id}/restore"
    say_undoable(request, gettext("The photo is gone."), way, {})
    return redirect(f"/events/{event.id}/photos")


@post(f"{BASE}/{{photo_id:uuid}}/restore", guards=PLAN)
async def have_back(
    request: Asker, event: NamedDependency[Event], photo: NamedDependency[EventPhoto]
) -> Answer:
    """Has it back."""
    await actions.restore(request.user, photo)
    say(request, gettext("The photo is back."))
    return redirect(f"/events/{event.id}/photos")


async def _gallery(
    event: Event,
    form: Form[NewPhotosForm],
    kept: str = "",
    wrong: tuple[UUID, Form[PhotoWords]] | None = None,
) -> Answer:
    shown = await queries.photos(event)
    return page(
        "checkin/photos/index.html",
        status=max(form.status, wrong[1].status if wrong else 200),
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        photos=shown,
        stored=sum(one["size"] for one in shown),
        unwilling=await queries.unwilling(event),
        form=form,
        kept=kept,
        wrong=wrong,
    )


doors: list[Any] = [photos, add_photos, photo_picture, small_picture, describe, take_away, have_back]
