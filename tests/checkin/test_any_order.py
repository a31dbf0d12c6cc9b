"""Whatever the order in which phones deliver, attendance is what a simple model says of the scans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin import actions, undoing
from events_app.checkin.closing.actions import close_door, set_door
from events_app.checkin.closing.forms import DoorIn
from events_app.checkin.forms import ScanIn
from events_app.checkin.overriding.actions import admit_anyway
from events_app.checkin.tables import Attendance, Direction
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody

PLACES = (0, 1, 2)
"""The whole event, and two sessions side by side."""

EARLY = -500
"""A minute long before the door opens: refused, unless somebody admits anyway."""

CLOSES = 240


@dataclass(frozen=True)
class Seen:
    """One scan: which way, where, at which minute, by which phone."""

    way: str
    place: int
    minute: int
    phone: str


@dataclass(frozen=True)
class Story:
    """What phones saw, two orders of delivery, and what people did afterwards."""

    seen: list[Seen]
    orders: tuple[list[int], list[int]]
    batch: int
    undone: list[int]
    one_room: bool


Times = tuple[int, int, int | None, bool]
"""First in, last in, last out, and whether the clock said so."""


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Up to nine scans at different minutes."""
    minutes = draw(st.lists(st.integers(0, 110), min_size=1, max_size=9, unique=True))
    minutes = (
        [EARLY, *(2 * minute for minute in minutes)] if draw(st.booleans()) else [2 * m for m in minutes]
    )
    seen = [
        Seen(
            "in" if minute == EARLY else draw(st.sampled_from(["in", "in", "out"])),
            0 if minute == EARLY else draw(st.sampled_from(PLACES)),
            minute,
            draw(st.sampled_from(["utara", "selatan"])),
        )
        for minute in minutes
    ]
    numbers = list(range(len(seen)))
    orders = draw(st.permutations(numbers)), draw(st.permutations(numbers))
    undone = draw(st.lists(st.sampled_from(numbers), max_size=3, unique=True))
    return Story(seen, orders, draw(st.integers(1, 4)), undone, draw(st.booleans()))


def modelled(story: Story, closed: bool) -> dict[int, Times]:
    """What should come out, said as simply as can be."""
    standing = list(story.seen)
    for number in story.undone:
        standing = _without(standing, story.seen[number])
    found = {place: _times(standing, place, story.one_room, closed) for place in PLACES}
    return {place: times for place, times in found.items() if times is not None}


def _without(standing: list[Seen], gone: Seen) -> list[Seen]:
    """An entry goes with its repeats at that phone, until somebody was seen leaving there."""
    if gone not in standing:
        return standing
    left = [s.minute for s in standing if (s.way, s.place) == ("out", gone.place) and s.minute > gone.minute]
    until = min(left, default=10_000)

    def repeats(one: Seen) -> bool:
        same = (one.way, one.place, one.phone) == ("in", gone.place, gone.phone)
        return gone.way == "in" and same and gone.minute <= one.minute < until

    return [one for one in standing if one is not gone and not repeats(one)]


def _times(standing: Sequence[Seen], place: int, one_room: bool, closed: bool) -> Times | None:
    first = last = out = None
    inside = False
    for one in sorted(standing, key=lambda seen: seen.minute):
        if one.way == "in" and place in (0, one.place):
            first, last, inside = (one.minute if first is None else first), one.minute, True
        elif (one.way == "out" and one.place == place) or (
            one_room and place and inside and (one.way == "in") == (one.place > 0)
        ):
            out, inside = one.minute, False
    if first is None or last is None:
        return None
    return (first, last, CLOSES, True) if inside and closed else (first, last, out, False)


@given(stories())
@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
async def test_attendance_is_the_same_for_each_order_of_upload(
    alice: Somebody, city: Organisation, story: Story
) -> None:
    start = (clock.now() - timedelta(days=1)).replace(second=0, microsecond=0)
    expected = modelled(story, closed=False), modelled(story, closed=True)
    for order in story.orders:
        assert await _played(alice, city, start, story, order) == expected


async def _played(
    alice: Somebody, city: Organisation, start: datetime, story: Story, order: list[int]
) -> tuple[dict[int, Times], dict[int, Times]]:
    end = start + timedelta(minutes=CLOSES - 60)
    event = await make.today(city, starts_at=start, ends_at=end)
    sessions = [await make_events.session(event, starts_at=start, ends_at=end) for _ in PLACES[1:]]
    rooms: list[UUID | None] = [None, *(session.id for session in sessions)]
    await set_door(alice.actor, event, DoorIn(one_room=story.one_room), clock.now())
    guest = await make.guest(event)
    ids = [uuid4() for _ in story.seen]
    for at in range(0, len(order), story.batch):
        await _sent(alice, event, guest.short_code, story, ids, rooms, start, order[at : at + story.batch])
    ids = [
        await admit_anyway(alice.actor, event, one, "Diizinkan panitia", clock.now())
        if story.seen[number].minute == EARLY
        else one
        for number, one in enumerate(ids)
    ]
    for number in story.undone:
        await undoing.undo_scan(alice.actor, event, ids[number], clock.now())
    before = await _found(event, rooms, start)
    await close_door(event.id, clock.now())
    return before, await _found(event, rooms, start)


async def _sent(
    alice: Somebody,
    event: Event,
    code: str,
    story: Story,
    ids: list[UUID],
    rooms: list[UUID | None],
    start: datetime,
    part: list[int],
) -> None:
    """As phones do: each delivers its own."""
    for phone in ("utara", "selatan"):
        scans = [
            ScanIn(
                id=ids[number],
                code=code,
                session_id=rooms[story.seen[number].place],
                direction=Direction(story.seen[number].way),
                scanned_at=start + timedelta(minutes=story.seen[number].minute),
            )
            for number in part
            if story.seen[number].phone == phone
        ]
        if scans:
            await actions.record_scans(alice.actor, event.id, phone, scans)


async def _found(event: Event, rooms: list[UUID | None], start: datetime) -> dict[int, Times]:
    rows: list[Any] = await Attendance.objects().where(Attendance.event == event.id)

    def minute(moment: datetime) -> int:
        return int((moment - start).total_seconds() // 60)

    return {
        rooms.index(row.session): (
            minute(row.first_in_at),
            minute(row.last_in_at),
            minute(row.last_out_at) if row.last_out_at else None,
            row.by_clock,
        )
        for row in rows
    }
