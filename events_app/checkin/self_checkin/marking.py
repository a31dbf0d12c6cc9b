"""The verb of participants: I am in this room. The door's one statement decides, and what looks odd is flagged."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events_app import i18n
from events_app.checkin.actions import admit_self
from events_app.checkin.self_checkin import rules, seals
from events_app.checkin.self_checkin.actions import must_be_allowed
from events_app.checkin.self_checkin.refusals import DoorClosed, NotOnNow, NotOpenYet, SelfCheckInOff
from events_app.checkin.self_checkin.tables import RoomCode, SelfFlag, Way
from events_app.checkin.tables import Outcome
from events_app.checkin.verdicts import Verdict
from events_app.database import atomically, fetch_one
from events_app.events.tables import Event, EventState
from events_app.formats import time_text
from events_app.i18n import N_, gettext
from events_app.ids import new_id
from events_app.invitations.tables import Guest

SELF = N_("Self check-in")

SEEN = """
INSERT INTO self_device AS d (id, organisation, created_at, event, digest, label, marks, failures, last_mark_at)
VALUES ($1, $2, $3::timestamptz, $4, $5, $6, $7::int, $8::int, CASE WHEN $7::int > 0 THEN $3::timestamptz END)
ON CONFLICT (event, digest) DO UPDATE SET marks = d.marks + $7::int, failures = d.failures + $8::int,
  previous_mark_at = CASE WHEN $7::int > 0 THEN d.last_mark_at ELSE d.previous_mark_at END,
  last_mark_at = CASE WHEN $7::int > 0 THEN $3::timestamptz ELSE d.last_mark_at END
RETURNING id, marks, failures, previous_mark_at
"""


@dataclass(frozen=True)
class Claim:
    """How somebody says who they are, from which browser, and when that browser read the room's code."""

    way: Way
    browser: bytes
    code_at: datetime


def must_be_on(event: Event, room: RoomCode, now: datetime) -> None:
    """Refuses where self check-in is off, and outside the door's hours, before anybody is looked up."""
    must_be_allowed(event)
    if not room.open:
        raise SelfCheckInOff()
    if event.state != EventState.published or event.starts_at is None:
        raise NotOnNow()
    opens, closes = door_hours(event)
    if now < opens:
        raise NotOpenYet(time=time_text(opens, event.timezone))
    if now > closes:
        raise DoorClosed()


def door_hours(event: Event) -> tuple[datetime, datetime]:
    """From when to when the door of an event that has times lets people in; the statement judges by the same."""
    opens = event.starts_at - timedelta(minutes=event.door_opens_minutes)
    return opens, event.ends_at + timedelta(minutes=event.door_closes_minutes)


@atomically
async def mark(event: Event, room: RoomCode, guest: Guest | None, claim: Claim, now: datetime) -> Verdict:
    """Marks a guest present as the door would; nobody is refused as an unknown code, and counted as a failure."""
    must_be_on(event, room, now)
    with i18n.using(event.language):
        verdict = await admit_self(event, guest, room.session, gettext(SELF), now)
    seen = await _note_browser(event, claim, verdict, found=guest is not None, now=now)
    if guest is not None and verdict.outcome == Outcome.admitted:
        await _flag(event, guest, claim, verdict, seen, now)
    return verdict


async def fail(event: Event, claim: Claim, now: datetime) -> None:
    """Remembers that this browser said something that is nobody's."""
    await _seen(event, claim, 0, 1, now)


async def _note_browser(event: Event, claim: Claim, verdict: Verdict, *, found: bool, now: datetime) -> Any:
    marked = found and verdict.outcome == Outcome.admitted
    return await _seen(event, claim, int(marked), int(not found), now)


async def _seen(event: Event, claim: Claim, marks: int, failures: int, now: datetime) -> Any:
    label = seals.browser_label(claim.browser)
    facts = (new_id(), event.organisation, now, event.id, claim.browser, label, marks, failures)
    return await fetch_one(SEEN, *facts)


async def _flag(event: Event, guest: Guest, claim: Claim, verdict: Verdict, seen: Any, now: datetime) -> None:
    facts = rules.Facts(
        marks=seen["marks"],
        failures=seen["failures"],
        marked_at=now,
        previous_at=seen["previous_mark_at"],
        code_at=claim.code_at,
        by_name=claim.way == Way.name,
    )
    why = rules.reasons(facts)
    if why:
        await SelfFlag(
            organisation=event.organisation,
            event=event.id,
            guest=guest.id,
            device=seen["id"],
            scan=verdict.id,
            way=claim.way,
            reasons=[one.value for one in why],
            marked_at=now,
            code_at=claim.code_at,
        ).save()
