"""Steps of the API's world around people on stage: what their calendar program answers is brought in as a file."""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

from icalendar import Calendar

if TYPE_CHECKING:
    from tests.browser.api_world import World


def stage_replies(world: "World") -> None:
    """A session that is ahead is asked about by mail; the answer is taken. Then back to the event of before."""
    from tests.browser.api_world import at

    kept = dict(world.ids)
    times = {"starts_at": at(days=500), "ends_at": at(days=500, hours=3)}
    world.ids["event_id"] = world.call("POST /events", times | {"room_id": ""})["id"]
    world.call("POST /events/{event_id}/publication", {})
    on_stage = {"speaker_ids": [world.ids["person_id"]], "room_id": None}
    session = world.call("POST /events/{event_id}/sessions", times | on_stage)["id"]
    world.call("POST /events/{event_id}/speakers/requests", {"person_ids": [world.ids["person_id"]]})
    file = {"file": ("reply.ics", _reply(_asked(world, session)), "text/calendar")}
    taken = world.call("POST /events/{event_id}/speakers/calendar-replies", {}, files=file)
    assert (taken["session_id"], taken["state"]) == (session, "taken")
    world.ids.clear()
    world.ids.update(kept)


def _asked(world: "World", session: str) -> Calendar:
    """The entry as it arrived in the mailbox of the one on stage."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        for mail in list(world.mail.received):
            calendar = _calendar_in(mail)
            if calendar and str(calendar.walk("VEVENT")[0]["uid"]).startswith(session):
                return calendar
        time.sleep(0.2)
    raise AssertionError("no mail about the session")


def _calendar_in(mail: EmailMessage) -> Calendar | None:
    for part in mail.walk():
        if part.get_content_type() == "text/calendar":
            return Calendar.from_ical(part.get_content())
    return None


def _reply(asked: Calendar) -> bytes:
    [entry] = asked.walk("VEVENT")
    address = str(entry["attendee"])
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Someone//EN", "METHOD:REPLY", "BEGIN:VEVENT",
        f"UID:{entry['uid']}", f"SEQUENCE:{entry['sequence']}", f"DTSTAMP:{datetime.now(UTC):%Y%m%dT%H%M%SZ}",
        f"ORGANIZER:{entry['organizer']}", f"ATTENDEE;PARTSTAT=TENTATIVE:{address}",
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()
