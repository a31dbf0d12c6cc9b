"""What the door's JSON says. Structs, not models: they are written straight to bytes, hundreds at a time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from pydantic import Field

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin import verdicts
from events_app.checkin.queries import Attended
from events_app.checkin.verdicts import Note, Somebody, Verdict
from events_app.checkin.walk_ins import Arrival
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.invitations import lists
from events_app.invitations.outputs import GuestOut
from events_app.invitations.queries import Numbers
from events_app.shapes import Out

SAME_NAME = N_("Somebody of this name is on the guest list already; check that it is not the same person.")
FACTS = (
    *("direction", "method", "scanned_at", "received_at", "device", "undone_at"),
    *("overrides", "overridden_by", "override_reason"),
)


class ScanResults(msgspec.Struct):
    """One verdict a scan, in the order sent."""

    results: list[Verdict]


class ScanOut(msgspec.Struct):
    """A scan as it was made and answered; `undone_at` when it was taken back.

    `overrides` is the refused scan that this one admits anyway, `overridden_by` the other way round.
    `device_said_at`: the time that a device with a wrong clock gave.
    """

    id: UUID
    outcome: str
    reason: str | None
    guest: Somebody | None
    first_in_at: datetime | None
    first_in_device: str | None
    first_in_by: str | None
    advice: str | None
    session_id: UUID | None
    direction: str
    method: str
    scanned_at: datetime
    received_at: datetime
    device: str
    undone_at: datetime | None
    device_said_at: datetime | None
    overrides: UUID | None
    overridden_by: UUID | None
    override_reason: str | None


class ScanPage(msgspec.Struct):
    """A part of the list of scans."""

    items: list[ScanOut]
    next: str | None


class RosterEntry(msgspec.Struct):
    """One guest; `hash` is the first 12 bytes of the SHA-256 of the bare token in upper case, in hex.

    `short_hash` is the same of `event-id|SHORTCODE`, by which typed codes are known; it is no secret, since
    eight characters can be tried out.
    """

    hash: str
    guest_id: UUID
    display_name: str
    institution: str | None
    state: str
    in_place_of: str | None = None
    notes: Sequence[Note] = ()
    short_hash: str = ""


class Suggestion(msgspec.Struct):
    """An institution by id and name."""

    id: UUID
    name: str


class Roster(msgspec.Struct):
    """What a door needs to know the guests by without asking."""

    generated_at: datetime
    entries: list[RosterEntry]


class Turnout(msgspec.Struct):
    """One institution's guests; null for guests who come for none."""

    institution_id: UUID | None
    institution: str | None
    expected: int
    present: int


class Arrivals(msgspec.Struct):
    """How many came in within five minutes from `at`."""

    at: datetime
    count: int


class AttendanceOut(msgspec.Struct):
    """Who was asked, who came, and who is there now."""

    invited: int
    accepted: int
    declined: int
    expected: int
    present: int
    inside: int
    walk_ins: int
    by_institution: list[Turnout]
    by_sex: dict[str, int]
    arrivals: list[Arrivals]


class Warned(Out):
    """Something that did not stop the request but should be known."""

    code: str = Field(examples=["over_capacity"])
    message: str
    guest_id: UUID | None = Field(default=None, description="Whom `same_name` is about.")


class GuestAdded(GuestOut):
    """A guest as in the list of guests; `outcome` is set for a walk-in, who is in already."""

    outcome: str | None = Field(examples=["admitted"])
    warnings: list[Warned]


def scan_out(row: Mapping[str, Any]) -> ScanOut:
    """A row of `queries.scans` as it is listed."""
    verdict = verdicts.of_row(row)
    facts = {name: row[name] for name in FACTS}
    more = {"session_id": row["session"], "device_said_at": row["device_at"]}
    return ScanOut(**msgspec.structs.asdict(verdict), **more, **facts)


def scan_page(rows: list[Mapping[str, Any]], limit: int) -> ScanPage:
    """Up to `limit` scans of up to `limit + 1` rows."""
    more = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return ScanPage([scan_out(row) for row in rows[:limit]], more)


def roster(rows: list[Mapping[str, Any]], now: datetime) -> Roster:
    """The roster of rows of `queries.roster`."""
    return Roster(now, [_entry(row) for row in rows])


def attendance(invited: Numbers, came: Attended) -> AttendanceOut:
    """The numbers of an event."""
    return AttendanceOut(
        invited=invited.invited,
        accepted=invited.accepted,
        declined=invited.declined,
        expected=invited.expected,
        present=came.present,
        inside=came.inside,
        walk_ins=came.walk_ins,
        by_institution=[Turnout(**row) for row in came.by_institution],
        by_sex=came.by_sex,
        arrivals=[Arrivals(**row) for row in came.arrivals],
    )


async def guest_added(
    event: Event, arrival: Arrival, actor: Actor, namesakes: Sequence[Any] = ()
) -> GuestAdded:
    """A guest as the one who wrote them down sees it. A phone could name anybody, so it gets nobody's pass."""
    row = await lists.guest(event, arrival.guest.id)
    seen = GuestOut.of(row, entitled=actor.post is None, office=actor.may(Right.invite))
    outcome = arrival.verdict.outcome if arrival.verdict else None
    warnings = [_over()] if arrival.over_capacity else []
    others = [row["id"] for row in namesakes if row["id"] != arrival.guest.id]
    return GuestAdded(**seen.model_dump(), outcome=outcome, warnings=[*warnings, *map(_namesake, others)])


def _namesake(guest: UUID) -> Warned:
    return Warned(code="same_name", message=gettext(SAME_NAME), guest_id=guest)


def _over() -> Warned:
    sentence = gettext(N_("More people are expected now than there are seats."))
    return Warned(code="over_capacity", message=sentence)


def _entry(row: Mapping[str, Any]) -> RosterEntry:
    name = verdicts.display_name(row)
    known = (row["hash"].hex(), row["id"], name, row["institution"], row["state"])
    return RosterEntry(
        *known,
        in_place_of=row["in_place_of"],
        notes=verdicts.notes_of(row),
        short_hash=row["short_hash"].hex(),
    )
