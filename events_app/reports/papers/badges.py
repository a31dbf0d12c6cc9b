"""Badges, ten a page: a name to be read from two metres, and the pass as a code."""

import asyncio
from datetime import datetime
from typing import Any

from events_app import qr
from events_app.commitments.queries import name_of
from events_app.database import fetch
from events_app.events.calendars import subject_of
from events_app.events.tables import Event
from events_app.formats import date_long
from events_app.i18n import gettext as _
from events_app.invitations import links
from events_app.reports.papers import pieces

Row = Any

HOLDERS = f"""
SELECT g.id, g.pass_version, g.short_code, {name_of("p")} AS name, coalesce(i.name, '') AS institution
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
WHERE g.event = $1 AND g.state = 'expected' ORDER BY p.name_key, g.id LIMIT $2 OFFSET $3
"""


async def data(event: Event, _now: datetime, part: int) -> dict[str, Any]:
    """Everybody whose pass opens the door now."""
    rows = await fetch(HOLDERS, event.id, *pieces.part_of(part))
    pieces.must_exist(rows, part)
    codes = await asyncio.to_thread(_codes, rows)
    subject = subject_of(event)
    return {
        "title": _("Badges: %(event)s", event=subject),
        "event": subject,
        "day": date_long(event.starts_at, event.timezone),
        "qr_name": _("QR code of the pass of %(name)s", name="{}"),
        "none": _("Nobody holds a pass yet."),
        "badges": [_badge(row, svg) for row, svg in zip(rows, codes, strict=True)],
    }


def _codes(rows: list[Row]) -> list[str]:
    return [qr.svg(qr.payload(links.pass_url(row["id"], row["pass_version"]))) for row in rows]


def _badge(row: Row, svg: str) -> dict[str, str]:
    code = row["short_code"]
    return {
        "name": row["name"],
        "institution": row["institution"],
        "code": f"{code[:4]} {code[4:]}",
        "svg": svg,
    }
