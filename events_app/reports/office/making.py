"""The office's papers as files."""

import asyncio
from datetime import datetime
from typing import Any

from events_app import i18n
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.commitments.reporting import columns
from events_app.database import atomically
from events_app.documents import pdf, sheets, store
from events_app.invitations.letters.content import printed
from events_app.reports.activity import docx_paper
from events_app.reports.exports import MEDIA
from events_app.reports.office import content
from events_app.reports.office.content import Written
from events_app.reports.office.forms import OfficePaperIn

TYPES = {
    "pdf": "application/pdf",
    "xlsx": MEDIA["xlsx"],
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


async def made(actor: Actor, wish: OfficePaperIn, language: str, now: datetime) -> tuple[str, bytes, int]:
    """File name, file, and how many rows it found."""
    wish = await settled(actor, wish)
    with i18n.using(language):
        written = await content.of(actor, wish, now)
        lang = i18n.locale()
    name = f"{wish.paper}-{now.astimezone(content.ZONE):%Y-%m-%d}.{wish.form}"
    data = {
        "lang": lang,
        "title": written.title,
        "letterhead": written.letterhead,
        "blocks": [{name: block[name] for name in block if name != "values"} for block in written.blocks],
        "signature": written.signature,
    }
    return name, await _file(wish.form, written, data, now), written.counted


async def settled(actor: Actor, wish: OfficePaperIn) -> OfficePaperIn:
    """The same wish with its columns named: those that it names, else those that this person keeps."""
    if wish.columns or wish.paper not in ("matrix", "overdue"):
        return wish
    return wish.model_copy(update={"columns": (await columns.of(actor, wish.paper)).shown})


async def _file(form: str, written: Written, data: dict[str, Any], now: datetime) -> bytes:
    if form == "xlsx":
        return await asyncio.to_thread(_workbook, written)
    if form == "pdf":
        return await printed("office-paper", data, now)
    logo = data["letterhead"].get("logo")
    emblem = await store.get(logo) if logo else None
    plots = [block for block in data["blocks"] if block["kind"] == "plot"]
    files = {block["title"]: await pdf.picture(block["svg"]) for block in plots}
    return await asyncio.to_thread(docx_paper.plain, data, emblem, files)


def _workbook(written: Written) -> bytes:
    """A sheet for each table, named after its section."""
    made: list[sheets.Sheet] = []
    title: str = written.title
    for block in written.blocks:
        title = block["text"] if block["kind"] == "heading" else title
        if block["kind"] in ("table", "plot"):
            made.append(
                (str(block.get("title", title)), block["headers"], block.get("values") or block["rows"])
            )
    return sheets.xlsx(made or [(written.title, [], [])])


@atomically
async def note(actor: Actor, filename: str) -> None:
    """That a paper with names left the house."""
    await audit.record(actor, "report.handed_out", actor.organisation, after={"file": filename})
