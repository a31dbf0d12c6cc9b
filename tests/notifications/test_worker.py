"""The worker: once each, whoever dies."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from events_app import jobs, worker
from events_app.accounts.tables import Organisation
from events_app.database import fetch, fetch_value, transaction
from events_app.i18n import locale, using
from events_app.notifications import actions, delivery
from events_app.notifications import jobs as notification_jobs
from tests.make_notifications import invitation
from tests.notifications.postman import Postman

assert notification_jobs, "registers the handlers"

ALONE = """
import asyncio, sys
from datetime import timedelta
from events_app import database, worker
from events_app.notifications import jobs
async def main():
    await database.connect(sys.argv[1], size=4)
    await worker.work(sys.argv[1], asyncio.Event(), lease=timedelta(seconds=2))
asyncio.run(main())
"""


@contextlib.asynccontextmanager
async def working(dsn: str, *, lease: float = 2.0) -> AsyncIterator[asyncio.Event]:
    """A worker runs inside the block and is stopped at its end."""
    stop = asyncio.Event()
    task = asyncio.create_task(worker.work(dsn, stop, lease=timedelta(seconds=lease)))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(task, 8)


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 20.0) -> None:
    """Wait for something to become true."""
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - the database tells nobody
            await asyncio.sleep(0.05)


async def all_sent() -> bool:
    return not await fetch_value("SELECT count(*) FROM message WHERE state <> 'sent'")


async def queue_empty() -> bool:
    return not await fetch_value("SELECT count(*) FROM pgqueuer")


@pytest.fixture
def handler(monkeypatch: pytest.MonkeyPatch) -> Callable[[jobs.Handler], None]:
    """Registers a job named `try` for one test."""

    def register(given: jobs.Handler) -> None:
        monkeypatch.setitem(jobs._handlers, "try", given)

    return register


async def leave(payload: dict[str, Any], **more: Any) -> None:
    async with transaction():
        await jobs.enqueue("try", payload, **more)


async def test_two_workers_deliver_each_message_once(
    organisation: Organisation, mailing: Postman, db: str
) -> None:
    await actions.enqueue_all(organisation.id, [invitation() for _number in range(50)])
    async with working(db), working(db):
        await until(all_sent)
        await until(queue_empty)
    assert max(Counter(mailing.ids()).values()) == 1
    assert len(mailing.mails) == 50


async def test_worker_retries_after_a_pause(
    organisation: Organisation, mailing: Postman, db: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "PAUSES", (timedelta(seconds=0.2),))
    mailing.refusals["dwi@dinas.example"] = ["452 mailbox full"]
    message = await actions.enqueue(organisation.id, invitation())
    async with working(db):
        await until(all_sent)
    assert await fetch_value("SELECT attempts FROM message WHERE id = $1", message.id) == 2


async def test_worker_comes_back_when_the_database_dropped_it(
    organisation: Organisation, mailing: Postman, db: str
) -> None:
    drop = """SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
              WHERE application_name = 'events_app worker' AND datname = current_database()"""

    async def dropped() -> bool:
        return bool(await fetch_value(drop))

    async with working(db):
        await until(dropped)
        await actions.enqueue(organisation.id, invitation())
        await until(all_sent)
    assert len(mailing.mails) == 1


async def test_killed_worker_loses_nothing_and_repeats_nothing_recorded(
    organisation: Organisation, mailing: Postman, db: str
) -> None:
    await actions.enqueue_all(organisation.id, [invitation() for _number in range(12)])
    mailing.slowness = 0.15
    killed = await _killed_while_sending(db, mailing)
    recorded = await fetch("SELECT id FROM message WHERE state = 'sent'")
    assert killed == -signal.SIGKILL
    assert 0 < len(recorded) < 12
    async with working(db):
        await until(all_sent)
    times = Counter(mailing.ids())
    assert all(times[f"<{row['id']}@lembayung.example>"] == 1 for row in recorded)
    assert len(times) == 12


async def _killed_while_sending(db: str, mailing: Postman) -> int | None:
    port = f"smtp://127.0.0.1:{mailing.port}"
    settings = {"EVENTS_SMTP_URL": port, "EVENTS_MAIL_FROM": "events@lembayung.example"}
    alone = await asyncio.create_subprocess_exec(
        sys.executable, "-c", ALONE, db, env={**os.environ, **settings, "EVENTS_SECRET_KEY": "k" * 40}
    )

    async def in_the_middle() -> bool:
        return len(mailing.mails) >= 3 and mailing.started > len(mailing.mails)

    await until(in_the_middle)
    alone.kill()
    return await alone.wait()


async def test_stopping_worker_finishes_its_job(db: str, handler: Callable[[jobs.Handler], None]) -> None:
    said: list[str] = []

    async def slow(payload: dict[str, Any]) -> None:
        said.append("begun")
        await asyncio.sleep(1)
        said.append("done")

    handler(slow)
    await leave({})
    async with working(db) as stop:
        await until(_said(said))
        stop.set()
    assert (said, await fetch_value("SELECT count(*) FROM pgqueuer")) == (["begun", "done"], 0)


async def test_stopping_worker_returns_an_endless_job_to_the_queue(
    db: str, handler: Callable[[jobs.Handler], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.2)
    said: list[str] = []

    async def endless(payload: dict[str, Any]) -> None:
        said.append("begun")
        await asyncio.sleep(3600)

    handler(endless)
    await leave({})
    started = time.monotonic()
    async with working(db):
        await until(_said(said))
    assert time.monotonic() - started < 5
    assert await fetch_value("SELECT status::text FROM pgqueuer") == "queued"


async def test_job_that_keeps_failing_is_held_without_its_words(
    db: str, handler: Callable[[jobs.Handler], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PAUSES", (timedelta(0), timedelta(0)))
    tries: list[int] = []

    async def broken(payload: dict[str, Any]) -> None:
        tries.append(1)
        raise ValueError("secret@person.example")

    async def held() -> bool:
        return bool(await fetch_value("SELECT status = 'failed' FROM pgqueuer"))

    handler(broken)
    await leave({})
    async with working(db):
        await until(held)
    (job,) = await jobs.held()
    await jobs.try_again(job.id)
    assert (job.name, await jobs.held()) == ("try", [])
    log = await fetch_value("SELECT string_agg(traceback::text, ' ') FROM pgqueuer_log")
    assert len(tries) == 3
    assert "ValueError" in log
    assert "secret" not in log


async def test_job_speaks_the_language_of_its_cause(db: str, handler: Callable[[jobs.Handler], None]) -> None:
    said: list[str] = []

    async def speak(payload: dict[str, Any]) -> None:
        said.append(f"{locale()} {payload['word']}")

    handler(speak)
    with using("en"):
        await leave({"word": "hello"})
    async with working(db):
        await until(queue_empty)
    assert said == ["en hello"]


async def test_enqueue_keeps_one_job_a_key(db: str) -> None:
    for _time in range(3):
        await leave({}, dedupe="only")
    assert await fetch_value("SELECT count(*) FROM pgqueuer") == 1


async def test_clock_leaves_a_job(
    db: str, handler: Callable[[jobs.Handler], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    async def tick(payload: dict[str, Any]) -> None:
        said.append("tick")

    handler(tick)
    monkeypatch.setitem(jobs._schedules, "try", "* * * * * */1")
    async with working(db):
        await until(_said(said))
    assert said[0] == "tick"


def _said(said: list[str]) -> Callable[[], Awaitable[bool]]:
    async def something() -> bool:
        return bool(said)

    return something
