"""Each test is a fault of the plain engine that must not come back."""

from datetime import datetime

import asyncpg
import pytest

from events_app.database import (
    NaiveDatetime,
    NoTransaction,
    connection,
    execute,
    fetch,
    fetch_value,
    in_transaction,
    transaction,
)
from tests.database.conftest import Note
from tests.databases import busy

pytestmark = pytest.mark.usefixtures("pool")

ORPHAN = "INSERT INTO reply VALUES (1, 404)"


async def notes() -> list[int]:
    return [row["id"] for row in await fetch("SELECT id FROM note ORDER BY id")]


async def test_commit_keeps_orm_and_raw_rows_together() -> None:
    async with transaction():
        await Note(id=1, text="orm").save()
        assert await execute("INSERT INTO note VALUES (2, 'raw')") == "INSERT 0 1"
    assert await Note.select(Note.text).order_by(Note.id) == [{"text": "orm"}, {"text": "raw"}]


async def test_exception_undoes_orm_and_raw_rows_together() -> None:
    with pytest.raises(ZeroDivisionError):
        await write_then_fail(1, 2)
    assert await notes() == []
    assert busy() == 0


async def test_failed_commit_gives_its_connection_back() -> None:
    for _ in range(10):  # more than the pool holds
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with transaction():
                await execute(ORPHAN)
        assert busy() == 0
        assert not in_transaction()
    assert await fetch_value("SELECT count(*) FROM reply") == 0


async def test_failed_commit_leaves_the_task_without_a_transaction() -> None:
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with transaction():
            await execute(ORPHAN)
    await execute("INSERT INTO note VALUES (1)")  # commits by itself
    async with transaction():
        await execute("INSERT INTO note VALUES (2)")
    assert await notes() == [1, 2]


async def test_caught_inner_failure_undoes_only_the_inner_part() -> None:
    async with transaction():
        await execute("INSERT INTO note VALUES (1)")
        with pytest.raises(ZeroDivisionError):
            await write_then_fail(2)
        await execute("INSERT INTO note VALUES (3)")
    assert await notes() == [1, 3]


async def test_caught_server_error_inside_leaves_the_outer_part_usable() -> None:
    async with transaction():
        await execute("INSERT INTO note VALUES (1)")
        with pytest.raises(asyncpg.UniqueViolationError):
            async with transaction():
                await execute("INSERT INTO note VALUES (1)")
        await execute("INSERT INTO note VALUES (2)")
    assert await notes() == [1, 2]


async def test_outer_failure_undoes_a_finished_inner_part() -> None:
    with pytest.raises(ZeroDivisionError):
        await finish_inside_then_fail()
    assert await notes() == []


async def test_nesting_three_deep_uses_one_connection_and_real_savepoints() -> None:
    async with transaction():
        await execute("INSERT INTO note VALUES (1)")
        async with transaction():
            await execute("INSERT INTO note VALUES (2)")
            with pytest.raises(ZeroDivisionError):
                await write_then_fail(3)
            assert busy() == 1
            assert await notes() == [1, 2]
    assert await notes() == [1, 2]


async def test_piccolo_savepoint_still_rolls_back_by_hand() -> None:
    async with transaction() as whole:
        await execute("INSERT INTO note VALUES (1)")
        savepoint = await whole.savepoint()
        await execute("INSERT INTO note VALUES (2)")
        await savepoint.rollback_to()  # type: ignore[no-untyped-call]
    assert await notes() == [1]


async def test_rollback_by_hand_writes_nothing() -> None:
    async with transaction() as whole:
        await execute("INSERT INTO note VALUES (1)")
        await whole.rollback()  # type: ignore[no-untyped-call]
    assert await notes() == []
    assert busy() == 0


async def test_naive_datetime_is_refused() -> None:
    for query in (fetch, fetch_value, execute):
        with pytest.raises(NaiveDatetime):
            await query("SELECT $1::timestamptz", datetime(2026, 8, 12, 9))  # noqa: DTZ001


async def test_connection_is_the_open_transactions_own() -> None:
    with pytest.raises(NoTransaction):
        connection()
    async with transaction():
        await connection().execute("INSERT INTO note VALUES (1)")
        assert await notes() == [1]
    assert await notes() == [1]


async def test_batch_lets_an_exception_out() -> None:
    await execute("INSERT INTO note SELECT generate_series(1, 5)")
    with pytest.raises(ZeroDivisionError):
        await fail_at_the_second_portion()


async def write_then_fail(*ids: int) -> None:
    async with transaction():
        await Note(id=ids[0]).save()
        for other in ids[1:]:
            await execute("INSERT INTO note VALUES ($1)", other)
        raise ZeroDivisionError


async def finish_inside_then_fail() -> None:
    async with transaction():
        async with transaction():
            await execute("INSERT INTO note VALUES (1)")
        raise ZeroDivisionError


async def fail_at_the_second_portion() -> None:
    async with await Note.select().batch(batch_size=2) as batch:
        async for rows in batch:
            assert len(rows) == 2
            raise ZeroDivisionError
