"""Many requests, few statements: what is asked while a statement runs shares the next one.

Nobody waits for company: a question that finds none running is asked at once. It is for the few questions that
every request of a busy hall asks, where the trip to the database costs more than its work.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from events_app.database import one_connection

Q = TypeVar("Q")
A = TypeVar("A")
Around = Callable[[], contextlib.AbstractAsyncContextManager[None]]
MOST = 64


class Together(Generic[Q, A]):
    """Collects the questions of requests that wait at the same time; `answer_all` answers them in their order.

    A question that would spoil the lot fails alone: the others are asked without it. `around` is entered for as
    long as questions keep coming, and left when one fails: what failed may be the connection it lent.
    """

    def __init__(
        self, answer_all: Callable[[list[Q]], Awaitable[list[A]]], around: Around = contextlib.nullcontext
    ) -> None:
        self._answer_all, self._around = answer_all, around
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
            while asked := self._portion():
                await self._stretch(asked)
        finally:  # not later: a question that came before the task is over would find nobody to ask it
            self._asking = None

    def _portion(self) -> list[tuple[Q, asyncio.Future[A]]]:
        return [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]

    async def _stretch(self, asked: list[tuple[Q, asyncio.Future[A]]]) -> None:
        """Asks this portion, and those that gather meanwhile."""
        try:
            async with self._around():
                while asked:
                    answers = await self._answer_all([question for question, _done in asked])
                    _settle(asked, answers)
                    asked = self._portion()
        except Exception as fault:
            await self._apart(asked, fault)

    async def _apart(self, asked: list[tuple[Q, asyncio.Future[A]]], fault: Exception) -> None:
        if len(asked) > 1:
            for one in asked:
                await self._alone(one)
        elif asked and not asked[0][1].done():
            asked[0][1].set_exception(fault)

    async def _alone(self, one: tuple[Q, asyncio.Future[A]]) -> None:
        try:
            _settle([one], await self._answer_all([one[0]]))
        except Exception as fault:
            await self._apart([one], fault)


def _settle(asked: list[tuple[Q, asyncio.Future[A]]], answers: list[A]) -> None:
    for (_question, done), answer in zip(asked, answers, strict=True):
        if not done.done():  # whoever asked may have hung up
            done.set_result(answer)


_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, dict[Any, Any]] = WeakKeyDictionary()


def together(
    answer_all: Callable[[list[Q]], Awaitable[list[A]]], around: Around = one_connection
) -> Together[Q, A]:
    """The collector of this event loop for one kind of question, whose statements share a connection while they follow
    one another."""
    kinds = _of_loop.setdefault(asyncio.get_running_loop(), {})
    if answer_all not in kinds:
        kinds[answer_all] = Together(answer_all, around)
    found: Together[Q, A] = kinds[answer_all]
    return found
