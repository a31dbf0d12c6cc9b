"""Many letters at once: made by the worker, since nobody waits at a page for five hundred letters with two codes each."""

import asyncio
import io
import json
import zipfile
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from pydantic import Field

from events_app import i18n
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.events.runs import actions as runs
from events_app.events.runs.kinds import PaperKind, register
from events_app.events.runs.making import Discarded, Made, Told, Wish
from events_app.events.runs.tables import PaperRun
from events_app.events.tables import Event
from events_app.invitations.letters import addressees, content, docx_paper, filing, handing, paper, queries
from events_app.invitations.letters.paper import Sheet
from events_app.invitations.letters.refusals import NobodyToWriteTo
from events_app.invitations.letters.tables import Letter, LetterMode, LetterState, Scope
from events_app.shapes import Body

STEP = 50
"""So many letters have their codes drawn before it is told how far they are."""


class PrintFormat(StrEnum):
    pdf = "pdf"
    docx = "docx"


VOLUME = {PrintFormat.pdf: 500, PrintFormat.docx: 50}
"""So many letters stand in one file, which bounds what is kept in memory; more files come packed into one."""


class LettersIn(Body):
    """In which form the letters are made."""

    format: PrintFormat = Field(default=PrintFormat.pdf, examples=["pdf"])


def _back(event: UUID, asked: str) -> str:
    return f"/events/{event}/letters/{json.loads(asked)['letter']}"


KIND = register(
    PaperKind(
        name="letters",
        title=i18n.N_("Letters"),
        rights=(Right.invite,),
        back=_back,
        counts="letters",
        tab="invitations",
    )
).name


async def begin(actor: Actor, event: Event, letter: Letter, ask: LettersIn, now: datetime) -> PaperRun:
    """Have every letter of it made, to be fetched at once. Raises NobodyToWriteTo."""
    actor.must(Right.invite)
    count = await how_many(event, letter)
    if not count:
        raise NobodyToWriteTo()
    asked = json.dumps({"letter": str(letter.id), "format": ask.format})
    return await runs.begin(actor, event, KIND, asked, event.language, count, now)


async def how_many(event: Event, letter: Letter) -> int:
    """Its recipients: those of an issued one as they stood, of a draft those whom it would go to now."""
    if letter.state != LetterState.draft:
        [view] = await queries.letters(event, only=letter.id)
        return view.recipients
    with i18n.using(event.language):
        return len(await addressees.invited(event, Scope(letter.scope)))


async def being_made(event: Event, letter: UUID) -> list[Any]:
    """The files of a letter that are being made, or lie ready; newest first."""
    mine = [
        run for run in await runs.runs_of(event, KIND) if json.loads(run["asked"])["letter"] == str(letter)
    ]
    return [run for run in mine if run["state"] != "forgotten"]


async def make(wish: Wish, told: Told) -> Made:
    """The letters as they are when their turn comes; the digests of PDFs are remembered once they are handed over."""
    asked = json.loads(wish.asked)
    letter = await Letter.objects().get(
        (Letter.id == UUID(asked["letter"])) & (Letter.event == wish.event.id)
    )
    if letter is None:
        raise Discarded()
    chosen = PrintFormat(asked["format"])
    volumes = await _volumes(wish, letter, chosen, told)
    vouched = chosen is PrintFormat.pdf and letter.state != LetterState.draft
    note = partial(_note, letter, volumes if vouched else [], wish.now)
    if len(volumes) == 1:
        return Made(handing.name_of(wish.event, chosen), volumes[0], note)
    return Made(handing.name_of(wish.event, "zip"), _packed(wish.event, chosen, volumes), note)


async def _volumes(wish: Wish, letter: Letter, chosen: PrintFormat, told: Told) -> list[bytes]:
    total = await how_many(wish.event, letter)
    size = VOLUME[chosen] if letter.mode == LetterMode.each else max(total, 1)
    made = []
    for start in range(0, total, size):
        with i18n.using(wish.event.language):
            sheet = await paper.sheet_of(wish.event, letter, wish.now, size, start)
        words = await _drawn(wish.event, sheet, told, start, total)
        made.append(await _set(wish, letter, words, chosen))
    return made


async def _drawn(event: Event, sheet: Sheet, told: Told, before: int, total: int) -> dict[str, Any]:
    """What the paper prints; letters of one's own some at a time, so that one sees how far they are."""
    language = paper.language_of(event, sheet)
    drawn: list[Any] = []
    if sheet.mode is not LetterMode.each:
        return await asyncio.to_thread(paper.data_of, sheet, language)
    for start in range(0, len(sheet.to), STEP):
        some = replace(sheet, to=sheet.to[start : start + STEP])
        words = await asyncio.to_thread(paper.data_of, some, language)
        drawn += words["letters"]
        await told(before + len(drawn), total)
    return words | {"letters": drawn}


async def _set(wish: Wish, letter: Letter, words: dict[str, Any], chosen: PrintFormat) -> bytes:
    if chosen is PrintFormat.docx:
        return await docx_paper.docx_of(words)
    return await content.printed(paper.TEMPLATE, words, letter.issued_at or wish.now)


def _packed(event: Event, chosen: PrintFormat, volumes: list[bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for number, data in enumerate(volumes, 1):
            kept.writestr(f"{number:02}-{handing.name_of(event, chosen)}", data)
    return out.getvalue()


async def _note(letter: Letter, volumes: list[bytes], now: datetime) -> None:
    for data in volumes:
        await filing.note_print(letter, data, None, now)
