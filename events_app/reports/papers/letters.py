"""Invitation letters in the form that Indonesian offices use, one a page, each with its own answer code."""

import asyncio
from datetime import datetime
from typing import Any

from events_app import i18n
from events_app.events.tables import Event
from events_app.invitations.letters import paper
from events_app.reports.papers import pieces


async def data(event: Event, now: datetime, part: int) -> dict[str, Any]:
    """Every invitation that was not withdrawn, drafts included: they are what gets printed and sent."""
    sheet = await paper.sheet_of_event(event, now, *pieces.part_of(part))
    pieces.must_exist(list(sheet.to), part)
    return await asyncio.to_thread(paper.data_of, sheet, i18n.locale())
