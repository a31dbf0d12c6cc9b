"""What is asked at once is answered together, and nobody's fault is anybody else's."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from events_app.together import MOST, Together


async def test_asks_at_once_while_none_runs_and_gathers_what_comes_meanwhile() -> None:
    lots: list[list[int]] = []
    go = asyncio.Event()

    async def double(numbers: list[int]) -> list[int]:
        lots.append(numbers)
        await go.wait()
        return [2 * n for n in numbers]

    asked = Together(double)
    waiting = []
    for number in (1, 2, 3, 4):
        waiting.append(asyncio.create_task(asked.answer(number)))
        await _settled()
    assert lots == [[1]]
    go.set()
    assert await asyncio.gather(*waiting) == [2, 4, 6, 8]
    assert lots == [[1], [2, 3, 4]]


async def test_a_large_lot_that_fails_leaves_room_for_the_next() -> None:
    async def invert(numbers: list[int]) -> list[float]:
        await asyncio.sleep(0)
        return [1 / n for n in numbers]

    asked = Together(invert)
    async with asyncio.timeout(60):
        for _ in range(3):
            answers = await asyncio.gather(
                *[asked.answer(n) for n in range(2 * MOST)], return_exceptions=True
            )
            assert [type(answer) for answer in answers] == [ZeroDivisionError, *[float] * (2 * MOST - 1)]


async def test_a_question_that_comes_while_an_answer_goes_is_asked() -> None:
    async def back(numbers: list[int]) -> list[int]:
        await asyncio.sleep(0)
        return numbers

    asked = Together(back)

    async def insist() -> list[int]:
        return [await asked.answer(number) for number in range(100)]

    async with asyncio.timeout(60):
        assert await asyncio.gather(*[insist() for _ in range(5)]) == [list(range(100))] * 5


async def test_what_surrounds_the_questions_is_left_when_they_end_and_when_one_fails() -> None:
    told: list[str] = []

    @contextlib.asynccontextmanager
    async def around() -> AsyncIterator[None]:
        told.append("in")
        try:
            yield
        finally:
            told.append("out")

    async def invert(numbers: list[int]) -> list[float]:
        told.append(str(numbers))
        return [1 / n for n in numbers]

    asked = Together(invert, around)
    assert await asked.answer(1) == 1
    await _settled()
    assert told == ["in", "[1]", "out"]
    told.clear()
    answers = await asyncio.gather(*[asked.answer(n) for n in (1, 0)], return_exceptions=True)
    assert answers[0] == 1
    assert told == ["in", "[1, 0]", "out", "[1]", "[0]"]


async def test_everybody_hears_when_there_is_nowhere_to_ask() -> None:
    connections: list[str] = []

    @contextlib.asynccontextmanager
    async def borrowed() -> AsyncIterator[None]:
        connections.pop()
        yield

    async def invert(numbers: list[int]) -> list[float]:
        raise OSError("nor is there any now")

    asked = Together(invert, borrowed)
    async with asyncio.timeout(60):
        answers = await asyncio.gather(*[asked.answer(n) for n in range(5)], return_exceptions=True)
    assert [type(answer) for answer in answers] == [OSError] * 5


async def _settled() -> None:
    """What was begun has come as far as it comes by itself."""
    for _ in range(3):
        await asyncio.sleep(0)


async def test_a_question_that_spoils_the_lot_fails_alone() -> None:
    async def invert(numbers: list[int]) -> list[float]:
        return [1 / n for n in numbers]

    asked = Together(invert)
    answers = await asyncio.gather(*[asked.answer(n) for n in (1, 0, 2)], return_exceptions=True)
    assert (answers[0], answers[2]) == (1, 0.5)
    assert isinstance(answers[1], ZeroDivisionError)


async def test_one_who_hangs_up_takes_nobody_along() -> None:
    async def slow(numbers: list[int]) -> list[int]:
        await asyncio.sleep(0.01)
        return numbers

    asked = Together(slow)
    impatient, patient = asyncio.create_task(asked.answer(1)), asyncio.create_task(asked.answer(2))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == 2
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert await asked.answer(3) == 3
