"""What is asked at once is answered together, and nobody's fault is anybody else's."""

import asyncio

import pytest

from events_app.together import Together


async def test_asks_at_once_when_nothing_runs_and_gathers_what_comes_meanwhile() -> None:
    lots: list[list[int]] = []

    async def double(numbers: list[int]) -> list[int]:
        lots.append(numbers)
        await asyncio.sleep(0.01)
        return [2 * n for n in numbers]

    asked = Together(double)
    first = asyncio.create_task(asked.answer(1))
    await asyncio.sleep(0.005)
    assert lots == [[1]]
    assert await asyncio.gather(first, *[asked.answer(n) for n in (2, 3, 4)]) == [2, 4, 6, 8]
    assert lots == [[1], [2, 3, 4]]


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
