"""The refused lines of a list as a file: their own cells and why, to be corrected and sent back as it is."""

import asyncio
from collections.abc import Sequence
from typing import Literal

from events_app.documents import sheets
from events_app.i18n import _
from events_app.stakeholders.lists import queries
from events_app.stakeholders.lists.mappings import is_ours
from events_app.stakeholders.lists.queries import RefusedLine
from events_app.stakeholders.lists.tables import ListReading
from events_app.stakeholders.lists.words import field_name

Kind = Literal["xlsx", "csv"]


async def refused(row: ListReading, kind: Kind) -> bytes:
    """The file. Columns that an earlier report added are left out, so that they do not pile up."""
    lines = await queries.refused(row.draft)
    kept = [place for place, heading in enumerate(row.headings) if not is_ours(heading)]
    names = [row.headings[place] for place in kept]
    headers = [*names, _("Original line"), _("Why it was refused")]
    cells = [[*_kept(line.cells, kept), line.line, _why(line)] for line in lines]
    if kind == "csv":
        return await asyncio.to_thread(sheets.csv, headers, cells)
    return await asyncio.to_thread(sheets.xlsx, [(_("Refused lines"), headers, cells)])


def _kept(cells: Sequence[str], places: Sequence[int]) -> list[str]:
    return [cells[place] if place < len(cells) else "" for place in places]


def _why(line: RefusedLine) -> str:
    return "; ".join(f"{field_name(one.field)}: {one.message}" for one in line.problems)
