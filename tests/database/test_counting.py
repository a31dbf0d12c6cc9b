"""The number of queries, which other tests promise to be constant."""

import asyncio

import pytest

from events_app.database import counting_queries, execute, fetch, transaction
from tests.database.conftest import Note

pytestmark = pytest.mark.usefixtures("pool")


async def test_counting_sees_orm_raw_and_child_queries() -> None:
    with counting_queries() as queries:
        async with transaction():
            await Note(id=1).save()
            await execute("UPDATE note SET text = 'x'")
        await asyncio.gather(fetch("SELECT 1"), fetch("SELECT 2"))
    assert queries.count == 4
    assert queries.statements[1] == "UPDATE note SET text = 'x'"


async def test_counting_ends_with_its_block_and_nests() -> None:
    with counting_queries() as outer:
        with counting_queries() as inner:
            await fetch("SELECT 1")
        await fetch("SELECT 2")
    await fetch("SELECT 3")
    assert (outer.count, inner.count) == (2, 1)


async def test_counting_leaves_out_other_tasks() -> None:
    async def counted() -> int:
        with counting_queries() as queries:
            await fetch("SELECT 1")
            await asyncio.sleep(0.02)
        return queries.count

    one, _, other = await asyncio.gather(counted(), fetch("SELECT 2"), counted())
    assert (one, other) == (1, 1)
