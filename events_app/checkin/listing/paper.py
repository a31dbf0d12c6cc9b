"""The attendance list as its print template and its workbook take it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import i18n
from events_app.checkin.listing import queries
from events_app.checkin.listing.forms import ListIn, Phones, Whom
from events_app.checkin.listing.masks import phone_of
from events_app.checkin.listing.queries import Listed, Scope
from events_app.checkin.signatures import drawing
from events_app.checkin.signatures import queries as signatures
from events_app.checkin.signatures.queries import Drawn
from events_app.documents import sheets
from events_app.events.calendars import subject_of
from events_app.events.tables import Event
from events_app.formats import clock_text, date_long, date_short
from events_app.i18n import N_
from events_app.i18n import gettext as _
from events_app.invitations.letters.codes import drawn
from events_app.invitations.letters.content import TO_FILL, dated, kop, occasion_of, printed
from events_app.invitations.letters.words import nip

TEMPLATE = "attendance-list"
SEX = {"female": N_("F"), "male": N_("M")}
SEXES = {"female": N_("Women"), "male": N_("Men"), None: N_("Not stated")}


@dataclass(frozen=True)
class Sheet:
    """All that a list is made of: those on it, those apart from it, why somebody is missing, and what was drawn."""

    event: Event
    ask: ListIn
    scope: Scope
    here: list[Listed]
    apart: list[Listed]
    everybody: list[Listed]
    excuses: Mapping[UUID, str]
    drawn: Mapping[UUID, Drawn]


async def sheet_of(event: Event, ask: ListIn, excuses: Mapping[UUID, str] | None = None) -> Sheet:
    """The list as it is now, in the language of the moment. `excuses`: guest to word, else those that are registered."""
    scope = await queries.scope_of(event, ask)
    everybody = await queries.listed(event, scope)
    known = await queries.excuses(event.id) if excuses is None else excuses
    came = [one for one in everybody if one.came]
    here = everybody if ask.people is Whom.all else came
    apart = [one for one in everybody if not one.came] if ask.people is Whom.apart else []
    drawn = await signatures.drawn(event.id, scope.session, scope.moments)
    return Sheet(event, ask, scope, here, apart, everybody, known, drawn)


async def pdf_of(sheet: Sheet, language: str, now: datetime, check: str) -> bytes:
    """The list as PDF, with the address at which it is checked."""
    with i18n.using(language):
        head, occasion = await kop(sheet.event.organisation), await occasion_of(sheet.event)
        data = await asyncio.to_thread(data_of, sheet, head, occasion, now, i18n.locale())
        data["check"] = _check(check)
    return await printed(TEMPLATE, data, now)


def data_of(
    sheet: Sheet, head: dict[str, Any], occasion: list[list[str]], now: datetime, language: str
) -> dict[str, Any]:
    """What the template is given; slow for many signatures, so in a thread."""
    with i18n.using(language):
        return {
            "lang": i18n.locale(),
            "title": _("Attendance list"),
            "letterhead": head,
            "occasion": [*occasion, *_of_what(sheet.scope)],
            "foot": f"{_('Attendance list')} · {subject_of(sheet.event)}",
            "headers": headers(sheet.ask),
            "phones": sheet.ask.phones is not Phones.none,
            "rows": [_line(sheet, number, one) for number, one in enumerate(sheet.here, 1)],
            "blanks": [str(len(sheet.here) + n) for n in range(1, sheet.ask.blank_lines + 1)],
            "none": _("Nobody is on this list."),
            "apart": _apart(sheet),
            "sum_headers": ["", _("Expected"), _("Present")],
            "sums": sums(sheet.everybody),
            "signature": _signed_by(now, sheet.event, head),
            "check": None,
        }


def headers(ask: ListIn) -> list[str]:
    """The headings of the list's columns."""
    phone = [] if ask.phones is Phones.none else [_("Phone")]
    first = [_("No."), _("Name"), _("NIP"), _("M/F"), _("Position"), _("Institution")]
    return [*first, *phone, _("Present since"), _("Signature")]


def xlsx_of(sheet: Sheet) -> bytes:
    """The same as a workbook, in the language of the moment."""
    rows = [[*cells[:-1], _mark(sheet, one)] for one, cells in _cells(sheet)]
    made: list[sheets.Sheet] = [(_("Attendance list"), headers(sheet.ask), rows)]
    if sheet.ask.people is Whom.apart:
        made.append(
            (
                _("Did not come"),
                apart_headers(),
                [_absent(sheet, n, one) for n, one in enumerate(sheet.apart, 1)],
            )
        )
    return sheets.xlsx(made)


def apart_headers() -> list[str]:
    """The headings of those who did not come."""
    return [_("No."), _("Name"), _("NIP"), _("M/F"), _("Position"), _("Institution"), _("Reason")]


def sums(everybody: list[Listed]) -> list[list[str]]:
    """Expected and present, of women, men and those of whom it is not known, and together."""
    counts = [
        (
            sum(one.sex == sex for one in everybody),
            sum(one.sex == sex and bool(one.came) for one in everybody),
        )
        for sex in SEXES
    ]
    lines = [
        [_(word), str(all_), str(here)] for word, (all_, here) in zip(SEXES.values(), counts, strict=True)
    ]
    return [*lines, [_("Together"), *(str(sum(pair[n] for pair in counts)) for n in (0, 1))]]


def filename_of(event: Event, scope: Scope, ending: str) -> str:
    """A name that tells nothing of a confidential event."""
    return f"{event.ref}-attendance-list{f'-{scope.day.isoformat()}' if scope.day else ''}.{ending}"


def _cells(sheet: Sheet) -> list[tuple[Listed, list[str]]]:
    return [(one, _words(sheet, number, one)) for number, one in enumerate(sheet.here, 1)]


def _words(sheet: Sheet, number: int, one: Listed) -> list[str]:
    phone = [] if sheet.ask.phones is Phones.none else [phone_of(one, sheet.ask.phones)]
    first = [
        str(number),
        one.name,
        nip(one.nip),
        _(SEX[one.sex]) if one.sex in SEX else "",
        _position(one),
        one.institution,
    ]
    return [*first, *phone, _came(sheet, one), ""]


def _line(sheet: Sheet, number: int, one: Listed) -> dict[str, Any]:
    drawn = sheet.drawn.get(one.id)
    svg = (
        drawing.svg(drawn.strokes, _("Signature of %(name)s", name=one.name))
        if drawn and drawn.strokes
        else ""
    )
    note = _("signed on paper") if drawn and drawn.on_paper else ""
    alt = _("Signature of %(name)s", name=one.name) if svg else ""
    return {"cells": _words(sheet, number, one)[:-1], "svg": svg, "alt": alt, "note": note}


def _came(sheet: Sheet, one: Listed) -> str:
    """The time, of several days with its day; or why somebody is missing; nothing where neither is known."""
    if one.came is None:
        return sheet.excuses.get(one.id, "")
    event = sheet.event
    days = event.ends_at - event.starts_at >= timedelta(days=1) and not sheet.scope.day
    day = date_short(one.came, event.timezone) if days else ""
    parts = (day, clock_text(one.came, event.timezone), _("walk-in") if one.walk_in else "")
    return "\n".join(part for part in parts if part)


def _mark(sheet: Sheet, one: Listed) -> str:
    drawn = sheet.drawn.get(one.id)
    if drawn is None:
        return ""
    return _("signed on paper") if drawn.on_paper else _("signed on screen")


def _absent(sheet: Sheet, number: int, one: Listed) -> list[str]:
    why = sheet.excuses.get(one.id) or _("without notice")
    return [*_words(sheet, number, one)[:6], why]


def _apart(sheet: Sheet) -> dict[str, Any] | None:
    if sheet.ask.people is not Whom.apart:
        return None
    return {
        "title": _("Did not come"),
        "headers": apart_headers(),
        "rows": [_absent(sheet, number, one) for number, one in enumerate(sheet.apart, 1)],
        "none": _("Everybody came."),
    }


def _position(one: Listed) -> str:
    """The position, and in whose place somebody came."""
    sent = _("in place of: %(position)s", position=one.in_place_of) if one.in_place_of else ""
    return "\n".join(part for part in (one.position, sent) if part)


def _of_what(scope: Scope) -> list[list[str]]:
    found = [[_("Session"), scope.session_title]] if scope.session_title else []
    return [*found, *([[_("Attendance of"), date_long(scope.day)]] if scope.day else [])]


def _check(address: str) -> dict[str, str]:
    note = _("Whether this list was made here, when, and of how many people, this code tells.")
    return drawn(address) | {"name": _("Check code of this list"), "note": note}


def _signed_by(now: datetime, event: Event, head: dict[str, Any]) -> dict[str, str]:
    zone = ZoneInfo(event.timezone)
    return {
        "place_date": dated({"letterhead": head}, now.astimezone(zone).date()),
        "office": _("For the organisers,"),
        "name": TO_FILL,
        "detail": _("Employee number: %(dots)s", dots=TO_FILL),
    }
