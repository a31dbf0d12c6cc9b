"""One connection for a page: asked for once, given back whatever happens, never shared with a child."""

import asyncio

import pytest

from events_app.database import (
    DB,
    PoolExhausted,
    execute,
    fetch_value,
    one_connection,
    steady_connection,
    transaction,
)
from tests.databases import busy

pytestmark = pytest.mark.usefixtures("pool")

WHO = "SELECT pg_backend_pid()"


async def test_statements_of_a_block_share_a_connection_and_give_it_back() -> None:
    async with one_connection():
        first = await fetch_value(WHO)
        assert [await fetch_value(WHO) for _ in range(3)] == [first] * 3
        assert busy() == 1
    assert busy() == 0


async def test_a_failure_inside_gives_the_connection_back() -> None:
    with pytest.raises(ZeroDivisionError):
        async with one_connection():
            raise ZeroDivisionError
    assert busy() == 0


async def test_a_transaction_inside_asks_for_no_second_connection() -> None:
    async with one_connection():
        first = await fetch_value(WHO)
        async with transaction():
            assert await fetch_value(WHO) == first
            await execute("INSERT INTO note (id) VALUES (1)")
        assert busy() == 1
    assert await fetch_value("SELECT count(*) FROM note") == 1
    assert busy() == 0


async def test_a_block_inside_a_transaction_reads_what_the_transaction_wrote() -> None:
    async with transaction():
        await execute("INSERT INTO note (id) VALUES (1)")
        async with one_connection():
            assert await fetch_value("SELECT count(*) FROM note") == 1
        assert busy() == 1


async def test_a_child_task_borrows_its_own_and_never_one_that_went_back() -> None:
    gone = asyncio.Event()

    async def later() -> object:
        await gone.wait()
        return await fetch_value(WHO)

    async with one_connection():
        mine = await fetch_value(WHO)
        other = await asyncio.create_task(_asked())
        task = asyncio.create_task(later())
    assert other != mine
    gone.set()
    assert await task
    assert busy() == 0


async def _asked() -> object:
    return await fetch_value(WHO)


async def test_a_block_that_asks_nothing_takes_no_connection() -> None:
    async with one_connection():
        assert busy() == 0
        async with one_connection():
            await fetch_value(WHO)
        assert busy() == 1
    assert busy() == 0


async def test_the_steady_connection_alone_plans_once_and_is_one() -> None:
    async with steady_connection():
        first = await fetch_value(WHO)
        assert await fetch_value("SHOW plan_cache_mode") == "force_generic_plan"
    assert await fetch_value("SHOW plan_cache_mode") == "auto"
    async with steady_connection():
        assert await fetch_value(WHO) == first


async def test_a_steady_connection_that_broke_is_replaced() -> None:
    async with steady_connection():
        lost = await fetch_value(WHO)
    await execute("SELECT pg_terminate_backend($1)", lost)
    await asyncio.sleep(0.2)
    async with steady_connection():
        assert await fetch_value(WHO) != lost


async def test_who_waits_for_the_steady_connection_in_vain_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async with steady_connection():
        await fetch_value(WHO)
        monkeypatch.setattr(DB, "acquire_seconds", 0.05)
        with pytest.raises(PoolExhausted, match="1 of 1 busy"):
            await asyncio.create_task(_steadily())


async def _steadily() -> None:
    async with steady_connection():
        await fetch_value(WHO)
