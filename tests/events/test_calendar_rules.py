"""What a calendar is told anew (RFC 5546, 2.1.4), and what the time of day means there (RFC 5545, 3.6.5)."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.events import actions
from events_app.events.calendars import Organiser, invitation_calendar, public_calendar
from events_app.events.forms import EventPatch, Postponement
from events_app.events.tables import Event
from tests import make_events as make

BEFORE = make.NINE - timedelta(days=1)


async def changed(city: Organisation, patch: dict[str, Any]) -> int:
    event = await make.published(city)
    after = await actions.update_event(Actor.system(city.id), event, EventPatch.model_validate(patch), BEFORE)
    return int(after.calendar_sequence)


@pytest.mark.parametrize(
    "patch",
    [make.hours(1, 4), {"ends_at": make.NINE + timedelta(hours=2)}, {"timezone": "Asia/Makassar"}],
    ids=["start", "end", "zone"],
)
async def test_another_time_raises_the_sequence(city: Organisation, patch: dict[str, Any]) -> None:
    assert await changed(city, patch) == 1


async def test_another_place_raises_the_sequence(city: Organisation) -> None:
    room = await make.room(city)
    assert await changed(city, {"room_id": room.id}) == 1


@pytest.mark.parametrize(
    "patch",
    [{"title": "Lokakarya Penataan"}, {"description": "Tambahan."}, {"theme": "Kota"}, {"capacity": 30}],
    ids=["title", "description", "theme", "capacity"],
)
async def test_a_typo_raises_nothing(city: Organisation, patch: dict[str, Any]) -> None:
    assert await changed(city, patch) == 0


async def test_postponing_and_cancelling_raise_it_once_each(city: Organisation) -> None:
    event, actor = await make.published(city), Actor.system(city.id)
    plan = Postponement.model_validate(make.hours(48, 51) | {"reason": "Banjir"})
    event = await actions.postpone(actor, event, plan, BEFORE)
    assert event.calendar_sequence == 1
    event = await actions.cancel(actor, event, "Banjir", BEFORE)
    assert event.calendar_sequence == 2
    assert (await actions.cancel(actor, event, "Banjir", BEFORE)).calendar_sequence == 2


def read_elsewhere(text: str, name: str) -> datetime:
    """The moment of a property, by another library's reading of the VTIMEZONE in the same file."""
    lines = text.replace("\r\n ", "").split("\r\n")
    [line] = [one for one in lines if one.startswith(f"{name};TZID=")]
    zone, _colon, local = line.removeprefix(f"{name};TZID=").partition(":")
    block = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE") + len("END:VTIMEZONE\r\n")]
    found = tzical(StringIO(block)).get(zone)
    wall = datetime.strptime(local, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - the zone follows from the file
    return wall.replace(tzinfo=found)


@pytest.mark.parametrize(
    ("zone", "start", "offsets"),
    [
        ("Asia/Jakarta", datetime(2026, 12, 12, 2, tzinfo=UTC), (7, 7)),
        ("Asia/Makassar", datetime(2026, 12, 12, 2, tzinfo=UTC), (8, 8)),
        ("Asia/Jayapura", datetime(2026, 12, 12, 2, tzinfo=UTC), (9, 9)),
        ("Europe/Berlin", datetime(2027, 3, 27, 22, tzinfo=UTC), (1, 2)),
        ("Europe/Berlin", datetime(2027, 10, 30, 20, tzinfo=UTC), (2, 1)),
        ("Europe/Berlin", datetime(2027, 3, 28, 1, 30, tzinfo=UTC), (2, 2)),
        ("Europe/Berlin", datetime(2027, 3, 27, 12, 30, tzinfo=UTC), (1, 1)),
        ("America/New_York", datetime(2027, 3, 14, 5, tzinfo=UTC), (-5, -4)),
    ],
)
async def test_another_reader_finds_the_same_moments(
    city: Organisation, zone: str, start: datetime, offsets: tuple[int, int]
) -> None:
    hours = timedelta(hours=12)
    event = Event(
        organisation=city.id,
        ref="E-1",
        title="Rapat",
        slug="r",
        timezone=zone,
        starts_at=start,
        ends_at=start + hours,
    )
    event.created_at = BEFORE
    asked = await invitation_calendar(event, "Dwi", "dwi@x.example", Organiser("Kota", "events@x.example"))
    for text in (await public_calendar(event), asked):
        begins, ends = read_elsewhere(text, "DTSTART"), read_elsewhere(text, "DTEND")
        assert (begins.astimezone(UTC), ends.astimezone(UTC)) == (start, start + hours)
        assert (begins.utcoffset(), ends.utcoffset()) == tuple(timedelta(hours=one) for one in offsets)
        assert begins.replace(tzinfo=None) == start.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
