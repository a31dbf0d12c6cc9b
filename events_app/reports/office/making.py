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
from events_app.events.runs.counting import Step, counted
from events_app.events.runs.making import Told, nobody
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


async def made(
    actor: Actor, wish: OfficePaperIn, language: str, now: datetime, told: Told = nobody
) -> tuple[str, bytes, int]:
    """File name, file, and how many rows it found; `told` hears how many rows are set."""
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
    closing = signed_by(written.signature) if wish.signatory_id else []
    return name, await _file(wish.form, written, data, closing, now, told), written.counted


async def settled(actor: Actor, wish: OfficePaperIn) -> OfficePaperIn:
    """The same wish with its columns named: those that it names, else those that this person keeps."""
    if wish.columns or wish.paper not in ("matrix", "overdue"):
        return wish
    return wish.model_copy(update={"columns": (await columns.of(actor, wish.paper)).shown})


async def _file(
    form: str, written: Written, data: dict[str, Any], closing: list[str], now: datetime, told: Told
) -> bytes:
    """The printer sets all pages in one go, so of a PDF is told only that its rows are ready."""
    async with counted(told, sum(len(block.get("rows", ())) for block in written.blocks)) as step:
        if form == "xlsx":
            return await asyncio.to_thread(_workbook, written, closing, step)
        if form == "docx":
            return await _document(data, step)
    return await printed("office-paper", data, now)


async def _document(data: dict[str, Any], step: Step) -> bytes:
    logo = data["letterhead"].get("logo")
    emblem = await store.get(logo) if logo else None
    plots = [block for block in data["blocks"] if block["kind"] == "plot"]
    files = {block["title"]: await pdf.picture(block["svg"]) for block in plots}
    return await asyncio.to_thread(docx_paper.plain, data, emblem, files, step)


def signed_by(signature: dict[str, str]) -> list[str]:
    """The lines of a place to sign, with room for the hand."""
    above, below = (signature["place_date"], signature["office"]), (signature["name"], signature["detail"])
    return [*"\n".join(above).splitlines(), "", "", "", *"\n".join(below).splitlines()]


def _workbook(written: Written, closing: list[str], step: Step) -> bytes:
    """A sheet for each table, named after its section; who signs stands below the last."""
    made: list[sheets.Sheet] = []
    title: str = written.title
    for block in written.blocks:
        title = block["text"] if block["kind"] == "heading" else title
        if block["kind"] in ("table", "plot"):
            made.append(
                (str(block.get("title", title)), block["headers"], block.get("values") or block["rows"])
            )
    return sheets.xlsx(made or [(written.title, [], [])], closing, step)


@atomically
async def note(actor: Actor, filename: str) -> None:
    """That a paper with names left the house."""
    await audit.record(actor, "report.handed_out", actor.organisation, after={"file": filename})
