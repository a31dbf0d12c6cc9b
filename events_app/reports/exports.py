"""Lists of an event for a spreadsheet: one row a record, times on the clock of the event's own zone."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from events_app import i18n
from events_app.checkin.absences.words import EXCUSES
from events_app.commitments.queries import name_of
from events_app.commitments.words import ACTION_STATES
from events_app.database import fetch
from events_app.documents import sheets
from events_app.events.tables import Event
from events_app.i18n import gettext as _
from events_app.invitations import links
from events_app.reports import words
from events_app.reports.guests import guests_of
from events_app.reports.papers.matrix import actions_of

Row = Any
MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv",
}


@dataclass(frozen=True)
class Listing:
    """A sheet before it is a file."""

    title: str
    headers: list[str]
    rows: list[Sequence[Any]]


INVITATIONS = f"""
SELECT v.*, coalesce(i.name, nullif(concat_ws(', ', o.title, oi.name), '')) AS institution_name, {name_of("p")} AS person_name,
  (SELECT string_agg({name_of("q")}, '; ' ORDER BY g.id) FROM guest g JOIN person q ON q.id = g.person
   WHERE g.invitation = v.id AND g.state <> 'cancelled') AS guests
FROM invitation v LEFT JOIN institution i ON i.id = v.institution LEFT JOIN person p ON p.id = v.person
LEFT JOIN position o ON o.id = v.position LEFT JOIN institution oi ON oi.id = o.institution
WHERE v.event = $1 ORDER BY coalesce(i.name_key, p.name_key, o.title_key), v.id
"""

SCANS = f"""
SELECT s.*, o.reason AS override_reason, {name_of("p")} AS guest_name, i.name AS institution_name, t.title AS session_title
FROM scan s LEFT JOIN guest g ON g.id = s.guest LEFT JOIN person p ON p.id = g.person
LEFT JOIN institution i ON i.id = g.institution LEFT JOIN event_session t ON t.id = s.session
LEFT JOIN scan_override o ON o.event = s.event AND s.scan_id IN (o.scan, o.admitted)
WHERE s.event = $1 ORDER BY s.scanned_at, s.id
"""


async def make(name: str, kind: str, event: Event, language: str, now: datetime) -> tuple[str, bytes]:
    """A list as XLSX or CSV, with a file name that tells nothing of a confidential event."""
    with i18n.using(language):
        listing = await EXPORTS[name](event, now)
    return f"{event.ref}-{name}.{kind}", await asyncio.to_thread(_file, kind, listing)


def _file(kind: str, listing: Listing) -> bytes:
    if kind == "csv":
        return sheets.csv(listing.headers, listing.rows)
    return sheets.xlsx([(listing.title, listing.headers, listing.rows)])


async def _invitations(event: Event, _now: datetime) -> Listing:
    headers = [_("Institution"), _("Person"), _("Seats"), _("Letter number"), _("State"), _("Sent")]
    headers += [_("Answered"), _("Reason"), _("Representatives"), _("Answer link")]
    return Listing(
        _("Invitations"), headers, [_invitation(event, r) for r in await fetch(INVITATIONS, event.id)]
    )


def _invitation(event: Event, row: Row) -> list[Any]:
    return [
        row["institution_name"],
        row["person_name"],
        row["seats"],
        row["letter_number"],
        words.say(words.INVITATION_STATES, row["state"]),
        _local(event, row["sent_at"]),
        _local(event, row["answered_at"]),
        row["decline_reason"],
        row["guests"],
        links.rsvp_url(row["id"], row["link_version"]),
    ]


async def _attendance(event: Event, _now: datetime) -> Listing:
    headers = [_("Name"), _("Sex"), _("Position"), _("Institution"), _("Walk-in"), _("Present")]
    headers += [_("First in"), _("Last in"), _("Last out"), _("In place of")]
    headers += [_("Excused"), _("Note"), _("Admitted anyway"), _("Left by the clock")]
    return Listing(_("Attendance"), headers, [_guest(event, row) for row in await guests_of(event.id)])


def _guest(event: Event, row: Row) -> list[Any]:
    return [
        row["name"],
        words.say(words.SEXES, row["sex"]),
        row["position_title"],
        row["institution"],
        _("yes") if row["walk_in"] else _("no"),
        _("no") if row["first_in"] is None else _("yes"),
        *(_local(event, row[name]) for name in ("first_in", "last_in", "last_out")),
        row["in_place_of"],
        words.say(EXCUSES, row["excuse"]),
        row["excuse_note"],
        row["override_reason"],
        _("yes") if row["by_clock"] else "",
    ]


async def _scans(event: Event, _now: datetime) -> Listing:
    headers = [_("Scanned"), _("Received"), _("Direction"), _("Outcome"), _("Refused because"), _("Name")]
    headers += [_("Institution"), _("Session"), _("Method"), _("Device"), _("Undone")]
    headers += [_("Admitted anyway"), _("The device's clock said")]
    return Listing(_("Scans"), headers, [_scan(event, row) for row in await fetch(SCANS, event.id)])


def _scan(event: Event, row: Row) -> list[Any]:
    """Never the code itself: it would open the door again."""
    return [
        _local(event, row["scanned_at"]),
        _local(event, row["received_at"]),
        words.say(words.DIRECTIONS, row["direction"]),
        words.say(words.OUTCOMES, row["outcome"]),
        words.say(words.REASONS, row["reason"]),
        row["guest_name"],
        row["institution_name"],
        row["session_title"],
        words.say(words.METHODS, row["method"]),
        row["device"],
        _local(event, row["undone_at"]),
        row["override_reason"],
        _local(event, row["device_at"]),
    ]


async def _actions(event: Event, now: datetime) -> Listing:
    headers = [_("Reference"), _("Commitment"), _("Follow-up action"), _("Output"), _("Person in charge")]
    headers += [_("Contact"), _("Verifier"), _("Original due date"), _("Due date"), _("State")]
    headers += [_("Progress (%)"), _("Days late"), _("Completed on")]
    return Listing(_("Follow-up actions"), headers, [_action(row) for row in await actions_of(event, now)])


def _action(row: Row) -> list[Any]:
    return [
        row["ref"],
        row["commitment_title"],
        row["title"],
        row["deliverable"],
        row["responsible_name"],
        row["person_name"],
        row["verifier_name"],
        row["original_due"],
        row["due"],
        words.say(ACTION_STATES, row["state"]),
        row["percent"],
        row["days_late"],
        row["done_on"],
    ]


def _local(event: Event, moment: datetime | None) -> datetime | None:
    return moment.astimezone(ZoneInfo(event.timezone)) if moment else None


EXPORTS: dict[str, Callable[[Event, datetime], Awaitable[Listing]]] = {
    "invitations": _invitations,
    "attendance": _attendance,
    "scans": _scans,
    "actions": _actions,
}
