"""Month and week show what the list shows to the same reader, on the right day, with as few questions as ever."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch_value
from events_app.events import actions, session_actions
from events_app.events.tables import Event
from events_app.ids import new_id
from tests import make_events
from tests.make_events import NINE, hours
from tests.people import Somebody

MONTH, WEEK = "/calendar/month?month=2026-12", "/calendar/week?week=2026-12-12"

SESSIONS = """
INSERT INTO event_session (id, created_at, organisation, event, title, starts_at, ends_at, calendar_sequence, row_version,
  kind, mode, join_url, join_note)
SELECT id, now(), $2, $3, 'Sesi ' || n, $4::timestamptz + n * interval '1 minute',
  $4::timestamptz + n * interval '1 minute' + interval '1 hour', 0, 1,
  'plenary', 'onsite', '', ''
FROM unnest($1::uuid[]) WITH ORDINALITY AS s(id, n)
"""


def on_day(html: str, day: str) -> str:
    """What stands in a day's cell."""
    found = re.search(rf'data-day="{day}".*?(?=data-day="|</calendar-drag>)', html, re.DOTALL)
    assert found is not None
    return found.group()


async def test_an_event_stands_on_its_day_in_the_organisations_zone(
    city: Organisation, alice: Somebody
) -> None:
    late = datetime(2026, 12, 12, 18, 30, tzinfo=UTC)
    await make_events.event(city, title="Malam", starts_at=late, ends_at=late + timedelta(hours=1))
    page = (await alice.web.get(MONTH)).text
    assert "December 2026" in page
    assert "Times are in WIB (Asia/Jakarta)." in page
    assert "Malam" not in on_day(page, "2026-12-12")
    assert "01:30" in on_day(page, "2026-12-13")
    week = (await alice.web.get("/calendar/week?week=2026-W50")).text
    assert "Week 50: 7–13 December 2026" in week
    assert "01:30–02:30" in on_day(week, "2026-12-13")


async def test_one_that_lasts_days_stands_on_each(city: Organisation, alice: Somebody) -> None:
    await make_events.event(city, title="Pelatihan", **hours(0, 50))
    page = (await alice.web.get(MONTH)).text
    for day, word in (("12", "09:00"), ("13", "goes on"), ("14", "until 11:00")):
        assert word in on_day(page, f"2026-12-{day}")
    assert "Pelatihan" not in on_day(page, "2026-12-15")
    assert "until 11:00" in on_day((await alice.web.get("/calendar/week?week=2026-12-14")).text, "2026-12-14")


async def test_a_full_day_leads_to_its_week(city: Organisation, alice: Somebody) -> None:
    for number in range(5):
        await make_events.event(city, title=f"Rapat {number}")
    cell = on_day((await alice.web.get(MONTH)).text, "2026-12-12")
    assert cell.count("cal-entry ") == 2
    assert "+3 more" in cell
    assert "/calendar/week?week=2026-12-12#d2026-12-12" in cell
    assert on_day((await alice.web.get(WEEK)).text, "2026-12-12").count("cal-entry ") == 5


async def test_states_are_said_in_words(city: Organisation, alice: Somebody) -> None:
    event = await make_events.published(city)
    session = await make_events.session(event)
    assert "data-move" in (await alice.web.get(MONTH)).text
    await session_actions.cancel_session(alice.actor, event, session, NINE - timedelta(days=1))
    assert "Cancelled" in (await alice.web.get(WEEK)).text
    await actions.cancel(alice.actor, event, "Hujan", NINE - timedelta(days=1))
    page = (await alice.web.get(MONTH)).text
    assert "Cancelled" in page
    assert "data-move" not in page


async def test_the_views_show_no_more_than_the_list(
    city: Organisation, alice: Somebody, bob: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    secret = await make_events.event(city, title="Tertutup", confidential=True)
    await make_events.session(secret, "Bagian rahasia")
    mine = await make_events.event(city, title="Terbuka")
    await make_events.session(mine, "Bagian terbuka")
    for address in (MONTH, WEEK):
        assert "Terbuka" not in (await bob.web.get(address)).text
        assert "Terbuka" not in (await charlie.web.get(address)).text
    await make_events.door_staff(mine, bob.user.id)
    for somebody in (bob, alice, dewi):
        listed = "Tertutup" in (await somebody.web.get("/events?tab=drafts")).text
        for address in (MONTH, WEEK):
            page = (await somebody.web.get(address)).text
            assert "Terbuka" in page
            assert ("Tertutup" in page) == listed
            assert listed or "rahasia" not in page
    assert "data-move" not in (await bob.web.get(WEEK)).text


async def test_room_and_kind_narrow_it(city: Organisation, alice: Somebody) -> None:
    room = await make_events.room(city)
    await make_events.event(city, title="Di ruang", room_id=room.id, kind="training")
    await make_events.event(city, title="Di luar")
    for address in (MONTH, WEEK):
        for narrowed in (f"&room={room.id}", "&kind=training"):
            page = (await alice.web.get(address + narrowed)).text
            assert "Di ruang" in page
            assert "Di luar" not in page
        assert "Nothing is on" in (await alice.web.get(f"{address}&room={new_id()}")).text
        assert "Di luar" in (await alice.web.get(address + "&room=abc&kind=abc")).text


@pytest.mark.parametrize("address", ["month?month=abc", "week?week=2026-W99", "month?month=0000-00"])
async def test_a_time_that_does_not_exist_shows_today(alice: Somebody, address: str) -> None:
    page = await alice.web.get(f"/calendar/{address}")
    assert page.status_code == 200
    assert "There is no such time" in page.text
    assert "is-today" in page.text


async def test_nothing_on_is_said_and_the_list_leads_here(city: Organisation, alice: Somebody) -> None:
    assert "No event lies in this time." in (await alice.web.get(MONTH)).text
    await make_events.event(city)
    listed = (await alice.web.get("/events")).text
    assert 'href="/calendar/month"' in listed
    assert 'href="/calendar/week"' in listed


async def _fill(city: Organisation, event: Event, count: int) -> None:
    await execute(SESSIONS, [new_id() for _ in range(count)], city.id, event.id, NINE)


async def _asked(somebody: Somebody, address: str) -> int:
    with counting_queries() as queries:
        assert (await somebody.web.get(address)).status_code == 200
    return queries.count


async def test_five_hundred_sessions_cost_no_more_questions_than_five(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.event(city)
    await _fill(city, event, 5)
    few = await _asked(alice, WEEK)
    await _fill(city, event, 495)
    assert await _asked(alice, WEEK) == few
    assert (await alice.web.get(WEEK)).text.count("is-session") == 500


LISTS = (MONTH, WEEK, "/events", "/events?tab=past", "/events?q=Diskusi", "/search?q=Diskusi", "/")


async def test_twenty_thousand_events_cost_no_more_questions_than_ten(
    city: Organisation, alice: Somebody
) -> None:
    """A hundredth of them in the fortnight that is looked at, the rest in ten years to either side."""
    event = await make_events.event(city)
    await _copy(event, 1, 9)
    few = [await _asked(alice, address) for address in LISTS]
    await _copy(event, 10, 19_990)
    assert await fetch_value("SELECT count(*) FROM event") == 20_000
    assert [await _asked(alice, address) for address in LISTS] == few


async def _copy(event: Event, first: int, count: int) -> None:
    own = ("id", "ref", "slug", "starts_at", "ends_at")
    kept = [column._meta.db_column_name for column in Event._meta.columns]
    names = ", ".join(f'"{name}"' for name in kept if name not in own)
    days = "CASE WHEN n % 100 = 0 THEN n / 100 % 14 ELSE n % 7300 - 3650 END * interval '1 day'"
    copies: Any = (
        f"INSERT INTO event (id, ref, slug, starts_at, ends_at, {names})"
        f" SELECT gen_random_uuid(), 'E-' || n, 'e-' || n, starts_at + {days}, ends_at + {days}, {names}"
        " FROM event, generate_series($2::int, $2::int + $3::int - 1) AS n WHERE id = $1"
    )
    await execute(copies, event.id, first, count)


async def test_the_month_counts_sessions_and_shows_what_goes_further(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.event(city, title="Pelatihan", **hours(0, 26))
    await make_events.session(event, "Satu", **hours(0, 1))
    await make_events.session(event, "Dua", **hours(1, 2))
    gone = await make_events.session(event, "Batal", **hours(2, 3))
    await session_actions.cancel_session(alice.actor, event, gone, NINE - timedelta(days=1))
    await make_events.session(event, "Besok", **hours(24, 25))
    page = (await alice.web.get(MONTH)).text
    first, second = on_day(page, "2026-12-12"), on_day(page, "2026-12-13")
    assert "2 sessions" in first
    assert "goes-further" in first
    assert "1 session<" in second
    assert "from-before" in second
    assert "goes-further" not in second


async def test_the_week_gives_each_its_quarters(city: Organisation, alice: Somebody) -> None:
    await make_events.event(city, title="Pagi", **hours(0.25, 2))
    event = await make_events.event(city, title="Terbagi", **hours(0, 30))
    await make_events.session(event, "Bagian", **hours(3, 4))
    day = on_day((await alice.web.get(WEEK)).text, "2026-12-12")
    above, timed = day.split("cal-timed")
    assert "at-37 span-7" in timed
    assert "at-48 span-4" in timed
    assert "Terbagi" in above
    assert "is-crowded" not in day


async def test_too_many_at_a_time_are_listed(city: Organisation, alice: Somebody) -> None:
    for number in range(5):
        await make_events.event(city, title=f"Rapat {number}")
    assert "is-crowded" in on_day((await alice.web.get(WEEK)).text, "2026-12-12")


async def test_what_people_typed_stays_text(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city, title="<b>50%</b> %(href)s")
    await make_events.session(event, "<i>'Sesi'</i>")
    for address in (MONTH, WEEK):
        page = (await alice.web.get(address)).text
        assert "&lt;b&gt;50%&lt;/b&gt; %(href)s" in page
        assert "<b>50%" not in page
        assert "<i>" not in page
