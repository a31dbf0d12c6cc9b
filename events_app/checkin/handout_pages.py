"""Doors for guests: the handouts that their pass opens; some only for those who came, which this room knows."""

from typing import Any
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.checkin.tables import Attendance
from events_app.errors import NotFound
from events_app.events.materials.actions import count_download
from events_app.events.materials.files import the_file
from events_app.events.materials.queries import handouts, up_to
from events_app.events.materials.tables import MaterialAudience
from events_app.events.tables import Material
from events_app.invitations.access import Held
from events_app.invitations.tables import Guest, GuestState
from events_app.web.pages import page

Answer = Response[Any]


@get("/T/{token:str}/materials", public=True)
async def materials(held: NamedDependency[Held]) -> Answer:
    """What this guest may have."""
    audience = await audience_of(held.guest)
    return page(
        "checkin/handouts.html",
        event=held.event,
        materials=await handouts(held.event.id, audience),
        more_when_present=audience is MaterialAudience.invited,
        organisation_name=held.host,
    )


@get("/T/{token:str}/materials/{material_id:uuid}", public=True)
async def download(held: NamedDependency[Held], material_id: FromPath[UUID]) -> Answer:
    """One of them; any other is not found."""
    wanted = (Material.id == material_id) & (Material.event == held.event.id)
    material = await Material.objects().get(wanted)
    if material is None or material.visibility not in up_to(await audience_of(held.guest)):
        raise NotFound()
    await count_download(material)
    return await the_file(material.document)


async def audience_of(guest: Guest) -> MaterialAudience:
    """Those who came, those who are expected, and everybody else."""
    if guest.state != GuestState.expected:
        return MaterialAudience.public
    came = await Attendance.exists().where(Attendance.guest == guest.id)
    return MaterialAudience.present if came else MaterialAudience.invited


doors: list[Any] = [materials, download]
