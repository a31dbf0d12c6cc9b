"""Calendar files, read back by the library that calendars use."""

from datetime import timedelta
from typing import Any, Literal

import pytest
from icalendar import Calendar

from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.events import actions
from events_app.events.calendars import (
    Organiser,
    invitation_calendar,
    organiser_of,
    public_calendar,
    uid_of,
)
from events_app.events.forms import EventPatch
from events_app.events.tables import Event
from tests import make_events as make

CITY = Organiser("Kota Lembayung", "events@lembayung.example")
BEFORE = make.NINE - timedelta(days=1)


def entry_of(text: str) -> Any:
    [entry] = Calendar.from_ical(text).walk("VEVENT")
    return entry


async def invited(event: Event, method: Literal["REQUEST", "CANCEL"] = "REQUEST") -> str:
    return await invitation_calendar(event, 'Dwi "Boss"\r\nATTENDEE:x', "dwi@dinas.example", CITY, method)


@pytest.mark.parametrize(
    ("zone", "letters", "offset"),
    [("Asia/Jakarta", "WIB", 7), ("Asia/Makassar", "WITA", 8), ("Asia/Jayapura", "WIT", 9)],
)
async def test_public_file_tells_the_time_in_the_events_zone(
    city: Organisation, zone: str, letters: str, offset: int
) -> None:
    event = await make.published(city, timezone=zone)
    text = await public_calendar(event)
    standard: Any
    [standard] = Calendar.from_ical(text).walk("STANDARD")
    assert standard["TZNAME"] == letters
    assert standard["TZOFFSETTO"].td == timedelta(hours=offset)
    entry = entry_of(text)
    assert entry["DTSTART"].params["TZID"] == zone
    assert entry.start == make.NINE
    assert entry.end == make.NINE + timedelta(hours=3)


async def test_public_file_names_the_place_and_nobody(city: Organisation) -> None:
    venue = await make.venue(city)
    room = await make.room(city, venue_id=venue.id)
    event = await make.published(city, title="Lokakarya; Penataan, Kawasan", room_id=room.id)
    text = await public_calendar(event)
    entry = entry_of(text)
    assert Calendar.from_ical(text)["METHOD"] == "PUBLISH"
    assert entry["SUMMARY"] == "Lokakarya; Penataan, Kawasan"
    assert entry["LOCATION"] == "Ruang Kenanga, Balai Kota, Jl. Mawar No. 1"
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", 0)
    assert "ATTENDEE" not in entry
    assert entry["UID"] == uid_of(event) == f"{event.id}@localhost"


async def test_invitation_names_only_its_recipient(city: Organisation) -> None:
    entry = entry_of(await invited(await make.published(city)))
    attendee = entry["ATTENDEE"]
    assert attendee == "mailto:dwi@dinas.example"
    assert attendee.params["CN"] == "Dwi 'Boss' ATTENDEE:x"
    assert (attendee.params["PARTSTAT"], attendee.params["RSVP"]) == ("NEEDS-ACTION", "TRUE")
    assert entry["ORGANIZER"] == "mailto:events@lembayung.example"


async def test_later_file_replaces_the_earlier_one(city: Organisation) -> None:
    event = await make.published(city)
    first = entry_of(await invited(event))
    patch = EventPatch.model_validate(make.hours(2, 5))
    moved = await actions.update_event(Actor.system(city.id), event, patch, BEFORE)
    second = entry_of(await invited(moved))
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)


async def test_cancellation_says_so_in_method_and_status(city: Organisation) -> None:
    event = await make.published(city)
    event = await actions.cancel(Actor.system(city.id), event, "Banjir", BEFORE)
    text = await invited(event, "CANCEL")
    assert Calendar.from_ical(text)["METHOD"] == "CANCEL"
    assert (entry_of(text)["STATUS"], entry_of(text)["SEQUENCE"]) == ("CANCELLED", 1)
    assert entry_of(await public_calendar(event))["STATUS"] == "CANCELLED"


async def test_cancellation_of_one_person_leaves_the_event_standing(city: Organisation) -> None:
    event = await make.published(city)
    assert entry_of(await invited(event, "CANCEL"))["STATUS"] == "CANCELLED"
    assert entry_of(await public_calendar(event))["STATUS"] == "CONFIRMED"


async def test_confidential_event_has_a_neutral_subject(city: Organisation) -> None:
    event = await make.published(
        city, title="Kasus X", description="Rahasia", theme="TPPO", confidential=True
    )
    text = await invited(event)
    assert entry_of(text)["SUMMARY"] == f"Rapat {event.ref}"
    assert not any(word in text for word in ("Kasus", "Rahasia", "TPPO"))


async def test_organiser_is_the_organisation(city: Organisation) -> None:
    event = await make.published(city)
    assert (await organiser_of(event)).name == "Kota Lembayung"
