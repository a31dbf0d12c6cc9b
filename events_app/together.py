"""Many requests, one statement: what is asked while a statement runs shares the next one.

Nobody waits for company: a question that finds nothing running is asked at once. It is for the few questions
that every request of a busy hall asks, where the trip to the database costs more than its work.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

Q = TypeVar("Q")
A = TypeVar("A")
MOST = 64


class Together(Generic[Q, A]):
    """Collects the questions of requests that wait at the same time; `answer_all` answers them in their order.

    A question that would spoil the lot fails alone: the others are asked without it.
    """

    def __init__(self, answer_all: Callable[[list[Q]], Awaitable[list[A]]]) -> None:
        self._answer_all = answer_all
        self._waiting: deque[tuple[Q, asyncio.Future[A]]] = deque()
        self._asking: asyncio.Task[None] | None = None

    async def answer(self, question: Q) -> A:
        """The answer to one question."""
        done: asyncio.Future[A] = asyncio.get_running_loop().create_future()
        self._waiting.append((question, done))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return await done

    async def _ask(self) -> None:
        try:
            while self._waiting:
                await self._portion([self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))])
        finally:
            self._asking = None

    async def _portion(self, asked: list[tuple[Q, asyncio.Future[A]]]) -> None:
        try:
            answers = await self._answer_all([question for question, _done in asked])
        except Exception as fault:
            await self._apart(asked, fault)
            return
        for (_question, done), answer in zip(asked, answers, strict=True):
            if not done.done():  # whoever asked may have hung up
                done.set_result(answer)

    async def _apart(self, asked: list[tuple[Q, asyncio.Future[A]]], fault: Exception) -> None:
        if len(asked) > 1:
            for one in asked:
                await self._portion([one])
        elif not asked[0][1].done():
            asked[0][1].set_exception(fault)


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Any, Any]] = WeakKeyDictionary()


def together(answer_all: Callable[[list[Q]], Awaitable[list[A]]]) -> Together[Q, A]:
    """The collector of this event loop for one kind of question."""
    kinds = _of_loop.setdefault(asyncio.get_running_loop(), {})
    if answer_all not in kinds:
        kinds[answer_all] = Together(answer_all)
    found: Together[Q, A] = kinds[answer_all]
    return found
