"""The evidence pack of an indicator: a zip with an index, as HTML and as CSV, and the files of verified actions.

It is written to a file of the system's own as it is read from the store, one piece of evidence in memory at a time.
"""

import asyncio
import tempfile
import zipfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import IO, Any

from events_app import i18n
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.commitments.evidence.privacy import PersonalData, may_see_all
from events_app.commitments.indicators import queries
from events_app.commitments.indicators.queries import Figures
from events_app.documents import names, sheets, store
from events_app.i18n import N_, gettext
from events_app.templating import environment

IN_MEMORY = 4_000_000
PIECE = 65_536
HEADINGS = (N_("Reference"), N_("What"), N_("Date"), N_("File or link"), N_("SHA-256"))
LEFT_OUT = N_("left out: it holds personal data")
DAMAGED = N_("left out: the file in the store is no longer the one that was handed in")
MISSING = N_("left out: the file is not in the store any more")


Told = Callable[[int, int], Awaitable[None]]


async def _nobody(_done: int, _total: int) -> None:
    """Nobody wants to know how far it is."""


async def pack(actor: Actor, figures: Figures, *, personal: bool, told: Told = _nobody) -> IO[bytes]:
    """The zip, to be read from its beginning. With `personal`, for those who see each such piece singly; it is audited."""
    if personal and not may_see_all(actor):
        raise PersonalData()
    rows = await queries.evidence(actor, figures.id)
    out: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by whoever sends it
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            lines = []
            for done, row in enumerate(rows, 1):
                lines.append(await _put(archive, row, personal))
                await told(done, len(rows))
            await asyncio.to_thread(_index, archive, figures, lines)
    except BaseException:
        out.close()
        raise
    if personal:
        await audit.record(actor, "indicator.personal_evidence", figures.id, after={"pieces": len(rows)})
    out.seek(0)
    return out


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """The file bit by bit; it is closed and gone at the end, also when nobody reads on."""
    with file:
        while part := await asyncio.to_thread(file.read, PIECE):
            yield part


async def _put(archive: zipfile.ZipFile, row: Any, personal: bool) -> list[str]:
    """One line of the index, and the file that it names."""
    day = row["evidence_date"].isoformat()
    if row["contains_personal_data"] and not personal:
        # A title may name whoever it is about.
        return [row["ref"], row["action"], day, gettext(LEFT_OUT), ""]
    what = f"{row['action']}: {row['title']}" if row["title"] else row["action"]
    line = [row["ref"], what, day]
    if row["sha256"] is None:
        return [*line, row["url"], ""]
    if not await store.has(row["sha256"]):
        return [*line, gettext(MISSING), row["sha256"]]
    name = f"files/{names.clean(row['ref'])}-{row['sha256'][:12]}-{names.clean(row['filename'])}"
    if name not in archive.NameToInfo:
        try:
            data = await store.get(row["sha256"])
        except store.FileLost:
            return [*line, gettext(DAMAGED), row["sha256"]]
        await asyncio.to_thread(archive.writestr, name, data)
    return [*line, name, row["sha256"]]


def _index(archive: zipfile.ZipFile, figures: Figures, lines: Sequence[Sequence[str]]) -> None:
    headings = [gettext(one) for one in HEADINGS]
    archive.writestr("index.csv", sheets.csv(headings, lines))
    template = environment().get_template("commitments/indicators/pack.html")
    archive.writestr(
        "index.html", template.render(locale=i18n.locale(), headings=headings, lines=lines, one=figures)
    )


def filename(figures: Figures) -> str:
    """What the zip is called."""
    return f"{figures.scheme}-{figures.code}.zip"
