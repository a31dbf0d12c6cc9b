"""The sending worker is killed at random points, and the mail server dies: everybody gets their message."""

import asyncio
import os
import random
import sys
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch, fetch_value
from events_app.notifications import actions, delivery, pace
from tests.make_notifications import invitation
from tests.notifications.conftest import set_smtp
from tests.notifications.postman import Postman, free_port, standing
from tests.notifications.test_worker import ALONE, all_sent, until, working

MESSAGES, KILLS = 200, 4


async def test_killed_workers_repeat_one_message_each_at_most(
    organisation: Organisation, mailing: Postman, db: str
) -> None:
    mailing.slowness = 0.004
    receivers = [invitation(to=f"tamu{number}@dinas.example") for number in range(MESSAGES)]
    rows = await actions.enqueue_all(organisation.id, receivers)
    dice, killed, recorded = random.Random(), 0, set[str]()
    while killed < KILLS and not await all_sent():
        recorded |= {str(row["id"]) for row in await fetch("SELECT id FROM message WHERE state = 'sent'")}
        killed += await _killed_after(dice.randint(1, MESSAGES // (KILLS + 1)), db, mailing)
        await _no_lease_is_waited_for()
    acknowledged = Counter(mailing.ids())
    async with working(db):
        await until(all_sent, 60)
    times = Counter(mailing.ids())
    assert set(times) == {f"<{row.id}@lembayung.example>" for row in rows}
    assert sum(times.values()) - MESSAGES <= killed
    assert all(
        times[f"<{one}@lembayung.example>"] == acknowledged[f"<{one}@lembayung.example>"] for one in recorded
    )
    assert {str(mail["To"]) for mail in mailing.mails} == {f"Dwi Hartono <{one.to_address}>" for one in rows}
    assert killed == KILLS


async def _killed_after(more: int, db: str, mailing: Postman) -> int:
    """A worker of its own, killed as soon as it handed over so many; 1 when it had the chance."""
    goal = len(mailing.mails) + more
    given = {
        "EVENTS_SMTP_URL": f"smtp://127.0.0.1:{mailing.port}",
        "EVENTS_MAIL_FROM": "events@lembayung.example",
        "EVENTS_SECRET_KEY": "k" * 40,
    }
    alone = await asyncio.create_subprocess_exec(sys.executable, "-c", ALONE, db, env={**os.environ, **given})

    async def enough() -> bool:
        return len(mailing.mails) >= goal

    try:
        await until(enough, 40)
    finally:
        alone.kill()
        await alone.wait()
    return 1


async def _no_lease_is_waited_for() -> None:
    """What a dead worker had claimed is found by the sweep or after its lease; the test need not wait for either."""
    await execute("UPDATE pgqueuer SET heartbeat = now() - interval '1 hour' WHERE status = 'picked'")


async def test_server_that_dies_in_the_middle_gets_the_rest_when_it_is_back(
    organisation: Organisation, db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, before, after = free_port(), Postman(), Postman()
    set_smtp(monkeypatch, f"smtp://127.0.0.1:{port}")
    monkeypatch.setattr(delivery, "PAUSES", (timedelta(seconds=0.2),) * 5)
    monkeypatch.setattr(pace, "spread", lambda: timedelta(seconds=0.1))
    monkeypatch.setattr(pace, "REST", pace.REST.replace("15 seconds", "0.3 seconds"))
    before.slowness = 0.05
    await actions.enqueue_all(organisation.id, [invitation() for _number in range(30)])

    async def some() -> bool:
        return len(before.mails) >= 5

    async with working(db):
        with standing(before, port):
            await until(some)
        await asyncio.sleep(0.5)
        with standing(after, port):
            await until(all_sent, 40)
    times = Counter(before.ids() + after.ids())
    assert len(times) == 30
    assert max(times.values()) <= 2  # the one that was being handed over may have been taken


async def test_busy_server_is_left_in_peace_and_no_try_is_counted(
    organisation: Organisation, mailing: Postman
) -> None:
    mailing.busy = "421 4.7.0 too fast"
    first, second = [await actions.enqueue(organisation.id, invitation()) for _number in range(2)]
    await delivery.deliver(first.id, clock.now())
    mailing.busy = ""
    await delivery.deliver(second.id, clock.now())
    states = await fetch("SELECT state, attempts, next_try_at > now() AS later FROM message ORDER BY id")
    assert [tuple(row) for row in states] == [("queued", 1, True), ("queued", 0, True)]
    assert mailing.started == 0


async def test_server_that_hangs_is_given_up_after_a_while(
    organisation: Organisation, mailing: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "LONGEST", 0.5)
    mailing.slowness = 3
    message = await actions.enqueue(organisation.id, invitation())
    await delivery.deliver(message.id, clock.now())
    row = await _row(message.id)
    assert (row["state"], row["last_error"]) == ("queued", "TimeoutError")


async def test_crowd_leaves_at_the_pace_that_is_set_and_one_person_does_not_wait(
    organisation: Organisation, mailing: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, f"smtp://127.0.0.1:{mailing.port}", mail_per_minute=12)
    crowd = await actions.enqueue_all(organisation.id, [invitation() for _number in range(3)])
    now = clock.now()
    assert [await delivery.may_go([one.id], now) for one in crowd] == [True, False, False]
    waits = await fetch(
        "SELECT round(extract(epoch FROM next_try_at - $1)) AS s FROM message ORDER BY id", now
    )
    assert [row["s"] for row in waits] == [None, 5, 10]
    alone = await actions.enqueue(organisation.id, invitation())
    await delivery.deliver(alone.id, clock.now())
    assert (await _row(alone.id))["state"] == "sent"


async def _row(message: Any) -> Any:
    rows = await fetch("SELECT * FROM message WHERE id = $1", message)
    return rows[0]


async def test_messages_hold_placeholders_in_the_database(
    organisation: Organisation, mailing: Postman
) -> None:
    await actions.enqueue(organisation.id, invitation())
    kept = await fetch_value("SELECT string_agg(m::text, ' ') FROM message m")
    assert "/rsvp/" in kept
    assert "lembayung.example/rsvp" not in kept
