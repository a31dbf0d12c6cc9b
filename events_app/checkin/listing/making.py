"""Attendance lists as files: at once, or by the worker where they are long."""

import asyncio
from datetime import datetime

from events_app import i18n
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.listing import paper, proving, queries
from events_app.checkin.listing.forms import ListIn, Phones
from events_app.errors import NotAllowed
from events_app.events.handing_out import FileToHandOut
from events_app.events.runs import actions as runs
from events_app.events.runs.kinds import PaperKind, register
from events_app.events.runs.tables import PaperRun
from events_app.events.tables import Event
from events_app.i18n import N_
from events_app.ids import new_id


def sees(actor: Actor, ask: ListIn) -> bool:
    """Whether somebody may have a list with the numbers that it asks for: whole ones are for those who invite."""
    return ask.phones is not Phones.full or actor.may(Right.invite) or actor.may(Right.manage)


KIND = register(
    PaperKind(
        name="attendance-list",
        title=N_("Attendance list"),
        rights=(Right.invite, Right.keep_commitments, Right.manage),
        back=lambda event, _asked: f"/events/{event}/attendance-list",
        sees=lambda actor, asked: sees(actor, ListIn.model_validate_json(asked)),
    )
).name
SHORT = 300
"""So many lines are set while one waits."""


async def pdf(actor: Actor, event: Event, ask: ListIn, language: str, now: datetime) -> FileToHandOut:
    """The list as PDF; the code on it tells whoever holds it that it was made here, and when."""
    with i18n.using(language):
        sheet = await paper.sheet_of(event, ask)
    row = new_id()
    data = await paper.pdf_of(sheet, language, now, proving.LIST.url(row))
    await proving.keep(actor, sheet, row, data, now)
    return FileToHandOut(paper.filename_of(event, sheet.scope, "pdf"), data)


async def xlsx(event: Event, ask: ListIn, language: str) -> FileToHandOut:
    """The list as a workbook."""
    with i18n.using(language):
        sheet = await paper.sheet_of(event, ask)
        data = await asyncio.to_thread(paper.xlsx_of, sheet)
    return FileToHandOut(paper.filename_of(event, sheet.scope, "xlsx"), data)


async def pdf_or_run(
    actor: Actor, event: Event, ask: ListIn, language: str, now: datetime
) -> FileToHandOut | PaperRun:
    """The list as PDF, or a run that makes it where it is long."""
    scope = await queries.scope_of(event, ask)
    people = len(await queries.listed(event, scope))
    if people <= SHORT:
        return await pdf(actor, event, ask, language, now)
    return await runs.begin(actor, event, KIND, ask.model_dump_json(), language, people, now)


def must_see(actor: Actor, ask: ListIn) -> None:
    """Whole telephone numbers are for those who invite. Raises NotAllowed."""
    if not sees(actor, ask):
        raise NotAllowed()
