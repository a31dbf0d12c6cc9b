"""Who gets in: the loaders that the doors of this room and of those to its right use."""

from types import SimpleNamespace
from typing import Any

import pytest

from events_app.errors import NotAllowed, NotFound
from events_app.events import access
from events_app.events.tables import Event
from tests import make_events as make
from tests.people import Somebody


def asking(who: Somebody) -> Any:
    return SimpleNamespace(user=who.actor)


async def outcome(load: Any, who: Somebody, event: Event) -> str:
    try:
        return str((await load(asking(who), event.id)).ref)
    except (NotFound, NotAllowed) as refusal:
        return refusal.code


@pytest.fixture
async def event(alice: Somebody) -> Event:
    return await make.published(alice.actor.organisation)


async def test_door_opens_to_planners_and_to_those_assigned(
    event: Event, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    assert await outcome(access.event_for_door, alice, event) == event.ref
    assert await outcome(access.event_for_door, bob, event) == "not_found"
    await make.door_staff(event, bob.user.id)
    assert await outcome(access.event_for_door, bob, event) == event.ref
    assert await outcome(access.event_for_door, charlie, event) == "not_found"
    assert await outcome(access.event_for_door, dewi, event) == "not_allowed"


async def test_door_of_a_confidential_event_opens_to_those_assigned_only_there(
    alice: Somebody, bob: Somebody
) -> None:
    event = await make.published(alice.actor.organisation, confidential=True)
    await make.door_staff(event, bob.user.id)
    assert await outcome(access.event_for_door, bob, event) == event.ref
    assert await outcome(access.event_for_reader, bob, event) == "not_found"


async def test_each_loader_asks_for_its_right(
    event: Event, alice: Somebody, dewi: Somebody, chair: Somebody
) -> None:
    told = {
        load: [await outcome(getattr(access, load), who, event) for who in (alice, dewi, chair)]
        for load in ("event_for_planner", "event_for_inviter", "event_for_commitments", "event_for_chair")
    }
    no, yes = "not_allowed", event.ref
    assert told == {
        "event_for_planner": [yes, no, no],
        "event_for_inviter": [yes, no, no],
        "event_for_commitments": [no, yes, no],
        "event_for_chair": [no, yes, yes],
    }


async def test_session_of_another_event_is_not_found(event: Event, alice: Somebody) -> None:
    session = await make.session(await make.event(alice.actor.organisation))
    with pytest.raises(NotFound):
        await access.session_of(event, session.id)
