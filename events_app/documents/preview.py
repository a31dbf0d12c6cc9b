"""What can be looked at without being opened: pictures as they are, the first pages of a PDF as one picture."""

import asyncio
import os
import sys

from events_app.documents import store
from events_app.documents.tables import Document
from events_app.errors import Refusal, SlowDown
from events_app.i18n import N_

PICTURES = frozenset({"image/png", "image/jpeg", "image/webp"})
"""Those that every browser shows."""

PAPER = "application/pdf"
PATIENCE = 30.0
HANDED_DOWN = ("PATH", "PYTHONPATH", "TMPDIR")
"""Of our environment, what finds the program and a place for its sheet; never a key or a database's address."""


class NoPreview(Refusal):
    """Its kind is not one that can be shown, or the file cannot be drawn; it can still be downloaded."""

    status_code = 404
    message = N_("This file cannot be shown here. Please download it.")


class ManyPreviews(SlowDown):
    """So many papers are being drawn that another would wait too long; it can still be downloaded."""

    status_code = 503
    message = N_("Many files are being shown at once. Please try again in a minute, or download this one.")


class Easels:
    """Where papers are drawn: some at a time, some more wait, the rest is refused."""

    def __init__(self, places: int, waiting: int) -> None:
        self._places, self._most_waiting, self._waiting = asyncio.Semaphore(places), waiting, 0

    @property
    def is_full(self) -> bool:
        """Whether one more would be refused."""
        return self._waiting >= self._most_waiting

    async def __aenter__(self) -> None:
        if self.is_full:
            raise ManyPreviews(30)
        self._waiting += 1
        try:
            await self._places.acquire()
        finally:
            self._waiting -= 1

    async def __aexit__(self, *_fault: object) -> None:
        self._places.release()


# Drawing takes a core; the rest of the house needs the other. Each that waits holds a request, not yet its file.
_easels = Easels(places=2, waiting=10)


def can_show(media_type: str | None) -> bool:
    """Whether files of this kind can be looked at here."""
    return media_type in PICTURES or media_type == PAPER


async def picture(document: Document) -> tuple[str, bytes]:
    """Media type and bytes of a picture of it. Raises NoPreview or ManyPreviews."""
    if not can_show(document.media_type):
        raise NoPreview()
    if document.media_type in PICTURES:
        return document.media_type, await _read(document)
    async with _easels:
        return "image/png", await _drawn(await _read(document))


def is_busy(media_type: str | None) -> bool:
    """Whether a file of this kind would be refused at the moment, because too many wait."""
    return media_type == PAPER and _easels.is_full


async def _read(document: Document) -> bytes:
    return b"".join([piece async for piece in await store.open(document.sha256)])


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in HANDED_DOWN if name in os.environ}
    return kept | {"LANG": "C.UTF-8"}


async def _drawn(data: bytes) -> bytes:
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
