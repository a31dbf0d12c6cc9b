"""Files of letters on their way in and out; pages and api share these."""

from typing import Any

from litestar import Response
from litestar.datastructures import UploadFile

from events_app.documents import serve
from events_app.documents.sniff import LARGEST
from events_app.documents.tables import Document
from events_app.errors import NotFound, Refusal
from events_app.invitations.letters.handing import File
from events_app.invitations.letters.refusals import NotALogo, NotAPdf, NotAScan
from events_app.invitations.letters.tables import LetterCopy


async def scan(file: Any) -> tuple[str, bytes]:
    """The signed file that was sent. Raises NotAScan."""
    return await _sent(file, NotAScan())


async def logo(file: Any) -> tuple[str, bytes]:
    """The picture that was sent. Raises NotALogo."""
    return await _sent(file, NotALogo())


async def to_check(file: Any) -> bytes:
    """The file that somebody wants compared; it is read and forgotten. Raises NotAPdf."""
    _name, data = await _sent(file, NotAPdf())
    if not data or len(data) > LARGEST:
        raise NotAPdf()
    return data


def saved(file: File) -> Response[bytes]:
    """A paper to be saved."""
    return serve.made(file.name, file.media_type, file.data)


async def signed(copy: LetterCopy) -> Response[Any]:
    """A signed file as it was handed in."""
    row = await Document.objects().get(Document.id == copy.document)
    if row is None:
        raise NotFound()
    return await serve.stored(row)


async def _sent(file: Any, refusal: Refusal) -> tuple[str, bytes]:
    if not isinstance(file, UploadFile):
        raise refusal
    return file.filename, await file.read()
