"""The file of a long paper on its way out; pages and api share it."""

from collections.abc import Mapping
from typing import Any

from litestar import Response

from events_app.documents import serve
from events_app.events.runs import actions

BYTES = "application/octet-stream"
MEDIA = {
    "pdf": "application/pdf",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


async def handed(run: Mapping[str, Any]) -> Response[bytes]:
    """The file, to be saved. Raises PaperNotReady or PaperForgotten."""
    data = await actions.file_of(run)
    return serve.made(run["filename"], MEDIA[run["filename"].rpartition(".")[2]], data)
