"""A list of who came, as bytes: which guest each line means, and at what time; nothing is written here."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import tokens
from events_app.checkin.paper.actions import PRESENT, Mark, fault_of
from events_app.checkin.verdicts import display_name
from events_app.database import fetch
from events_app.events.moments import local_moment
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.stakeholders.names import name_key, split
from events_app.stakeholders.sheets import reading
from events_app.stakeholders.sheets.cells import Line
from events_app.stakeholders.sheets.columns import NAMES, folded
from events_app.stakeholders.sheets.reading import Record

HEADINGS = {
    "name": NAMES["full_name"],
    "nip": NAMES["nip"],
    "institution": NAMES["institution"],
    "code": "kode, kode pendek, kode tamu, kode peserta, short code, code",
    "time": "jam, jam hadir, jam datang, jam masuk, pukul, waktu, waktu hadir, waktu datang, hadir pukul, time,"
    " arrival, arrived, arrived at, time of arrival, in since",
}
FIELDS = {folded(word): name for name, words in HEADINGS.items() for word in words.split(",")}
CLOCK = re.compile(r"(?:pukul\s*)?(\d{1,2})[.:](\d{2})(?:[.:]\d{2})?(?:\s*(?:WIB|WITA|WIT))?", re.IGNORECASE)

GUESTS = """
SELECT g.id, g.short_code, g.state, p.title_prefix, p.full_name, p.title_suffix, p.name_key, p.nip,
  i.name AS institution
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution i ON i.id = g.institution
WHERE g.event = $1 ORDER BY (g.state = 'cancelled'), g.id
"""
PROBLEMS = {
    "unknown": N_("Nobody of this name, code or NIP is on the guest list. Add a walk-in."),
    "ambiguous": N_("Several guests have this name. Add the institution, or use the short code or the NIP."),
    "cancelled": N_("This guest's place was cancelled. Add them as a walk-in if they came."),
    "formula": N_("This cell is a formula. Write what it shows."),
    "bad_time": N_("This is no time of day, such as 09.15."),
}


@dataclass(frozen=True)
class Reading:
    """One line: whom it means and when, or what is wrong. outcome: mark, unchanged, error."""

    line: int
    said: str
    outcome: str
    guest: UUID | None = None
    name: str = ""
    institution: str = ""
    short_code: str = ""
    at: datetime | None = None
    problem: str = ""
    code: str = ""


@dataclass
class Known:
    """The guests of an event by what a paper may call them."""

    by_code: dict[str, Any] = field(default_factory=dict)
    by_nip: dict[str, list[Any]] = field(default_factory=dict)
    by_name: dict[str, list[Any]] = field(default_factory=dict)


async def read(
    event: Event, session: UUID | None, data: bytes, default: datetime, now: datetime
) -> list[Reading]:
    """Every line with what would become of it; an unreadable file is refused by its name."""
    records = await asyncio.to_thread(_records, data)
    guests = await fetch(GUESTS, event.id)
    present = await fetch(PRESENT, event.id, session, [guest["id"] for guest in guests])
    done = {row["guest"] for row in present}
    known = _known(guests)
    lines = []
    for record in records:
        line = _read(event, known, record, default, now, done)
        lines.append(line)
        if line.guest is not None and line.outcome == "mark":
            done.add(line.guest)
    return lines


def marks(lines: Sequence[Reading]) -> list[Mark]:
    """What is to be written of them."""
    return [Mark(one.guest, one.at) for one in lines if one.outcome == "mark" and one.guest and one.at]


def counts(lines: Sequence[Reading]) -> dict[str, int]:
    """By outcome, and of all."""
    outcomes = [one.outcome for one in lines]
    return {name: outcomes.count(name) for name in ("mark", "unchanged", "error")} | {"rows": len(lines)}


def as_text(lines: Sequence[Reading]) -> str:
    """The good lines as cells that are read the same again, to be sent back with a yes."""
    good = [one for one in lines if one.outcome == "mark" and one.at]
    return "\n".join(["kode\tjam", *(f"{one.short_code}\t{one.at.isoformat()}" for one in good if one.at)])


def _records(data: bytes) -> list[Record]:
    """By the headings that are known; a list without any has what tells people apart first, then the time."""
    opened = reading.opened(data)
    fields = _fields(opened.header.line)
    if not {"name", "nip", "code"} & set(fields):
        return list(opened.records({"any": 0, "time": 1}, headless=True))
    return list(opened.records(fields))


def _fields(line: Line) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(line.cells):
        name = FIELDS.get(folded(cell.text)) if cell.text else None
        if name is not None:
            found.setdefault(name, column)
    return found


def _known(guests: Sequence[Any]) -> Known:
    known = Known()
    for guest in guests:
        known.by_code[guest["short_code"]] = guest
        known.by_name.setdefault(guest["name_key"], []).append(guest)
        if guest["nip"]:
            known.by_nip.setdefault(guest["nip"], []).append(guest)
    return known


def _read(
    event: Event, known: Known, record: Record, default: datetime, now: datetime, done: set[UUID]
) -> Reading:
    said = " ".join(cell.text for cell in record.whole if cell.text)[:200]
    if any(cell.formula for cell in record.cells.values()):
        return _error(record, said, "formula")
    guest, code = _meant(known, record)
    if guest is None:
        return _error(record, said, code)
    at = _time(event, record.text("time"), default)
    if at is None:
        return _error(record, said, "bad_time")
    told = {"guest": guest["id"], "name": display_name(guest), "institution": guest["institution"] or ""}
    if guest["id"] in done:
        return Reading(record.line, said, "unchanged", at=at, short_code=guest["short_code"], **told)
    if fault := fault_of(event, at, now):
        return Reading(record.line, said, "error", problem=gettext(fault), code="bad_time", **told)
    return Reading(record.line, said, "mark", at=at, short_code=guest["short_code"], **told)


def _error(record: Record, said: str, code: str) -> Reading:
    return Reading(record.line, said, "error", problem=gettext(PROBLEMS[code]), code=code)


def _meant(known: Known, record: Record) -> tuple[Any | None, str]:
    """The guest by code, else by NIP, else by name; or why nobody is meant."""
    anything = record.text("any")
    code = tokens.normalise(record.text("code") or anything)
    nip = "".join(char for char in record.text("nip") or anything if char.isdigit())
    name = record.text("name") or anything
    found = [known.by_code[code]] if code in known.by_code else known.by_nip.get(nip, []) if nip else []
    found = found or (known.by_name.get(name_key(split(name).name), []) if name else [])
    standing = [guest for guest in found if guest["state"] != "cancelled"]
    if len(standing) > 1:
        standing = _narrowed(standing, name, record.text("institution"))
    if len(standing) == 1:
        return standing[0], ""
    return None, "ambiguous" if standing else "cancelled" if found else "unknown"


def _narrowed(guests: list[Any], name: str, institution: str) -> list[Any]:
    """Of several by one name those of that institution, or those whose titles are as they are written."""
    by_office = [one for one in guests if name_key(one["institution"] or "") == name_key(institution)]
    by_titles = [one for one in guests if name_key(display_name(one)) == name_key(name)]
    return (by_office if institution else by_titles) or guests


def _time(event: Event, text: str, default: datetime) -> datetime | None:
    """When they came: the time given for all, a time of that day, or a moment of its own."""
    if not text:
        return default
    zone = event.timezone
    day = default.astimezone(ZoneInfo(zone)).date()
    try:
        if clock := CLOCK.fullmatch(text):
            naive = datetime.combine(day, time(int(clock[1]), int(clock[2])))
            return local_moment(naive, zone)
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else local_moment(moment, zone)
    except ValueError:  # PydanticCustomError is one
        return None
