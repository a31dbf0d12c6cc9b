"""JSON doors of photos; pictures travel as multipart, one at a time."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIType, Schema
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.photos import actions, pictures, queries
from events_app.checkin.photos.forms import Caption, PhotoWords
from events_app.checkin.photos.showing import picture_of, small_of
from events_app.checkin.photos.tables import EventPhoto
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.shapes import Body, Moment, Out, Page
from events_app.web.api import Cursor, Limit, part
from events_app.web.uploads import File, UploadOperation, read_upload

READ = [requires(Right.read)]
PLAN = [requires(Right.plan_events)]
BASE = "/events/{event_id:uuid}/photos"
LARGEST_SENT = 64 * 1024 * 1024
"""More than a photo may have, so that one of 50 MB is refused by its name."""
ONE = f"{BASE}/{{photo_id:uuid}}"


class NewPhoto(Body):
    """A photo and its caption."""

    file: File
    caption: Caption = ""


@dataclass
class PhotoOperation(UploadOperation):
    """The body of a new photo."""

    def texts(self) -> dict[str, Schema]:
        return {"caption": Schema(type=OpenAPIType.STRING, max_length=300)}


class PhotoOut(Out):
    """A photo as it is kept: a JPEG of at most 2,000 points a side, without anything the camera wrote into it."""

    id: UUID
    event_id: UUID = Field(validation_alias="event")
    caption: str
    place: int
    in_report: bool
    width: int
    height: int
    size: Annotated[int, Field(description="Bytes.")]
    created_at: Moment
    by: str


class _Shown:
    """A row by whose id a list is parted."""

    def __init__(self, row: Any) -> None:
        self.id, self.row = row["id"], row


@get(BASE, guards=READ)
async def list_photos(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[PhotoOut]:
    """The photos of an event, in their order."""
    rows = [_Shown(row) for row in await queries.photos(event)]
    return part(rows, limit, cursor, lambda one: _out(one.row))


@post(BASE, guards=PLAN, operation_class=PhotoOperation, request_max_body_size=LARGEST_SENT)
async def add_photo(request: Asker, event: NamedDependency[Event]) -> PhotoOut:
    """Keep a photo: JPEG, PNG or WebP, 25 MB at most. What the camera wrote into it, its place too, is not kept."""
    data = await read_upload(request, NewPhoto)
    picture = await pictures.cleaned(data.file.filename, await data.file.read())
    photo = await actions.add(request.user, event, picture, data.caption, clock.now())
    return await _one(event, photo)


@get(ONE, guards=READ)
async def read_photo(event: NamedDependency[Event], photo: NamedDependency[EventPhoto]) -> PhotoOut:
    """One photo's words."""
    return await _one(event, photo)


@put(ONE, guards=PLAN)
async def describe_photo(
    request: Asker,
    event: NamedDependency[Event],
    photo: NamedDependency[EventPhoto],
    data: JSONBody[PhotoWords],
) -> PhotoOut:
    """Say what it shows, where it stands, and whether the report has it."""
    await actions.describe(request.user, photo, data)
    return await _one(event, photo)


@get(f"{ONE}/content", guards=READ, media_type="image/jpeg")
async def read_photo_content(photo: NamedDependency[EventPhoto]) -> Any:
    """The picture."""
    return await picture_of(photo)


@get(f"{ONE}/thumbnail", guards=READ, media_type="image/jpeg")
async def read_photo_thumbnail(photo: NamedDependency[EventPhoto]) -> Any:
    """The picture within 480 points."""
    return await small_of(photo)


@delete(ONE, guards=PLAN, status_code=204)
async def remove_photo(request: Asker, photo: NamedDependency[EventPhoto]) -> None:
    """Take it away; for a week it can be had back."""
    await actions.remove(request.user, photo, clock.now())


@post(f"{ONE}/restoration", guards=PLAN)
async def restore_photo(
    request: Asker, event: NamedDependency[Event], photo: NamedDependency[EventPhoto]
) -> PhotoOut:
    """Have it back."""
    await actions.restore(request.user, photo)
    return await _one(event, photo)


async def _one(event: Event, photo: EventPhoto) -> PhotoOut:
    rows = await queries.photos(event, photo.id)
    if not rows:
        raise NotFound()
    return _out(rows[0])


def _out(row: Any) -> PhotoOut:
    return PhotoOut.model_validate(dict(row))


doors: list[Any] = [
    list_photos,
    add_photo,
    read_photo,
    describe_photo,
    read_photo_content,
    read_photo_thumbnail,
    remove_photo,
    restore_photo,
]
