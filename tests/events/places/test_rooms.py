"""Rooms know themselves: equipment, hours, blocked times; none vanishes while something is to take place there."""

import asyncio
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, fetch_value
from events_app.events.places.hours import is_open
from events_app.events.places.keeping import RoomInUse, remove_room
from events_app.events.readiness import gaps_of
from events_app.events.tables import Room
from tests import make_events as make
from tests.make_events import NINE, hours
from tests.people import Somebody

OFFICE = [*["08:00-16:00"] * 5, "", ""]
WEEK = [{"weekday": day, "opens": "08:00", "closes": "16:00"} for day in range(1, 6)]
BLOCK = {
    "starts_at": "2026-12-12T08:00:00+07:00",
    "ends_at": "2026-12-12T10:00:00+07:00",
    "reason": "Pembersihan",
}


@pytest.mark.parametrize(
    ("start", "end", "opened"),
    [
        ("2026-12-11T08:00", "2026-12-11T16:00", True),
        ("2026-12-11T07:59", "2026-12-11T09:00", False),
        ("2026-12-11T15:00", "2026-12-11T16:01", False),
        ("2026-12-12T09:00", "2026-12-12T10:00", False),
        ("2026-12-09T09:00", "2026-12-11T15:00", True),
        ("2026-12-11T09:00", "2026-12-14T15:00", False),
        ("2026-12-11T15:00", "2026-12-12T00:00", False),
    ],
)
def test_a_room_is_open_on_every_day_from_start_to_end(start: str, end: str, opened: bool) -> None:
    first, last = (datetime.fromisoformat(f"{text}+07:00") for text in (start, end))
    assert is_open(OFFICE, first, last, "Asia/Jakarta") is opened


def test_a_room_without_hours_is_always_open() -> None:
    assert is_open([], NINE, NINE + timedelta(days=9), "Asia/Jakarta")


async def test_a_room_keeps_what_is_known_of_it(alice: Somebody) -> None:
    body = {
        "name": "Kenanga",
        "equipment": ["parking", "projector"],
        "equipment_note": "Dua layar",
        "hours": WEEK,
    }
    room = (await alice.api.post("/rooms", json=body)).json()
    assert (room["equipment"], room["hours"]) == (["projector", "parking"], WEEK)
    page = (await alice.web.get(f"/rooms/{room['id']}")).text
    assert all(word in page for word in ("Projector, Parking", "Dua layar", "08:00–16:00", "Closed"))
    form = (await alice.web.get(f"/rooms/{room['id']}/edit")).text
    assert form.count('value="08:00"') == 5
    wrong = (
        [{"weekday": 1, "opens": "16:00", "closes": "08:00"}],
        [{"weekday": 1, "opens": "08:00"}],
        WEEK[:1] * 2,
    )
    for week in wrong:
        assert (await alice.api.post("/rooms", json=body | {"hours": week})).status_code == 422


async def test_two_who_edit_a_room_do_not_overwrite_each_other(city: Organisation, alice: Somebody) -> None:
    room = await make.room(city)
    way = f"/rooms/{room.id}"
    typed = {"name": "Besar", "row_version": "1", "hours.0.weekday": "1", "hours.0.opens": "09:00"}
    half = await alice.web.post(way, typed)
    assert (half.status_code, "Give both hours, or none." in half.text) == (422, True)
    kept = await alice.web.post(way, typed | {"hours.0.closes": "17:00"})
    assert kept.status_code == 303
    late = await alice.web.post(way, {"name": "Kecil", "row_version": "1"})
    assert (late.status_code, "Somebody changed this" in late.text) == (422, True)
    late = await alice.api.patch(way, json={"name": "Kecil", "row_version": 1})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    now = (await alice.api.patch(way, json={"capacity": 30, "row_version": 2})).json()
    assert (now["name"], now["capacity"], now["row_version"]) == ("Besar", 30, 3)
    assert now["hours"] == [{"weekday": 1, "opens": "09:00", "closes": "17:00"}]


async def test_a_block_and_a_booking_never_overlap(city: Organisation, alice: Somebody) -> None:
    room = await make.room(city)
    event = await make.event(city, room_id=room.id)
    way = f"/rooms/{room.id}/blocks"
    refused = (await alice.api.post(way, json=BLOCK)).json()
    assert (refused["code"], refused["conflict"]["event_id"]) == ("room_taken", str(event.id))
    assert refused["conflict"]["title"] == "Diskusi Tematik"
    typed = BLOCK | {
        "timezone": "Asia/Jakarta",
        "starts_at": "2026-12-12T08:00",
        "ends_at": "2026-12-12T10:00",
    }
    assert "taken then by “Diskusi Tematik”" in (await alice.web.post(way, typed)).text
    await alice.api.post(f"/events/{event.id}/cancellation", json={"reason": "Hujan"})
    block = (await alice.api.post(way, json=BLOCK)).json()
    body = make.event_body(room_id=str(room.id))
    refused = (await alice.api.post("/events", json=body)).json()
    assert (refused["code"], refused["conflict"]["title"]) == ("room_blocked", "Pembersihan")
    again = (await alice.api.post(way, json=BLOCK)).json()
    assert again["code"] == "room_blocked"
    assert (await alice.api.get(way)).json()["items"] == [block]
    assert (await alice.api.delete(f"{way}/{block['id']}")).status_code == 204
    assert (await alice.api.post("/events", json=body)).status_code == 201


async def test_blocks_and_sessions_race_for_one_time(city: Organisation, alice: Somebody) -> None:
    room = await make.room(city)
    body = make.event_body(room_id=str(room.id))
    attempts = [alice.api.post("/events", json=body) for _ in range(25)]
    attempts += [alice.api.post(f"/rooms/{room.id}/blocks", json=BLOCK) for _ in range(25)]
    answers = await asyncio.gather(*attempts)
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: 49}
    assert await fetch_value("SELECT count(*) FROM booking WHERE subject = $1", room.id) == 1


async def test_a_blocked_room_is_not_suggested_even_for_an_event_of_ones_own(
    city: Organisation, alice: Somebody
) -> None:
    room = await make.room(city, equipment=["projector"], hours=WEEK)
    monday = {"starts_at": "2026-12-14T09:00:00+07:00", "ends_at": "2026-12-14T10:00:00+07:00"}

    async def found(**more: Any) -> int:
        return len((await alice.api.get("/rooms/free", params=monday | more)).json()["items"])

    assert (await found(), await found(equipment=["projector"]), await found(equipment=["parking"])) == (
        1,
        1,
        0,
    )
    assert await found(ends_at="2026-12-14T17:00:00+07:00") == 0
    assert (await alice.api.get("/rooms/free", params=monday | {"equipment": "boat"})).status_code == 422
    block = await alice.api.post(f"/rooms/{room.id}/blocks", json=monday | {"reason": "Kantor lain"})
    assert (block.status_code, await found()) == (201, 0)
    await alice.api.delete(f"/rooms/{room.id}/blocks/{block.json()['id']}")
    await make.event(city, room_id=room.id)
    await remove_room(alice.actor, room, NINE + timedelta(days=1))
    assert await found() == 0


async def test_a_room_in_use_stays_one_once_used_retires_one_never_used_goes(
    city: Organisation, alice: Somebody
) -> None:
    room, fresh = await make.room(city), await make.room(city, "Baru")
    event = await make.event(city, room_id=room.id)
    refused = await alice.api.delete(f"/rooms/{room.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "room_in_use")
    assert refused.json()["events"][0]["path"] == f"/events/{event.id}"
    page = await alice.web.post(f"/rooms/{room.id}/remove")
    assert (page.status_code, f'href="/events/{event.id}"' in page.text) == (409, True)
    assert (await alice.api.delete(f"/rooms/{fresh.id}")).json() == {"outcome": "deleted"}
    assert (await alice.api.get(f"/rooms/{fresh.id}")).status_code == 404
    with pytest.raises(RoomInUse):
        await remove_room(alice.actor, room, NINE)
    assert await remove_room(alice.actor, room, NINE + timedelta(days=1)) == "retired"
    assert str(room.id) not in (await alice.web.get("/events/new")).text
    assert f'value="{room.id}" selected' in (await alice.web.get(f"/events/{event.id}/edit")).text
    taken = await alice.api.post(
        "/events", json=make.event_body(room_id=str(room.id), starts_at="2026-12-12T08:00:00+07:00")
    )
    assert taken.json()["code"] == "room_retired"
    await alice.web.post(f"/rooms/{room.id}/restore")
    assert str(room.id) in (await alice.web.get("/events/new")).text


async def test_a_venue_goes_with_its_rooms_and_comes_back_with_them(
    city: Organisation, alice: Somebody
) -> None:
    venue = await make.venue(city)
    room = await make.room(city, venue_id=venue.id)
    event = await make.event(city, room_id=room.id)
    assert (await alice.api.delete(f"/venues/{venue.id}")).json()["code"] == "room_in_use"
    page = await alice.web.post(f"/venues/{venue.id}/remove")
    assert (page.status_code, f'href="/events/{event.id}"' in page.text) == (409, True)
    await alice.api.post(f"/events/{event.id}/cancellation", json={"reason": "Hujan"})
    assert (await alice.api.delete(f"/venues/{venue.id}")).json() == {"outcome": "retired"}
    assert (await alice.api.get(f"/rooms/{room.id}")).json()["retired_at"]
    assert (await alice.api.post("/rooms", json={"name": "X", "venue_id": str(venue.id)})).status_code == 404
    await alice.api.post(f"/venues/{venue.id}/restoration")
    assert (await alice.api.get(f"/rooms/{room.id}")).json()["retired_at"] is None
    empty = await make.venue(city, "Kosong")
    assert (await alice.api.delete(f"/venues/{empty.id}")).json() == {"outcome": "deleted"}


async def test_a_closed_room_is_a_warning_with_the_way_to_its_cure(city: Organisation) -> None:
    room = await make.room(city, hours=WEEK)  # 12 December 2026 is a Saturday
    event = await make.event(city, room_id=room.id)
    gap = next(gap for gap in await gaps_of(event, NINE) if gap.code == "room_closed")
    assert gap.cure == f"/events/{event.id}/edit"
    await make.session(event)
    gap = next(gap for gap in await gaps_of(event, NINE) if gap.code == "room_closed")
    assert gap.cure == f"/events/{event.id}/sessions"
    monday = await make.event(city, room_id=room.id, **hours(48, 50))
    assert "room_closed" not in {gap.code for gap in await gaps_of(monday, NINE)}


async def test_the_page_of_a_room_hides_what_is_confidential(
    city: Organisation, cast: Any, alice: Somebody
) -> None:
    room = await make.room(city)
    soon = datetime.now(NINE.tzinfo) + timedelta(days=3)
    times = {"starts_at": soon, "ends_at": soon + timedelta(hours=1)}
    await make.event(city, room_id=room.id, title="Rahasia besar", confidential=True, **times)
    reader = await cast.somebody(city, "Hana", Role.viewer)
    page = (await reader.web.get(f"/rooms/{room.id}")).text
    assert ("Rahasia besar" in page, "Confidential" in page, "Block the room" in page) == (False, True, False)
    assert "Rahasia besar" in (await alice.web.get(f"/rooms/{room.id}")).text


async def test_a_hundred_rooms_take_no_more_queries_than_ten(city: Organisation, alice: Somebody) -> None:
    counts = []
    for start, end in ((0, 10), (10, 100)):
        rows = [Room(organisation=city.id, name=f"R{n}", hours=OFFICE) for n in range(start, end)]
        await Room.insert(*rows)
        with counting_queries() as count:
            page = await alice.web.get("/venues")
        counts.append(count.count)
        assert f"R{end - 1}" in page.text
    assert counts[0] == counts[1]


async def test_the_last_session_is_cancelled_although_the_events_own_room_is_blocked(
    city: Organisation, alice: Somebody
) -> None:
    own, other = await make.room(city), await make.room(city, "Aula")
    event = await make.event(city, room_id=own.id)
    session = await make.session(event, room_id=other.id)
    assert (await alice.api.post(f"/rooms/{own.id}/blocks", json=BLOCK)).status_code == 201
    gone = await alice.api.delete(f"/events/{event.id}/sessions/{session.id}")
    assert (gone.status_code, gone.json()["state"]) == (200, "cancelled")
    assert (await alice.api.get(f"/events/{event.id}")).json()["room_id"] is None


async def test_what_took_place_in_a_retired_room_can_still_be_corrected(
    city: Organisation, alice: Somebody
) -> None:
    room = await make.room(city)
    past: dict[str, Any] = {
        "starts_at": NINE - timedelta(days=60),
        "ends_at": NINE - timedelta(days=60, hours=-3),
    }
    event = await make.event(city, room_id=room.id, **past)
    session = await make.session(event, "Sesi lama", **past)
    await alice.api.delete(f"/rooms/{room.id}")
    changed = await alice.api.patch(f"/events/{event.id}/sessions/{session.id}", json={"title": "Ejaan"})
    assert changed.status_code == 200, changed.text
