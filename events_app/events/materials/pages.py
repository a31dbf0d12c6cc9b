"""Doors for the staff: the handouts of an event, their versions, how often they were taken."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound, Refusal
from events_app.events.access import Asker
from events_app.events.materials import actions, queries, words
from events_app.events.materials.files import the_file, uploaded
from events_app.events.materials.forms import MaterialForm, VersionForm
from events_app.events.materials.tables import MaterialVersion
from events_app.events.queries import parts_of
from events_app.events.tables import Event, Material
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
Answer = Response[Any]


@get("/events/{event_id:uuid}/materials")
async def materials(request: Asker, event: NamedDependency[Event]) -> Answer:
    """What is handed out, and the form for more."""
    return await _list(request, event, Form.blank(MaterialForm))


@post("/events/{event_id:uuid}/materials", guards=PLAN)
async def hand_out(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps a handout, or says what is wrong with it."""
    form = await read_form(request, MaterialForm)
    if form.ok:
        try:
            upload = await uploaded(form.value.file)
            await actions.add_material(request.user, event, form.value, upload)
        except Refusal as refusal:
            refusal.field = refusal.field or "file"
            form.refuse(refusal)
    if not form.ok:
        return await _list(request, event, form)
    say(request, _("The handout is kept."))
    return redirect(f"/events/{event.id}/materials")


@post("/events/{event_id:uuid}/materials/{material_id:uuid}/versions", guards=PLAN)
async def replace(
    request: Asker, event: NamedDependency[Event], material: NamedDependency[Material]
) -> Answer:
    """Hands out a newer file under the same link."""
    form = await read_form(request, VersionForm)
    if form.ok:
        try:
            await actions.replace_file(request.user, material, await uploaded(form.value.file))
        except Refusal as refusal:
            refusal.field = "file"
            form.refuse(refusal)
    if not form.ok:
        return await _list(request, event, Form.blank(MaterialForm), replacing=(material.id, form))
    say(request, _("The newer file is handed out from now on."))
    return redirect(f"/events/{event.id}/materials")


@get("/events/{event_id:uuid}/materials/{material_id:uuid}")
async def download(material: NamedDependency[Material]) -> Answer:
    """The file that is handed out now; the staff's own downloads are not counted."""
    return await the_file(material.document)


@get("/events/{event_id:uuid}/materials/{material_id:uuid}/versions/{version_id:uuid}")
async def download_version(material: NamedDependency[Material], version_id: FromPath[UUID]) -> Answer:
    """An older file."""
    wanted = (MaterialVersion.id == version_id) & (MaterialVersion.material == material.id)
    version = await MaterialVersion.objects().get(wanted)
    if version is None:
        raise NotFound()
    return await the_file(version.document)


@post("/events/{event_id:uuid}/materials/{material_id:uuid}/remove", guards=PLAN)
async def take_back(request: Asker, material: NamedDependency[Material]) -> Answer:
    """Takes a handout away."""
    await actions.remove_material(request.user, material)
    say(request, _("The handout is gone."))
    return redirect(f"/events/{material.event}/materials")


async def _list(
    request: Asker,
    event: Event,
    form: Form[MaterialForm],
    replacing: tuple[UUID, Form[VersionForm]] | None = None,
) -> Answer:
    return page(
        "events/materials/index.html",
        status=max(form.status, replacing[1].status if replacing else 200),
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        materials=await queries.with_versions(await queries.handouts(event.id)),
        sessions=[(str(part.session.id), part.session.title) for part in await parts_of(event)],
        form=form,
        replacing=replacing,
        blank=Form.blank(VersionForm),
        words=words,
    )


doors: list[Any] = [materials, hand_out, replace, download, download_version, take_back]
