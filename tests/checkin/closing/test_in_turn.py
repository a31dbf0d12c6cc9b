"""Two doors that see one guest in the same moment agree, whichever of them commits first."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin import actions
from events_app.checkin.closing.actions import set_door
from events_app.checkin.closing.forms import DoorIn
from events_app.checkin.forms import ScanIn
from events_app.checkin.tables import Attendance, Direction
from events_app.database import transaction
from events_app.events.tables import Event
from events_app.ids import new_id
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody

A_MOMENT = 0.3
TEN = timedelta(minutes=10)


async def slowly(
    alice: Somebody, event: Event, scan: ScanIn, written: asyncio.Event, go_on: asyncio.Event
) -> None:
    """One door whose transaction stays open a while after everything in it is written."""
    async with transaction():
        await actions.record_scans(alice.actor, event.id, "utara", [scan])
        written.set()
        await go_on.wait()


async def beside(alice: Somebody, event: Event, first: ScanIn, *others: ScanIn) -> None:
    """The other door begins, and would end if it could, before the first has committed."""
    written, go_on = asyncio.Event(), asyncio.Event()

    async def quickly() -> None:
        for scan in others:
            await actions.record_scans(alice.actor, event.id, "selatan", [scan])

    slow = asyncio.create_task(slowly(alice, event, first, written, go_on))
    await written.wait()
    quick = asyncio.create_task(quickly())
    await asyncio.sleep(A_MOMENT)
    go_on.set()
    await asyncio.gather(slow, quick)


async def times(session: Any) -> tuple[datetime, datetime | None]:
    rows: list[Any] = await Attendance.objects()
    (row,) = (one for one in rows if one.session == session)
    return row.last_in_at, row.last_out_at


def seen(guest: Any, way: Direction, at: datetime, session: Any = None) -> ScanIn:
    return ScanIn(id=new_id(), code=guest.short_code, direction=way, session_id=session, scanned_at=at)


@pytest.mark.parametrize("entry_first", [True, False])
async def test_an_exit_beside_the_first_entry_is_kept(
    entry_first: bool, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest, came = await make.guest(event), event.starts_at
    left = came + timedelta(minutes=20)
    both = [seen(guest, Direction.into, came), seen(guest, Direction.out, left)]
    await beside(alice, event, *(both if entry_first else both[::-1]))
    assert await times(None) == (came, left)


async def test_an_exit_from_a_room_is_kept_beside_the_entry_and_a_move_elsewhere(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await set_door(alice.actor, event, DoorIn(one_room=True), clock.now())
    a, b = [
        (await make_events.session(event, title=title, starts_at=event.starts_at, ends_at=event.ends_at)).id
        for title in ("Ruang A", "Ruang B")
    ]
    guest, (came, left, moved) = await make.guest(event), [event.starts_at + one * TEN for one in (3, 4, 5)]
    entry, move = seen(guest, Direction.into, came, b), seen(guest, Direction.into, moved, a)
    await beside(alice, event, seen(guest, Direction.out, left, b), entry, move)
    assert await times(b) == (came, left)


async def test_nobody_is_present_who_was_only_seen_leaving(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await actions.record_scans(alice.actor, event.id, "utara", [seen(guest, Direction.out, event.starts_at)])
    assert await Attendance.count() == 0
