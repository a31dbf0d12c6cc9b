"""Runs the jobs: claims them from the queue, retries with growing pauses, and stops without losing one.

Several workers may run on one database. A claimed job is leased: its worker renews the lease while it runs,
and a job whose worker died is taken by another when the lease ends.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable
from datetime import timedelta
from functools import partial
from typing import Any

import asyncpg
from pgqueuer import PgQueuer
from pgqueuer.domain.errors import FailingListenerError, RetryRequested
from pgqueuer.domain.models import Job, Schedule
from pgqueuer.domain.types import Channel

from events_app import i18n, jobs
from events_app.database import SESSION, DatabaseFault, execute, transaction
from events_app.jobs import Handler
from events_app.queue_driver import ListeningDriver

LOG = logging.getLogger("events_app.worker")

LEASE = timedelta(seconds=20)
GRACE = 5.0
"""How many seconds a running job has to finish once the worker is told to stop."""

AT_ONCE = 8
POLL = timedelta(seconds=5)
KEEP_LOG_DAYS = 30
LOST_DATABASE = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what a connection says that died in the middle of a statement
    DatabaseFault,
    FailingListenerError,
)


class JobFailed(Exception):
    """A job's last try failed. Names the kind of fault only: its text may hold personal data."""


async def work(dsn: str, stop: asyncio.Event, *, lease: timedelta = LEASE) -> None:
    """Run jobs until `stop`, then return within eight seconds; a database that went away is waited for.

    Handlers use the process's own pool (`database.connect`); the queue has connections of its own.
    """
    pause = 0.5
    while not stop.is_set():
        try:
            await _work(dsn, stop, lease)
        except LOST_DATABASE as fault:
            pause = min(pause * 2, 30.0)
            LOG.warning("the queue is out of reach", extra={"facts": {"fault": type(fault).__name__}})
            await _either(stop.wait(), asyncio.sleep(pause))


async def _work(dsn: str, stop: asyncio.Event, lease: timedelta) -> None:
    session = SESSION | {"application_name": "events_app worker"}
    pool = await asyncpg.create_pool(dsn, min_size=2, max_size=4, server_settings=session)
    driver = ListeningDriver(pool)
    queuer = PgQueuer(driver, channel=Channel(jobs.NAMES.channel), queries=jobs.queries(driver))
    hurry = asyncio.Event()
    _register(queuer, hurry)
    ending = asyncio.create_task(_end(stop, queuer.shutdown, hurry))
    try:
        await queuer.run(
            dequeue_timeout=min(POLL, lease / 2),
            batch_size=AT_ONCE // 2,
            max_concurrent_tasks=AT_ONCE,
            heartbeat_timeout=lease,
            shutdown_on_listener_failure=True,
        )
    finally:
        ending.cancel()
        await _close(pool)
        await jobs.end()


async def _close(pool: asyncpg.Pool) -> None:
    """The queue never gives back a listening connection that the database dropped: do not wait for it."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(1):
            await pool.close()


def _register(queuer: PgQueuer, hurry: asyncio.Event) -> None:
    for name, handler in jobs.handlers().items():
        queuer.entrypoint(name, on_failure="hold", accepts_context=False)(partial(_run, handler, hurry))
    for name, cron in jobs.schedules().items():
        queuer.schedule(name, cron, accepts_context=False)(partial(_fall_due, name))


async def _end(stop: asyncio.Event, shutdown: asyncio.Event, hurry: asyncio.Event) -> None:
    await stop.wait()
    shutdown.set()
    await asyncio.sleep(GRACE)
    hurry.set()


async def _fall_due(name: str, due: Schedule) -> None:
    """The clock only leaves a job, so that a scheduled run is retried like any other."""
    async with transaction():
        await jobs.enqueue(name, {}, dedupe=f"schedule:{name}")


async def _run(handler: Handler, hurry: asyncio.Event, job: Job) -> None:
    """Run a job in a task of its own, which may be cut short without the queue forgetting the job."""
    task = asyncio.create_task(_speak(handler, job))
    # A cancelled job would be deleted by the queue, so being cancelled is answered like being hurried.
    with contextlib.suppress(asyncio.CancelledError):
        await _either(task, hurry.wait())
    if not task.done():
        task.cancel()
        await asyncio.wait({task})
    if task.cancelled():
        raise RetryRequested(timedelta(0), "the worker stopped")
    fault = task.exception()
    if fault is not None:
        raise _again(job, fault) from None


async def _speak(handler: Handler, job: Job) -> None:
    language = str((job.headers or {}).get("language", i18n.DEFAULT))
    with i18n.using(language), jobs.trying(job.attempts):
        await handler(_payload(job))


def _payload(job: Job) -> dict[str, Any]:
    payload: dict[str, Any] = json.loads(job.payload or b"{}")
    return payload


def _again(job: Job, fault: BaseException) -> Exception:
    kind = type(fault).__name__
    facts = {"job": job.entrypoint, "try": job.attempts + 1, "fault": kind}
    LOG.warning("job failed", extra={"facts": facts})
    if jobs.is_last(job.attempts):
        return JobFailed(kind)
    return RetryRequested(jobs.PAUSES[job.attempts], kind)


async def _either(one: Awaitable[Any], other: Awaitable[Any]) -> None:
    """Wait for the first of two; a bare coroutine that came second is dropped, a task is left alone."""
    tasks = [asyncio.ensure_future(each) for each in (one, other)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for given, task in zip((one, other), tasks, strict=True):
            if task is not given:
                task.cancel()


@jobs.job("tidy_queue")
async def tidy_queue(payload: dict[str, Any]) -> None:
    """Forget the queue's own log of long ago; what the product promises is kept in its own tables."""
    await execute("DELETE FROM pgqueuer_log WHERE created < now() - make_interval(days => $1)", KEEP_LOG_DAYS)
    await execute(
        "DELETE FROM pgqueuer_statistics WHERE created < now() - make_interval(days => $1)", KEEP_LOG_DAYS
    )


jobs.schedule("tidy_queue", "17 3 * * *")
