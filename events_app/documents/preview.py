"""What can be looked at without being opened: pictures as they are, the first page of a PDF as a picture."""

import asyncio
import os
import sys

from events_app.documents import store
from events_app.documents.tables import Document
from events_app.errors import Refusal
from events_app.i18n import N_

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
"""Those that every browser shows."""

PAPER = "application/pdf"
PATIENCE = 30.0
HANDED_DOWN = ("PATH", "PYTHONPATH", "TMPDIR")
"""Of our environment, what finds the program and a place for its sheet; never a key or a database's address."""

# Drawing takes a core; the rest of the house needs the other.
_easels = asyncio.Semaphore(2)


class NoPreview(Refusal):
    """Its kind is not one that can be shown, or the file cannot be drawn; it can still be downloaded."""

    status_code = 404
    message = N_("This file cannot be shown here. Please download it.")


def can_show(media_type: str | None) -> bool:
    """Whether files of this kind can be looked at here."""
    return media_type in PICTURES or media_type == PAPER


async def picture(document: Document) -> tuple[str, bytes]:
    """Media type and bytes of a picture of it. Raises NoPreview."""
    if not can_show(document.media_type):
        raise NoPreview()
    data = b"".join([piece async for piece in await store.open(document.sha256)])
    if document.media_type in PICTURES:
        return document.media_type, data
    return "image/png", await _drawn(data)


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in HANDED_DOWN if name in os.environ}
    return kept | {"LANG": "C.UTF-8"}


async def _drawn(data: bytes) -> bytes:
    async with _easels:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "events_app.documents.drawing"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env=_environment(),
        )
        try:
            drawn, _ = await asyncio.wait_for(process.communicate(data), PATIENCE)
        except TimeoutError:
            process.kill()
            await process.wait()
            raise NoPreview() from None
    if process.returncode != 0 or not drawn:
        raise NoPreview()
    return drawn
