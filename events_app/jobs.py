"""Work that is done after the answer, named by its job.

A room registers a handler with `@job("deliver")`; whoever causes the work calls `enqueue("deliver", {...})`
in its own transaction, so a job exists if and only if its cause does. A job says what, not how, and running
it twice must be safe: a worker that dies in the middle leaves its job to another.
"""

import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import (
    QueryBuilderEnvironment,
    QueryQueueBuilder,
    QuerySchedulerBuilder,
)
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings, Durability
from pgqueuer.domain.types import Channel

from events_app import i18n
from events_app.database import connection, execute, fetch

LOG = logging.getLogger("events_app.jobs")
Handler = Callable[[dict[str, Any]], Awaitable[None]]
R = TypeVar("R")

PAUSES = (
    timedelta(seconds=10),
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
)
"""How long a failed job waits before each further try; after the last it is held for a person."""

# Written out, because the library would otherwise take names from the environment, bare ones included.
NAMES = DBSettings(
    prefix="",
    db_schema=None,
    channel=Channel("ch_pgqueuer"),
    function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics",
    queue_status_type="pgqueuer_status",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules",
    durability=Durability.durable,
)

_last: ContextVar[bool] = ContextVar("last_try", default=False)
_handlers: dict[str, Handler] = {}
_schedules: dict[str, str] = {}
_endings: list[Callable[[], Awaitable[None]]] = []


def is_last(tries_before: int) -> bool:
    """Is a job that fails now held for a person?"""
    return tries_before >= len(PAUSES)


@contextmanager
def trying(tries_before: int) -> Iterator[None]:
    """While a handler works: it may ask `on_last_try`, to promise nothing that does not come."""
    token = _last.set(is_last(tries_before))
    try:
        yield
    finally:
        _last.reset(token)


def on_last_try() -> bool:
    """Is the job of the moment held for a person if it fails now?"""
    return _last.get()


def job(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of a job; a name has one handler."""

    def register(handler: Handler) -> Handler:
        if _handlers.setdefault(name, handler) is not handler:
            raise ValueError(f"the job {name!r} has a handler already")
        return handler

    return register


def schedule(name: str, cron: str) -> None:
    """Have the clock enqueue a job, with an empty payload, whenever the cron expression (UTC) says."""
    _schedules[name] = cron


def at_end(close: Callable[[], Awaitable[None]]) -> None:
    """Have something closed when a worker ends, such as kept connections."""
    _endings.append(close)


async def enqueue(
    name: str,
    payload: Mapping[str, Any],
    *,
    after: timedelta | None = None,
    dedupe: str | None = None,
    priority: int = 0,
) -> None:
    """Leave a job in the open transaction; with `dedupe`, not when one of that key waits or runs already.

    The payload is JSON (ids become text). The language of the moment goes with it. A higher priority goes
    first.
    """
    await enqueue_all(name, [payload], after=after, dedupe=[dedupe], priority=priority)


async def enqueue_all(
    name: str,
    payloads: Sequence[Mapping[str, Any]],
    *,
    after: timedelta | None = None,
    dedupe: Sequence[str | None] | None = None,
    priority: int = 0,
) -> None:
    """Leave many jobs of one name in one statement."""
    if not payloads:
        return
    count = len(payloads)
    await queries(AsyncpgDriver(connection())).enqueue(
        [name] * count,
        [json.dumps(payload, default=str).encode() for payload in payloads],
        [priority] * count,
        [after] * count,
        list(dedupe) if dedupe else [None] * count,
        [{"language": i18n.locale()}] * count,
        on_conflict="skip",
    )


def handlers() -> dict[str, Handler]:
    """Every registered job, by name."""
    return dict(_handlers)


def schedules() -> dict[str, str]:
    """The cron expression of every job that the clock enqueues."""
    return dict(_schedules)


async def each(what: str, rows: Iterable[R], do: Callable[[R], Awaitable[int]]) -> int:
    """Do something for each row of a round; returns the sum of what was done.

    `do` is atomic by itself. A row that makes it stumble is left as it was, logged by the kind of fault, and tried again
    with the next round; the others, of other organisations too, do not wait for it.
    """
    done = 0
    for row in rows:
        try:
            done += await do(row)
        except Exception as fault:
            LOG.warning(
                "a row made us stumble", extra={"facts": {"job": what, "fault": type(fault).__name__}}
            )
    return done


@dataclass(frozen=True)
class HeldJob:
    """A job whose last try failed; it waits for a person."""

    id: int
    name: str
    failed_at: datetime


async def held() -> list[HeldJob]:
    """The jobs that gave up, newest first."""
    rows = await fetch(
        """SELECT id, entrypoint AS name, updated AS failed_at FROM pgqueuer WHERE status = 'failed'
           ORDER BY updated DESC LIMIT 100"""
    )
    return [HeldJob(**row) for row in rows]


async def try_again(job_id: int) -> None:
    """Give a held job all its tries anew; any other job is left alone."""
    await execute(
        """UPDATE pgqueuer SET status = 'queued', attempts = 0, execute_after = now(), updated = now()
           WHERE id = $1 AND status = 'failed'""",
        job_id,
    )


async def end() -> None:
    """Close what the handlers kept."""
    for close in _endings:
        await close()


def queries(driver: Any) -> Queries:
    """The queue's own queries, bound to our names."""
    return Queries(
        driver,
        qbe=QueryBuilderEnvironment(NAMES),
        qbq=QueryQueueBuilder(NAMES),
        qbs=QuerySchedulerBuilder(NAMES),
    )


def install_sql() -> str:
    """The queue's tables, as the installed release declares them; for a migration."""
    return QueryBuilderEnvironment(NAMES).build_install_query()
