"""Activity reports as files: made by the worker, once for all who ask for the same one meanwhile."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError

from events_app import i18n
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.reporting.forms import ReportWish
from events_app.database import fetch_value
from events_app.documents import pdf, store
from events_app.events.runs import actions as runs
from events_app.events.runs.kinds import PaperKind, register
from events_app.events.runs.making import Told, nobody
from events_app.events.tables import Event
from events_app.i18n import N_
from events_app.invitations.letters.content import LOGO
from events_app.reports.activity import content, docx_paper

TEMPLATE = "activity-report"
RIGHTS = (Right.invite, Right.keep_commitments, Right.manage)
"""The report names who came."""
KIND = register(
    PaperKind(
        name=TEMPLATE,
        title=N_("Activity report"),
        rights=RIGHTS,
        back=lambda event, _asked: f"/events/{event}/report",
        counts="chapters",
    )
).name
UNDER_WAY = """
SELECT id FROM paper_run WHERE event = $1 AND kind = $2 AND language = $3 AND asked = $4 ORDER BY id DESC LIMIT 1
"""


async def ask(actor: Actor, event: Event, wish: ReportWish, now: datetime) -> UUID:
    """Have the report made; who asks for one that waits for its turn is led to it."""
    language, asked = (
        wish.language or event.language,
        ReportWish(form=wish.form).model_dump_json(include={"form"}),
    )
    try:
        return (await runs.begin(actor, event, KIND, asked, language, content.WHOLE, now)).id
    except UniqueViolationError:
        found: UUID = await fetch_value(UNDER_WAY, event.id, KIND, language, asked)
        return found


async def made(
    event: Event, form: str, language: str, now: datetime, told: Told = nobody
) -> tuple[str, bytes]:
    """The report and its file's name, which tells nothing of a confidential event."""
    with i18n.using(language):
        data, files = await content.of(event, now, told)
        data["lang"] = i18n.locale()
    logo = data["letterhead"].get("logo")
    emblem = await store.get(logo) if logo else None
    name = f"{event.ref}-{TEMPLATE}.{form}"
    if form == "docx":
        return name, await asyncio.to_thread(docx_paper.written, data, files, emblem)
    return name, await _pdf(data, files, emblem, now)


async def _pdf(data: dict[str, Any], files: dict[str, bytes], emblem: bytes | None, now: datetime) -> bytes:
    head = data["letterhead"] | {"logo": LOGO if emblem else None}
    pictures = files | ({LOGO: emblem} if emblem else {})
    return await pdf.render(TEMPLATE, data | {"letterhead": head}, files=pictures, made_at=now)
