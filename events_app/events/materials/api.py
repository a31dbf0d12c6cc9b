"""JSON doors of handouts; files travel as multipart."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIType, Schema
from litestar.openapi.spec.enums import OpenAPIFormat
from pydantic import Field

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.materials import actions, queries
from events_app.events.materials.files import the_file, uploaded
from events_app.events.materials.forms import MaterialIn
from events_app.events.materials.tables import MaterialAudience
from events_app.events.tables import Event, Material
from events_app.shapes import Body, Moment, Out
from events_app.web.api import Cursor, Limit, Page, after, listing
from events_app.web.uploads import File, UploadOperation, read_upload

PLAN = [requires(Right.plan_events)]
Answer = Any


class NewMaterial(MaterialIn):
    """A handout and its file."""

    file: File


class NewVersion(Body):
    """A newer file."""

    file: File


@dataclass
class MaterialOperation(UploadOperation):
    """The body of a new handout."""

    def texts(self) -> dict[str, Schema]:
        return {
            "title": Schema(type=OpenAPIType.STRING, min_length=1, max_length=200),
            "visibility": Schema(type=OpenAPIType.STRING, enum=[one.value for one in MaterialAudience]),
            "session_id": Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.UUID),
        }

    def required(self) -> list[str]:
        return ["title"]


class MaterialOut(Out):
    """A handout with the file that is handed out now; `downloads` counts those of guests and strangers."""

    id: UUID
    title: str
    visibility: MaterialAudience
    session_id: UUID | None
    filename: str
    size: Annotated[int, Field(description="Bytes.")]
    media_type: str
    version: int
    downloads: int
    changed_at: Moment


@get("/events/{event_id:uuid}/materials")
async def list_materials(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[MaterialOut]:
    """The handouts of an event and its sessions."""
    rows = await queries.handouts(event.id, after=after(cursor), limit=limit + 1)
    return listing(rows, limit, MaterialOut.model_validate)


@post("/events/{event_id:uuid}/materials", guards=PLAN, operation_class=MaterialOperation)
async def add_material(request: Asker, event: NamedDependency[Event]) -> MaterialOut:
    """Hand out a file: PDF, office document, picture, sound, film or plain text, 25 MB at most."""
    data = await read_upload(request, NewMaterial)
    material = await actions.add_material(request.user, event, data, await uploaded(data.file))
    return await _one(material)


@get("/events/{event_id:uuid}/materials/{material_id:uuid}")
async def read_material(material: NamedDependency[Material]) -> MaterialOut:
    """One handout."""
    return await _one(material)


@post(
    "/events/{event_id:uuid}/materials/{material_id:uuid}/versions",
    guards=PLAN,
    operation_class=UploadOperation,
)
async def replace_material(request: Asker, material: NamedDependency[Material]) -> MaterialOut:
    """Hand out a newer file under the same link."""
    data = await read_upload(request, NewVersion)
    return await _one(await actions.replace_file(request.user, material, await uploaded(data.file)))


@get("/events/{event_id:uuid}/materials/{material_id:uuid}/content", media_type="application/octet-stream")
async def read_material_content(material: NamedDependency[Material]) -> Answer:
    """The file that is handed out now."""
    return await the_file(material.document)


@delete("/events/{event_id:uuid}/materials/{material_id:uuid}", guards=PLAN, status_code=204)
async def delete_material(request: Asker, material: NamedDependency[Material]) -> None:
    """Take it away, all its files with it."""
    await actions.remove_material(request.user, material)


async def _one(material: Material) -> MaterialOut:
    [row] = await queries.handouts(material.event, only=material.id)
    return MaterialOut.model_validate(row)


doors: list[Any] = [
    list_materials,
    add_material,
    read_material,
    replace_material,
    read_material_content,
    delete_material,
]
