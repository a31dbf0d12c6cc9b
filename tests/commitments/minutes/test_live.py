"""The page of minutes as a stream: what others write arrives, and many who look ask no more than one."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import pytest

from events_app.accounts.tables import LoginSession, Organisation
from events_app.commitments.minutes import queries
from events_app.events.tables import Event
from tests import make_events
from tests.checkin.board.served import Heard, Served, listening, served
from tests.make_minutes import write
from tests.people import Somebody


@pytest.fixture
async def house(db: str) -> AsyncIterator[Served]:
    async with served() as running:
        yield running


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_events.published(city)


async def looking(stack: AsyncExitStack, house: Served, event: Event, who: Somebody) -> Heard:
    cookie = f"session={who.web.client.cookies['session']}; lang=en"
    url = f"{house.url}/events/{event.id}/minutes/live"
    heard = await stack.enter_async_context(listening(url, cookie=cookie))
    await heard.until("list:discussion", "Nothing has been decided.")
    return heard


async def test_what_is_written_arrives_with_its_version_and_writer(
    house: Served, dewi: Somebody, alice: Somebody, event: Event
) -> None:
    async with AsyncExitStack() as stack:
        heard = await looking(stack, house, event, alice)
        await write(dewi, event, "Kata pertama.", 0)
        await heard.until("text:discussion", "Kata pertama.")
        told = json.loads(heard.parts["text:discussion"])
        assert told == {"version": 1, "content": "Kata pertama.", "by": "Dewi"}
        assert heard.sizes[-1] == 1, "later only what changed"


async def test_only_who_writes_is_offered_to_edit(
    house: Served, dewi: Somebody, alice: Somebody, event: Event
) -> None:
    async with AsyncExitStack() as stack:
        writer = await looking(stack, house, event, dewi)
        reader = await looking(stack, house, event, alice)
        body = {"content": "Posko dibuka."}
        assert (await dewi.api.post(f"/events/{event.id}/minutes/decisions", json=body)).status_code == 201
        for heard in (writer, reader):
            await heard.until("list:discussion", "Posko dibuka.")
        seen = ["minutes-edit" in heard.parts["list:discussion"] for heard in (writer, reader)]
        assert seen == [True, False]


async def test_many_who_look_ask_the_database_no_more_than_one(
    house: Served, dewi: Somebody, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"mark": 0, "desk": 0}

    def counted(name: str) -> Any:
        real = getattr(queries, name)

        async def call(*said: Any) -> Any:
            asked[name] += 1
            return await real(*said)

        return call

    for name in asked:
        monkeypatch.setattr(queries, name, counted(name))
    async with AsyncExitStack() as stack:
        heard = [await looking(stack, house, event, dewi) for _ in range(12)]
        await asyncio.sleep(1.2)
        asked |= {"mark": 0, "desk": 0}
        await write(dewi, event, "Kata.", 0)
        await asyncio.gather(*[one.until("text:discussion", "Kata.") for one in heard])
        await asyncio.sleep(1.2)
        assert 1 <= asked["desk"] <= 2
        assert asked["mark"] <= 6


async def test_a_stream_of_minutes_ends_with_the_session(house: Served, dewi: Somebody, event: Event) -> None:
    async with AsyncExitStack() as stack:
        heard = await looking(stack, house, event, dewi)
        await LoginSession.delete().where(LoginSession.user == dewi.user.id)
        await asyncio.wait_for(heard.ended.wait(), 10)
