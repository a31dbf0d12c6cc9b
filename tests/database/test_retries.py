"""An atomic action that races another is repeated by us, not by the person who clicked."""

import asyncio

import asyncpg
import pytest

from events_app.database import atomically, execute, fetch_value, transaction

pytestmark = pytest.mark.usefixtures("pool")


class Attempts:
    """Counts the runs of an action, and lets two of them meet."""

    def __init__(self) -> None:
        self.count = 0
        self.barrier = asyncio.Barrier(2)

    async def meet(self) -> None:
        self.count += 1
        if self.count <= 2:  # later runs are repeats: nobody waits for them
            await self.barrier.wait()


async def test_atomically_repeats_a_deadlocked_action_until_both_are_done() -> None:
    attempts = Attempts()
    await execute("INSERT INTO note VALUES (1, ''), (2, '')")

    @atomically
    async def add(first: int, second: int, text: str) -> str:
        await execute("UPDATE note SET text = text || $2 WHERE id = $1", first, text)
        await attempts.meet()
        await execute("UPDATE note SET text = text || $2 WHERE id = $1", second, text)
        return text

    assert [*await asyncio.gather(add(1, 2, "a"), add(2, 1, text="b"))] == ["a", "b"]
    assert attempts.count == 3
    assert await fetch_value("SELECT length(string_agg(text, '')) FROM note") == 4


async def test_atomically_repeats_a_serialization_failure() -> None:
    attempts = Attempts()
    await execute("INSERT INTO note VALUES (1, '')")

    @atomically
    async def add(text: str) -> None:
        await execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        await fetch_value("SELECT text FROM note")
        await attempts.meet()
        await execute("UPDATE note SET text = text || $1", text)

    await asyncio.gather(add("a"), add("b"))
    assert attempts.count == 3
    assert sorted(await fetch_value("SELECT text FROM note")) == ["a", "b"]


async def test_atomically_gives_up_after_four_repeats() -> None:
    runs = 0

    @atomically
    async def unlucky() -> None:
        nonlocal runs
        runs += 1
        await execute("DO $$ BEGIN RAISE EXCEPTION 'race' USING ERRCODE = '40001'; END $$")

    with pytest.raises(asyncpg.SerializationError):
        await unlucky()
    assert runs == 5


async def test_atomically_inside_a_transaction_leaves_repeating_to_the_outermost() -> None:
    runs = 0

    @atomically
    async def inner() -> None:
        nonlocal runs
        runs += 1
        raise asyncpg.DeadlockDetectedError

    with pytest.raises(asyncpg.DeadlockDetectedError):
        async with transaction():
            await inner()
    assert runs == 1


async def test_atomically_writes_nothing_when_the_action_fails() -> None:
    @atomically
    async def fail() -> None:
        await execute("INSERT INTO note VALUES (1, '')")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await fetch_value("SELECT count(*) FROM note") == 0


async def test_atomically_keeps_name_and_promise_of_the_action() -> None:
    @atomically
    async def admit() -> None:
        """Admit once."""

    assert (admit.__name__, admit.__doc__) == ("admit", "Admit once.")
