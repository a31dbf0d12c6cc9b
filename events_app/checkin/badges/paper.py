"""The paper of badges: what the print template prints of each."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from events_app import i18n, qr
from events_app.checkin.badges import formats
from events_app.checkin.badges.people import Holder
from events_app.checkin.badges.tables import BadgeFormat, BadgeRole
from events_app.documents import pdf
from events_app.events.calendars import subject_of
from events_app.events.tables import Event
from events_app.formats import date_long
from events_app.i18n import gettext as _
from events_app.invitations import links

TEMPLATE = "badges"
Told = Callable[[int, int], Awaitable[None]]


STEP = 250


async def nobody(done: int, total: int) -> None:
    """For a few, which are made before anybody could look."""


async def pdf_of(
    event: Event,
    people: Sequence[Holder],
    chosen: BadgeFormat,
    language: str,
    now: datetime,
    told: Told = nobody,
) -> bytes:
    """The badges as PDF, in a language; `told` hears how many codes are drawn, which takes half of the time."""
    with i18n.using(language):
        data = await data_of(event, people, chosen, told)
    return await pdf.render(TEMPLATE, data, made_at=now)


async def data_of(
    event: Event, people: Sequence[Holder], chosen: BadgeFormat, told: Told = nobody
) -> dict[str, Any]:
    """What the template is given, in the language of the moment; the codes are drawn in a thread."""
    codes: list[str] = []
    for start in range(0, len(people), STEP):
        codes += await asyncio.to_thread(_codes, people[start : start + STEP])
        await told(len(codes), len(people))
    subject = subject_of(event)
    return {
        "lang": i18n.locale(),
        "title": _("Badges: %(event)s", event=subject),
        "event": subject,
        "day": date_long(event.starts_at, event.timezone),
        "qr_name": _("QR code of the pass of %(name)s", name="{}"),
        "none": _("Nobody holds a pass yet."),
        "format": formats.FORMATS[chosen],
        "badges": [_badge(one, svg) for one, svg in zip(people, codes, strict=True)],
    }


def filename_of(event: Event, part: int = 1) -> str:
    """A name that tells nothing of a confidential event."""
    return f"{event.ref}-badges{f'-{part}' if part > 1 else ''}.pdf"


def _codes(people: Sequence[Holder]) -> list[str]:
    return [qr.svg(qr.payload(links.pass_url(one.id, one.pass_version))) for one in people]


def _badge(one: Holder, svg: str) -> dict[str, Any]:
    """A child's badge names no school and no family: strangers read it."""
    code = one.short_code
    return {
        "name": one.printed_name,
        "bare": one.printed_name if one.is_minor else one.full_name,
        "titles": ["", ""] if one.is_minor else [one.title_prefix, one.title_suffix],
        "institution": "" if one.is_minor else one.institution,
        "role": {"word": formats.role_name(one.role), "colour": formats.ROLES[BadgeRole(one.role)][1]},
        "code": f"{code[:4]} {code[4:]}",
        "svg": svg,
    }
