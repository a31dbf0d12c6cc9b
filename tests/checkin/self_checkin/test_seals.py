"""What a browser keeps: five minutes to confirm, in one room, from one browser."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from events_app.checkin.self_checkin import seals
from events_app.checkin.self_checkin.tables import RoomCode, RoomCodeMode
from events_app.invitations.tables import Guest

HERE = uuid4()
NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)


def a_guest(identity: UUID, version: int) -> Guest:
    known: dict[str, Any] = {"organisation": HERE, "event": HERE, "person": HERE, "pass_hash": b""}
    return Guest(id=identity, pass_version=version, **known)


@pytest.fixture
def room() -> RoomCode:
    return RoomCode(
        organisation=HERE,
        id=uuid4(),
        event=uuid4(),
        ref="7K2QXM",
        mode=RoomCodeMode.rotating,
        poster_version=1,
    )


@pytest.mark.parametrize("seconds", [0, 1, 299, 300])
def test_a_pass_is_good_for_five_minutes(room: RoomCode, seconds: int) -> None:
    browser = seals.new_browser()
    given = seals.room_pass(room, browser, NOW)
    assert seals.read_room_pass(given, room, browser, NOW + timedelta(seconds=seconds)) == NOW


@pytest.mark.parametrize("seconds", [300.001, 301, 3_600, -2])
def test_a_pass_is_over_after_five_minutes_and_not_made_beforehand(room: RoomCode, seconds: float) -> None:
    browser = seals.new_browser()
    given = seals.room_pass(room, browser, NOW)
    assert seals.read_room_pass(given, room, browser, NOW + timedelta(seconds=seconds)) is None


def test_a_pass_is_of_one_browser_one_room_and_one_poster(room: RoomCode) -> None:
    browser = seals.new_browser()
    given = seals.room_pass(room, browser, NOW)
    other = RoomCode(
        organisation=HERE,
        id=uuid4(),
        event=room.event,
        ref="7K2QXM",
        mode=RoomCodeMode.rotating,
        poster_version=1,
    )
    assert seals.read_room_pass(given, room, seals.new_browser(), NOW) is None
    assert seals.read_room_pass(given, other, browser, NOW) is None
    room.poster_version = 2
    assert seals.read_room_pass(given, room, browser, NOW) is None


@pytest.mark.parametrize("text", ["", ".", "..", "a.b.c", "7K2QXM.9999999999.0", "7K2QXM..", "7K2QXM.x.é"])
def test_a_forged_pass_is_none(room: RoomCode, text: str) -> None:
    assert seals.read_room_pass(text, room, seals.new_browser(), NOW) is None


def test_a_later_moment_cannot_be_written_into_a_pass(room: RoomCode) -> None:
    browser = seals.new_browser()
    ref, moment, seal = seals.room_pass(room, browser, NOW).split(".")
    later = f"{ref}.{int(moment) + 240}.{seal}"
    assert seals.read_room_pass(later, room, browser, NOW + timedelta(minutes=6)) is None


def test_browsers_are_only_those_we_named() -> None:
    assert seals.is_browser(seals.new_browser())
    assert not seals.is_browser("SOMEBODY.0123456789abcdef0123456789abcdef")
    assert not seals.is_browser("")
    assert len(seals.browser_label(seals.browser_digest(seals.new_browser()))) == 5


def test_a_held_pass_ends_with_its_version_and_cannot_be_another_guests() -> None:
    mine = a_guest(uuid4(), 1)
    kept = seals.held_pass(mine)
    assert seals.read_held_pass(kept) == mine.id
    assert seals.is_held(kept, mine)
    assert not seals.is_held(kept, a_guest(mine.id, 2))
    assert not seals.is_held(kept.replace(str(mine.id), str(uuid4())), mine)
    assert seals.read_held_pass("nonsense") is None
