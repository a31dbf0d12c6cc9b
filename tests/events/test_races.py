"""Fifty organisers at once want one room, or one speaker; exactly one of them gets it."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch_value
from events_app.events.tables import Event
from tests import make_events as make
from tests.people import Somebody

CROWD = 50


async def outcomes(attempts: list[Coroutine[Any, Any, Any]]) -> Counter[str]:
    results = await asyncio.gather(*attempts, return_exceptions=True)
    return Counter(getattr(result, "code", type(result).__name__) for result in results)


async def events(city: Organisation) -> list[Event]:
    return [await make.event(city, title=f"Kegiatan {number}") for number in range(CROWD)]


async def test_one_room_is_given_to_one_session_of_fifty_events(city: Organisation) -> None:
    room = await make.room(city)
    told = await outcomes([make.session(event, room_id=room.id) for event in await events(city)])
    assert told == {"Session": 1, "room_taken": CROWD - 1}


async def test_one_speaker_is_given_to_one_session_of_fifty_events(city: Organisation) -> None:
    kartini = await make.person(city)
    told = await outcomes([make.session(event, speaker_ids=[kartini.id]) for event in await events(city)])
    assert told == {"Session": 1, "person_taken": CROWD - 1}


async def test_crossed_rooms_and_speakers_end_in_refusals_not_in_deadlocks(city: Organisation) -> None:
    rooms = [(await make.room(city, name)).id for name in ("A", "B")]
    people = [(await make.person(city, name)).id for name in ("P", "Q", "R")]

    def attempt(number: int, event: Event) -> Coroutine[Any, Any, Any]:
        names = people[number % 3 :] + people[: number % 3]
        return make.session(event, room_id=rooms[number % 2], speaker_ids=names)

    told = await outcomes([attempt(number, event) for number, event in enumerate(await events(city))])
    assert told["Session"] == 1
    assert told["room_taken"] + told["person_taken"] == CROWD - 1


async def test_one_room_is_given_to_one_of_fifty_drafts_over_http(alice: Somebody) -> None:
    room = await make.room(alice.actor.organisation)
    body = make.event_body(room_id=str(room.id))
    answers = await asyncio.gather(*(alice.api.post("/events", json=body) for _ in range(CROWD)))
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CROWD - 1}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"room_taken"}
    assert await fetch_value("SELECT count(*) FROM booking") == 1


async def test_database_itself_refuses_two_bookings_of_a_room(city: Organisation) -> None:
    room = await make.room(city)
    event, other = await make.event(city, room_id=room.id), await make.event(city)
    with pytest.raises(asyncpg.ExclusionViolationError):
        await _insert(other, room.id, "room", overridden=False)
    with pytest.raises(asyncpg.CheckViolationError):
        await _insert(event, room.id, "room", overridden=True)


async def test_a_session_of_one_event_cannot_be_booked_for_another(city: Organisation) -> None:
    event, other = await make.event(city), await make.event(city)
    session = await make.session(event)
    room = await make.room(city)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await _insert(other, room.id, "room", overridden=False, session=session.id)


async def _insert(
    event: Event, subject: UUID, kind: str, *, overridden: bool, session: UUID | None = None
) -> None:
    await execute(
        "INSERT INTO booking (id, organisation, created_at, subject_kind, subject, event, session, starts_at,"
        " ends_at, cancelled, overridden, override_reason)"
        " VALUES (gen_random_uuid(), $1, now(), $2, $3, $4, $5, $6, $7, false, $8, 'x')",
        event.organisation,
        kind,
        subject,
        event.id,
        session,
        event.starts_at,
        event.ends_at,
        overridden,
    )
