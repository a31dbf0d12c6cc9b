"""Two shared statements under way at once: what one has written and not yet committed, the other waits for."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

import pytest

from events_app.accounts.tables import Organisation
from events_app.checkin import actions
from events_app.checkin.forms import ScanIn
from events_app.checkin.tables import Attendance, Scan
from events_app.database import atomically, execute, fetch_value, transaction
from events_app.events.tables import Event
from tests import make_checkin as make
from tests.people import Somebody

CUT_OFF = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND wait_event_type = 'Lock'
"""
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make.today(city)


def seen(guest: Any, **more: Any) -> ScanIn:
    return ScanIn.model_validate(make.scan(guest.short_code, **more))


async def waits_for_a_lock() -> None:
    async with asyncio.timeout(60):
        while not await fetch_value(WAITING):  # noqa: ASYNC110 - another connection waits, and tells nobody
            await asyncio.sleep(0.01)


class Changed(Exception):
    """The transaction is to be rolled back."""


@contextlib.asynccontextmanager
async def while_open(change: Any, *, kept: bool = True) -> AsyncIterator[None]:
    """Inside the block `change` is written in a transaction that ends when the block does."""
    written, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        with contextlib.suppress(Changed):
            async with transaction():
                try:
                    await change()
                finally:
                    written.set()
                await go_on.wait()
                if not kept:
                    raise Changed

    holding = asyncio.create_task(hold())
    await written.wait()
    try:
        yield
    finally:
        go_on.set()
        await holding


async def beside(alice: Somebody, event: Event, first: ScanIn, then: ScanIn, *, kept: bool = True) -> Any:
    """The verdict of `then`, which another connection asked for while the scan `first` was not committed yet."""

    async def scan() -> None:
        await actions.record_scans(alice.actor, event.id, "utara", [first])

    async with while_open(scan, kept=kept):
        asked = asyncio.create_task(actions.record_scans(alice.actor, event.id, "selatan", [then]))
        await waits_for_a_lock()
    return (await asked)[0]


async def test_a_pass_in_two_statements_is_admitted_once(alice: Somebody, event: Event) -> None:
    guest = await make.guest(event)
    first, then = seen(guest), seen(guest)
    verdict = await beside(alice, event, first, then)
    assert (verdict.outcome, verdict.first_in_device) == ("already", "utara")
    assert verdict.first_in_at == first.scanned_at
    assert await Attendance.count() == 1


async def test_a_pass_is_admitted_where_the_statement_before_it_was_lost(
    alice: Somebody, event: Event
) -> None:
    guest = await make.guest(event)
    verdict = await beside(alice, event, seen(guest), seen(guest), kept=False)
    assert verdict.outcome == "admitted"
    assert (await Scan.count(), await Attendance.count()) == (1, 1)


async def test_an_id_in_two_statements_keeps_its_first_answer(alice: Somebody, event: Event) -> None:
    guest, other = await make.guest(event), await make.guest(event, "Sri Lestari")
    first = seen(guest)
    verdict = await beside(alice, event, first, seen(other, id=first.id))
    assert (verdict.outcome, verdict.guest.id) == ("admitted", guest.id)
    assert await Scan.count() == 1


async def test_whoever_loses_a_deadlock_is_asked_again(alice: Somebody, event: Event) -> None:
    """The shared statement has the first guest's row and wants the second's; the other way round goes a bulk change."""
    guests = sorted([await make.guest(event, name) for name in ("Sri Lestari", "Budi Santoso")], key=_id)
    await actions.record_scans(alice.actor, event.id, "utara", [seen(guest) for guest in guests])
    touch = "UPDATE attendance SET by_clock = by_clock WHERE guest = $1"
    begun, go_on = asyncio.Event(), asyncio.Event()

    @atomically
    async def bulk_change() -> None:
        await execute(touch, guests[1].id)
        begun.set()
        await go_on.wait()
        await execute(touch, guests[0].id)

    other = asyncio.create_task(bulk_change())
    await begun.wait()
    scans = [seen(guest) for guest in guests]
    asked = asyncio.create_task(actions.record_scans(alice.actor, event.id, "utara", scans))
    await waits_for_a_lock()
    go_on.set()
    again = await asked
    await other
    assert [verdict.outcome for verdict in again] == ["already", "already"]
    assert await Scan.count() == 4


def _id(guest: Any) -> UUID:
    found: UUID = guest.id
    return found


async def test_scans_of_many_phones_are_all_answered_and_each_in_its_own_language(
    alice: Somebody, event: Event
) -> None:
    guest = await make.guest(event)
    posts = [
        alice.api.post(
            f"/events/{event.id}/scans",
            json=make.scans(guest.short_code, "???"),
            headers={"accept-language": ("id", "en")[number % 2]},
        )
        for number in range(30)
    ]
    answers = [answer.json()["results"] for answer in await asyncio.gather(*posts)]
    assert sorted(first["outcome"] for first, _then in answers) == ["admitted", *["already"] * 29]
    advice = [then["advice"] for _first, then in answers]
    assert advice == advice[:2] * 15
    assert advice[0] != advice[1]
    assert await Attendance.count() == 1


async def test_a_connection_that_is_lost_takes_nobody_along(alice: Somebody, event: Event) -> None:
    held, free = await make.guest(event), await make.guest(event, "Sri Lestari")

    async def scan() -> None:
        await actions.record_scans(alice.actor, event.id, "utara", [seen(held)])

    async with while_open(scan):
        waiting, other = [
            asyncio.create_task(actions.record_scans(alice.actor, event.id, "selatan", [seen(guest)]))
            for guest in (held, free)
        ]
        await waits_for_a_lock()
        assert not other.done()  # they share the statement
        await execute(CUT_OFF)
        await waits_for_a_lock()
    assert [(await one)[0].outcome for one in (waiting, other)] == ["already", "admitted"]
    assert await Scan.count() == 3
