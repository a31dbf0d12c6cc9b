"""Somebody on stage has their own sessions in their calendar, kept right, and learns how to join them."""

from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.events import session_actions
from events_app.events.forms import SessionPatch
from events_app.events.tables import Event
from tests import make_events as make
from tests.events.speakers.test_speakers import asked, move, staged
from tests.people import Browser, Somebody


async def entries(public: Browser, way: str) -> dict[str, dict[str, str]]:
    """The sessions in somebody's calendar file, by title."""
    answer = await public.get(f"{way}/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar: Any = Calendar.from_ical(answer.content)
    return {
        str(entry["summary"]): {
            "sequence": str(entry["sequence"]),
            "status": str(entry["status"]),
            "parent": str(entry["related-to"]),
            "starts": entry["dtstart"].dt.astimezone(UTC).isoformat(),
        }
        for entry in calendar.walk("VEVENT")
    }


async def test_own_sessions_move_and_end_in_the_calendar(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    await make.session(event, "Sesi orang lain", **make.hours(1, 2))
    way = await asked(event, kartini, alice)
    [(title, first)] = (await entries(public, way)).items()
    assert title.startswith("Sesi 1")
    assert first["parent"].startswith(str(event.id))
    assert (first["sequence"], first["status"]) == ("0", "CONFIRMED")
    await move(session, event, alice, 1)
    [moved] = (await entries(public, way)).values()
    assert (moved["sequence"], moved["starts"]) == ("1", "2026-12-12T03:00:00+00:00")
    await session_actions.cancel_session(alice.actor, event, session, clock.now())
    [gone] = (await entries(public, way)).values()
    assert (gone["sequence"], gone["status"]) == ("2", "CANCELLED")


async def test_who_is_taken_off_the_stage_has_an_empty_calendar(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    await session_actions.update_session(
        alice.actor, event, session, SessionPatch(speaker_ids=[]), datetime(2026, 11, 1, tzinfo=UTC)
    )
    assert await entries(public, way) == {}


async def test_a_draft_is_in_no_calendar(city: Organisation, alice: Somebody, public: Browser) -> None:
    event, _session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    await Event.update({Event.state: "draft"}).where(Event.id == event.id)
    assert await entries(public, way) == {}


async def test_only_ones_own_sessions_say_how_to_join(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, _session, kartini = await staged(city, mode="online", join_url="https://rapat.example.org/a")
    other = {"mode": "online", "join_url": "https://rapat.example.org/b"}
    await make.session(event, "Sesi orang lain", **make.hours(1, 2), **other)
    page = (await public.get(await asked(event, kartini, alice))).text
    assert ("rapat.example.org/a" in page, "rapat.example.org/b" in page) == (True, False)
