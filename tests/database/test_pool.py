"""Connections always come back, and a pool without any says so."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import asyncpg
import pytest

from events_app.database import (
    DB,
    DatabaseFault,
    NotConnected,
    PoolExhausted,
    connect,
    disconnect,
    execute,
    fetch,
    fetch_value,
    transaction,
)
from tests.database.conftest import Note
from tests.databases import busy

pytestmark = pytest.mark.usefixtures("pool")


async def test_cancelled_query_leaks_no_connection() -> None:
    for _ in range(5):
        task = asyncio.create_task(sleeping_in_transaction())
        await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert busy() == 0
    assert await fetch_value("SELECT count(*) FROM note") == 0


async def test_killed_connection_keeps_the_first_error_and_leaks_nothing() -> None:
    for _ in range(5):
        with pytest.raises((asyncpg.PostgresConnectionError, asyncpg.AdminShutdownError)):
            async with transaction():
                await fetch("SELECT pg_terminate_backend(pg_backend_pid())")
        assert busy() == 0
    assert await fetch_value("SELECT 1") == 1


async def test_exhausted_pool_is_refused_by_name_and_recovers() -> None:
    async with every_connection_held():
        with pytest.raises(PoolExhausted, match="3 of 3 busy"):
            await fetch("SELECT 1")
        with pytest.raises(PoolExhausted):
            await Note.select()
    assert await fetch_value("SELECT 1") == 1


async def test_waiting_query_gets_the_connection_that_comes_free() -> None:
    async with every_connection_held():
        waiting = asyncio.create_task(fetch_value("SELECT 7"))
        await asyncio.sleep(0.02)
        assert not waiting.done()
    assert await waiting == 7


async def test_query_without_a_pool_is_refused(pool: str) -> None:
    await disconnect()
    await disconnect()
    with pytest.raises(NotConnected):
        await fetch("SELECT 1")
    await connect(pool, size=1)
    with pytest.raises(DatabaseFault, match="already connected"):
        await connect(pool)
    assert DB.pool.get_max_size() == 1  # type: ignore[union-attr]


async def sleeping_in_transaction() -> None:
    async with transaction():
        await execute("INSERT INTO note VALUES (1)")
        await fetch("SELECT pg_sleep(10)")


@contextlib.asynccontextmanager
async def every_connection_held() -> AsyncIterator[None]:
    held, over = asyncio.Barrier(4), asyncio.Event()
    holders = [asyncio.create_task(hold(held, over)) for _ in range(3)]
    await held.wait()
    yield
    over.set()
    await asyncio.gather(*holders)


async def hold(held: asyncio.Barrier, over: asyncio.Event) -> None:
    async with transaction():
        await held.wait()
        await over.wait()
