"""Doors for people: who works the door, and the handouts."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.documents.serve import stored
from events_app.documents.tables import Document
from events_app.errors import NotFound, Refusal
from events_app.events import preparation
from events_app.events.access import Asker
from events_app.events.forms import DoorForm, MaterialForm
from events_app.events.overview import overview
from events_app.events.tables import Event, Material, Visibility
from events_app.i18n import N_, _
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


class FileMissing(Refusal):
    status_code = 422
    message = N_("Please choose a file.")
    field = "file"


@post("/events/{event_id:uuid}/door-staff", guards=PLAN)
async def assign(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Lets a colleague work the door."""
    form = await read_form(request, DoorForm)
    if form.ok:
        try:
            await preparation.assign_door(request.user, event, form.value.user_id)
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await overview(request, event, assigning=form)
    say(request, _("The door staff is changed."))
    return redirect(f"/events/{event.id}#door")


@post("/events/{event_id:uuid}/door-staff/{user_id:uuid}/release", guards=PLAN)
async def release(request: Asker, event: NamedDependency[Event], user_id: FromPath[UUID]) -> Answer:
    """Somebody no longer works this door."""
    await preparation.release_door(request.user, event, user_id)
    say(request, _("The door staff is changed."))
    return redirect(f"/events/{event.id}#door")


@post("/events/{event_id:uuid}/materials", guards=PLAN)
async def hand_out(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps a handout."""
    form = await read_form(request, MaterialForm)
    if form.ok:
        try:
            await _keep(request, event, form.value)
        except Refusal as refusal:
            refusal.field = "file"
            form.refuse(refusal)
    if not form.ok:
        return await overview(request, event, handing_out=form)
    say(request, _("The handout is kept."))
    return redirect(f"/events/{event.id}#materials")


@get("/events/{event_id:uuid}/materials/{material_id:uuid}")
async def download(material: NamedDependency[Material]) -> Answer:
    """A handout's file."""
    document = await Document.objects().get(Document.id == material.document)
    if document is None:
        raise NotFound()
    return await stored(document)


@post("/events/{event_id:uuid}/materials/{material_id:uuid}/remove", guards=PLAN)
async def take_back(request: Asker, material: NamedDependency[Material]) -> Answer:
    """Takes a handout away."""
    await preparation.remove_material(request.user, material)
    say(request, _("The handout is gone."))
    return redirect(f"/events/{material.event}#materials")


async def _keep(request: Asker, event: Event, form: MaterialForm) -> None:
    if not isinstance(form.file, UploadFile):
        raise FileMissing()
    data = await form.file.read()
    visibility = Visibility(form.visibility)
    await preparation.add_material(request.user, event, form.title, visibility, form.file.filename, data)


doors: list[Any] = [assign, release, hand_out, download, take_back]
