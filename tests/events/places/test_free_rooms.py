"""Free rooms: what fits comes first, what is held is not offered, and a refused room leads to one that is free."""

from typing import Any

from events_app.accounts.tables import Organisation
from events_app.database import fetch_value
from events_app.events.places.free import free_rooms
from events_app.events.tables import Session
from tests import make_events
from tests.make_events import NINE, hours
from tests.people import Somebody


async def names(
    city: Organisation, start: float, end: float, seats: int | None = None, **more: Any
) -> list[str]:
    when = hours(start, end)
    return [
        room.name for room in await free_rooms(city.id, when["starts_at"], when["ends_at"], seats, **more)
    ]


async def test_the_smallest_that_holds_everybody_comes_first(city: Organisation) -> None:
    for name, capacity in (("Aula", 300), ("Kelas", 30), ("Rapat", 12), ("Teras", None)):
        await make_events.room(city, name, capacity=capacity)
    assert await names(city, 0, 1) == ["Rapat", "Kelas", "Aula", "Teras"]
    assert await names(city, 0, 1, 20) == ["Kelas", "Aula", "Teras"]


async def test_what_is_held_is_not_free_until_it_is_given_back(city: Organisation, alice: Somebody) -> None:
    room = await make_events.room(city)
    event = await make_events.event(city, room_id=room.id)
    assert await names(city, 2, 4) == []
    assert await names(city, 3, 4) == ["Ruang Kenanga"]
    assert await names(city, 2, 4, event=event.id) == ["Ruang Kenanga"]
    session = await make_events.session(event)
    assert await names(city, 2, 3) == ["Ruang Kenanga"]
    assert await names(city, 0, 1) == []
    assert await names(city, 0, 1, session=session.id) == ["Ruang Kenanga"]
    await alice.api.post(f"/events/{event.id}/cancellation", json={"reason": "Hujan"})
    assert await names(city, 0, 1) == ["Ruang Kenanga"]


async def test_rooms_of_others_are_never_offered(city: Organisation, charlie: Somebody) -> None:
    await make_events.room(charlie.actor.organisation, "Rahasia")
    assert await names(city, 0, 1) == []


async def test_a_refused_room_leads_to_a_free_one(city: Organisation, alice: Somebody) -> None:
    taken, free = (
        await make_events.room(city, capacity=50),
        await make_events.room(city, "Jatayu", capacity=80),
    )
    await make_events.event(city, room_id=taken.id)
    mine = await make_events.event(city)
    way = f"/events/{mine.id}/sessions"
    typed = {
        "timezone": "Asia/Jakarta", "title": "Paparan", "starts_at": "2026-12-12T09:00",
        "ends_at": "2026-12-12T10:00", "capacity": "60",
    }  # fmt: skip
    refused = await alice.web.post(way, typed | {"room_id": str(taken.id)})
    assert refused.status_code == 422
    assert f'name="room_id" value="{free.id}"' in refused.text
    assert 'value="Paparan"' in refused.text
    kept = await alice.web.post(way, typed | {"room_id": [str(taken.id), str(free.id)]})
    assert kept.status_code == 303
    assert await fetch_value("SELECT room FROM event_session WHERE event = $1", mine.id) == free.id
    session = await Session.objects().get(Session.event == mine.id)
    assert session is not None
    again = await alice.web.post(
        f"{way}/{session.id}", typed | {"room_id": str(taken.id), "row_version": "1"}
    )
    assert "Jatayu (80)" in again.text


async def test_an_event_is_offered_free_rooms_too(city: Organisation, alice: Somebody) -> None:
    taken = await make_events.room(city)
    await make_events.event(city, room_id=taken.id)
    typed = {
        "title": "Rapat", "kind": "workshop", "timezone": "Asia/Jakarta", "starts_at": "2026-12-12T09:00",
        "ends_at": "2026-12-12T10:00", "door_opens_minutes": "120", "door_closes_minutes": "60",
        "room_id": str(taken.id),
    }  # fmt: skip
    refused = await alice.web.post("/events/new", typed)
    assert "No room of this size is free at that time." in refused.text


async def test_the_page_and_the_api_look_for_rooms(
    city: Organisation, alice: Somebody, bob: Somebody, dewi: Somebody
) -> None:
    await make_events.room(city, capacity=50)
    typed = {"timezone": "Asia/Jakarta", "starts_at": "2026-12-12T09:00", "ends_at": "2026-12-12T10:00"}
    assert "Ruang Kenanga" in (await alice.web.get("/rooms/free", params=typed | {"seats": "50"})).text
    assert "No room is free" in (await alice.web.get("/rooms/free", params=typed | {"seats": "51"})).text
    wrong = await alice.web.get("/rooms/free", params=typed | {"ends_at": "2026-12-12T08:00"})
    assert (wrong.status_code, "The end must be later than the start." in wrong.text) == (422, True)
    asked = {"starts_at": NINE.isoformat(), "ends_at": hours(0, 1)["ends_at"].isoformat()}
    assert [one["name"] for one in (await dewi.api.get("/rooms/free", params=asked)).json()["items"]] == [
        "Ruang Kenanga"
    ]
    missing = (await dewi.api.get("/rooms/free")).json()
    assert {fault["field"] for fault in missing["errors"]} == {"starts_at", "ends_at"}
    assert (await bob.api.get("/rooms/free", params=asked)).status_code == 403
