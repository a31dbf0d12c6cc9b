"""A transaction belongs to one task; its children are told so."""

import asyncio
import contextvars

import pytest

from events_app.database import (
    ChildTaskInTransaction,
    execute,
    fetch,
    fetch_one,
    transaction,
)
from tests.database.conftest import Note

pytestmark = pytest.mark.usefixtures("pool")


async def test_child_task_may_not_use_its_parents_transaction() -> None:
    async with transaction():
        for query in (
            fetch("SELECT 1"),
            fetch_one("SELECT 1"),
            execute("SELECT 1"),
            orm(),
            own_transaction(),
        ):
            with pytest.raises(ChildTaskInTransaction, match="empty contextvars"):
                await asyncio.create_task(query)
        await execute("INSERT INTO note VALUES (1)")
    assert await notes() == [1]


async def test_gathered_queries_in_a_transaction_are_refused() -> None:
    async with transaction():
        with pytest.raises(ChildTaskInTransaction):
            await asyncio.gather(fetch("SELECT 1"), fetch("SELECT 2"))


async def test_child_with_an_empty_context_uses_its_own_connection() -> None:
    async with transaction():
        await execute("INSERT INTO note VALUES (1)")
        seen = await asyncio.create_task(notes(), context=contextvars.Context())
    assert seen == []


async def test_child_that_outlives_the_transaction_may_query() -> None:
    over = asyncio.Event()

    async def child() -> list[int]:
        await over.wait()
        return await notes()

    async with transaction():
        task = asyncio.create_task(child())
        await execute("INSERT INTO note VALUES (1)")
    over.set()
    assert await task == [1]


async def notes() -> list[int]:
    return [row["id"] for row in await fetch("SELECT id FROM note ORDER BY id")]


async def orm() -> list[dict[str, object]]:
    return await Note.select()


async def own_transaction() -> None:
    async with transaction():
        pass
