"""The board as a stream: over a real server, to several who watch, until they may not any more."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest

from events_app import clock, streams
from events_app.accounts.tables import LoginSession, Organisation, User
from events_app.checkin import actions as door
from events_app.checkin.board import queries, reader, streaming, watching
from events_app.checkin.board.faces import Face
from events_app.checkin.forms import ScanIn
from events_app.database import counting_queries
from events_app.events.tables import DoorAssignment, Event
from events_app.ids import new_id
from tests import make_checkin as make
from tests import make_events
from tests.checkin.board.served import Served, listening, served
from tests.people import Somebody

PRESENT = "{} <small>/"


@pytest.fixture
async def house(db: str) -> AsyncIterator[Served]:
    async with served() as running:
        yield running


def stream(house: Served, event: Event, view: str = "office") -> str:
    return f"{house.url}/events/{event.id}/board/live?view={view}"


def cookie(who: Somebody) -> dict[str, str]:
    return {"cookie": f"session={who.web.client.cookies['session']}; lang=en"}


async def come(who: Somebody, event: Event, name: str) -> None:
    guest = await make.guest(event, name)
    scan = ScanIn(id=new_id(), code=guest.short_code, scanned_at=clock.now())
    await door.record_scans(who.actor, event.id, "", [scan])


async def test_ten_who_watch_see_a_scan_without_asking(
    house: Served, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    async with AsyncExitStack() as stack:
        heard = [
            await stack.enter_async_context(listening(stream(house, event), **cookie(alice)))
            for _ in range(10)
        ]
        await asyncio.gather(*[one.until("figures", PRESENT.format(0)) for one in heard])
        await come(alice, event, "Ani Satu")
        took = await asyncio.gather(*[one.until("figures", PRESENT.format(1)) for one in heard])
        assert max(took) < 5  # how soon exactly is measured by bench/board.py
        assert all(one.sizes[0] == 7 and one.sizes[-1] < 7 for one in heard), "later only what changed"


async def test_many_who_watch_ask_the_database_no_more_than_one(
    house: Served, alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, read = await make.today(city), []
    board = queries.board

    async def counted(*asked: Any) -> Any:
        read.append(asked)
        return await board(*asked)

    monkeypatch.setattr(queries, "board", counted)
    async with AsyncExitStack() as stack:
        heard = [
            await stack.enter_async_context(listening(stream(house, event), **cookie(alice)))
            for _ in range(20)
        ]
        await asyncio.gather(*[one.until("figures", PRESENT.format(0)) for one in heard])
        await asyncio.sleep(0.7)
        before = len(read)
        await come(alice, event, "Ani Satu")
        await asyncio.gather(*[one.until("figures", PRESENT.format(1)) for one in heard])
        assert before <= 2
        assert len(read) == before + 1


async def test_an_open_stream_is_told_of_an_undone_scan_and_of_a_new_rule(
    house: Served, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Ani Satu")
    scan = make.scan(guest.short_code)
    async with listening(stream(house, event), **cookie(alice)) as heard:
        await heard.until("figures", PRESENT.format(0))
        await alice.api.post(f"/events/{event.id}/scans", json={"scans": [scan]})
        await heard.until("figures", PRESENT.format(1))
        await alice.api.post(f"/events/{event.id}/scans/{scan['id']}/undo")
        await heard.until("figures", PRESENT.format(0))
        rule = {"label": "Semua orang", "counting": "people", "amount": 3}
        await alice.api.post(f"/events/{event.id}/quorum-rules", json=rule)
        await heard.until("quorum", "3 more people")


async def test_a_stream_keeps_alive_and_comes_back_without_what_is_known(
    house: Served, alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, "KEEP_ALIVE", 0.1)
    event = await make.today(city)
    async with listening(stream(house, event), **cookie(alice)) as heard:
        await heard.until("figures", PRESENT.format(0))
        await asyncio.sleep(0.5)
        assert heard.comments >= 2
    async with listening(stream(house, event), **cookie(alice) | {"last-event-id": heard.ids[-1]}) as again:
        await asyncio.sleep(0.4)
        assert (again.sizes, again.comments > 0) == ([], True)
        await come(alice, event, "Ani Satu")
        await again.until("figures", PRESENT.format(1))


async def test_who_leaves_is_not_waited_for(house: Served, alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    async with listening(stream(house, event), **cookie(alice)) as heard:
        await heard.until("figures", PRESENT.format(0))
        assert reader._readers()
    await asyncio.sleep(0.3)
    assert not reader._readers()
    with counting_queries() as kept:
        await asyncio.sleep(0.7)
    assert kept.count == 0


async def test_who_comes_later_to_another_face_sees_what_stands(
    house: Served, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    async with listening(stream(house, event), **cookie(alice)) as stays:
        await stays.until("figures", PRESENT.format(0))
        async with listening(stream(house, event, "stage"), **cookie(alice)) as leaves:
            await leaves.until("figures", PRESENT.format(0))
        await asyncio.sleep(0.2)
        await come(alice, event, "Ani Satu")
        await stays.until("figures", PRESENT.format(1))
        async with listening(stream(house, event, "stage"), **cookie(alice)) as back:
            await back.until("figures", PRESENT.format(1))
            assert len(back.ids) == 1, "not first what stood before"


async def test_a_stream_ends_with_the_session(house: Served, alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    async with listening(stream(house, event), **cookie(alice)) as heard:
        await heard.until("figures", PRESENT.format(0))
        await LoginSession.delete().where(LoginSession.user == alice.user.id)
        await asyncio.wait_for(heard.ended.wait(), 10)


async def test_who_joins_while_others_are_looked_over_stays(db: str, city: Organisation) -> None:
    event = await make.today(city)
    face = Face("office", "en")
    watchers = {watching.Watcher(face, new_id())}
    looking = asyncio.create_task(watching.unwelcome(event.id, watchers, clock.now()))
    await asyncio.sleep(0)
    late = watching.Watcher(face, new_id())
    watchers.add(late)
    assert late not in await looking


async def test_a_stream_ends_with_the_right_to_look(
    house: Served, alice: Somebody, bob: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make_events.door_staff(event, bob.user.id)
    async with AsyncExitStack() as stack:
        opened = [listening(stream(house, event), **cookie(who)) for who in (alice, bob)]
        organiser, guard = [await stack.enter_async_context(one) for one in opened]
        for heard in (organiser, guard):
            await heard.until("figures", PRESENT.format(0))
        await DoorAssignment.delete().where(DoorAssignment.user == bob.user.id)
        await asyncio.wait_for(guard.ended.wait(), 10)
        assert not organiser.ended.is_set()
        await User.update({User.roles: ["viewer"]}).where(User.id == alice.user.id)
        await asyncio.wait_for(organiser.ended.wait(), 10)


async def test_a_stream_ends_when_the_event_becomes_confidential(
    house: Served, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    async with listening(stream(house, event, "stage"), **cookie(alice)) as heard:
        await heard.until("figures", PRESENT.format(0))
        await Event.update({Event.confidential: True}).where(Event.id == event.id)
        await come(alice, event, "Ani Satu")
        await asyncio.wait_for(heard.ended.wait(), 10)


async def test_a_revoked_screen_goes_blank(house: Served, alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    made = (await alice.api.post(f"/events/{event.id}/screens", json={"name": "Panggung"})).json()
    path = made["url"].partition("/screen/")[2]
    async with listening(f"{house.url}/screen/{path}/live") as heard:
        await heard.until("figures", "Hadir")
        await alice.api.delete(f"/events/{event.id}/screens/{made['id']}")
        await asyncio.wait_for(heard.ended.wait(), 10)
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{house.url}/screen/{path}/live")).status_code == 404


async def test_a_server_that_stops_is_not_held_up_by_who_watches(
    db: str, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    async with served() as house, listening(stream(house, event), **cookie(alice)) as heard:
        await heard.until("figures", PRESENT.format(0))
        assert await house.stop() < 3
        await asyncio.wait_for(heard.ended.wait(), 1)


async def test_a_board_that_cannot_be_read_sends_its_watchers_to_ask_themselves(
    house: Served, alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city)

    async def lost(_event: object) -> str:
        raise OSError

    async with listening(stream(house, event), **cookie(alice)) as heard:
        await heard.until("figures", PRESENT.format(0))
        monkeypatch.setattr(queries, "mark", lost)
        await asyncio.wait_for(heard.ended.wait(), 10)


@pytest.mark.parametrize("room", ["OF_EVENT", "OF_NETWORK", "OF_ONE"])
async def test_only_so_many_streams_are_open_and_whoever_finds_no_place_may_ask(
    room: str, house: Served, alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streaming, room, 2)
    event, asked = await make.today(city), {"accept": "text/event-stream"} | cookie(alice)
    async with AsyncExitStack() as stack, httpx.AsyncClient() as client:
        first = [
            await stack.enter_async_context(listening(stream(house, event), **cookie(alice)))
            for _ in range(2)
        ]
        await asyncio.gather(*[one.until("figures", PRESENT.format(0)) for one in first])
        refused = await client.get(stream(house, event), headers=asked)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
        monkeypatch.setattr(queries, "board", None)  # what the others watch is told without being read anew
        told = await client.get(stream(house, event), headers=cookie(alice))
        assert PRESENT.format(0) in " ".join(told.json()["parts"]["figures"].split())
    async with listening(stream(house, event), **cookie(alice)) as again:
        monkeypatch.undo()
        await again.until("figures", PRESENT.format(0))
    await asyncio.sleep(0.2)
    assert not streams._here().taken


async def test_a_place_that_was_free_a_moment_ago_is_given_once(db: str) -> None:
    rooms = [("event:a", 1), ("network:b", 5)]
    streams.must_have_place(rooms)
    assert [streams.take_place(rooms) for _ in range(2)] == [True, False]
    with pytest.raises(streams.TooManyStreams):
        streams.must_have_place(rooms)
    assert streams.take_place([("event:c", 1), ("network:b", 2)]), "nothing was taken by who got no place"
    streams.give_place_back(rooms)
    streams.must_have_place(rooms)


async def test_nobody_else_gets_a_stream(
    house: Served, charlie: Somebody, dewi: Somebody, bob: Somebody, eko: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    secret = await make.today(city, confidential=True)
    asked = {"accept": "text/event-stream"}
    async with httpx.AsyncClient() as client:
        for who, where, seen in (
            (charlie, event, 404),
            (bob, event, 404),
            (eko, secret, 404),
            (dewi, secret, 200),
        ):
            async with client.stream("GET", stream(house, where), headers=asked | cookie(who)) as answer:
                assert answer.status_code == seen, who.user.name
        assert (await client.get(stream(house, event), headers=asked)).status_code in (303, 401)
