"""Random histories: whatever comes in whatever order, a promise says what was answered, once, by who may answer."""

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.ratifying import answering, asking
from events_app.database import fetch
from events_app.errors import Refusal
from events_app.stakeholders.merging import actions as merging
from events_app.stakeholders.merging.forms import MergeIn
from events_app.stakeholders.merging.tables import Kind
from tests import make_stakeholders
from tests.commitments.ratifying.waiting import (
    NO,
    PDF,
    YES,
    Waiting,
    comer,
    hand_over,
    letter,
    links,
    stands,
    waiting,
)
from tests.people import Somebody

Step = Callable[[Waiting, Somebody], Awaitable[object]]


async def _yes(it: Waiting, _dewi: Somebody) -> None:
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())


async def _no(it: Waiting, _dewi: Somebody) -> None:
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())


async def _letter(it: Waiting, dewi: Somebody) -> None:
    await answering.hand_in(dewi.actor, it.promise, letter(it), "surat.pdf", PDF, clock.now())


async def _speaker_signs(it: Waiting, dewi: Somebody) -> None:
    said = letter(it, signed_by_id=it.speaker.person)
    await answering.hand_in(dewi.actor, it.promise, said, "surat.pdf", PDF, clock.now())


async def _hand_over(it: Waiting, _dewi: Somebody) -> None:
    if len(await fetch("SELECT FROM position_holding WHERE position = $1", it.position.id)) < 2:
        await hand_over(it)


async def _ask_new(_it: Waiting, _dewi: Somebody) -> None:
    await asking.ask_new_holders(clock.now())


async def _again(it: Waiting, dewi: Somebody) -> None:
    await asking.ask_again(dewi.actor, it.promise, clock.now())


async def _end(it: Waiting, dewi: Somebody) -> None:
    await asking.end_link(dewi.actor, it.promise, clock.now())


async def _withdraw(it: Waiting, _dewi: Somebody) -> None:
    await actions.withdraw(it.staff, it.promise, "Diganti.", clock.now())


STEPS: tuple[Step, ...] = (
    _yes,
    _no,
    _letter,
    _speaker_signs,
    _hand_over,
    _ask_new,
    _again,
    _end,
    _withdraw,
)


@pytest.mark.parametrize("seed", range(12))
async def test_no_history_reaches_what_must_not_be(seed: int, city: Organisation, dewi: Somebody) -> None:
    dice = random.Random(seed)
    it = await waiting(city)
    first: str | None = None
    for step in dice.choices(STEPS, k=14):
        with suppress(Refusal):
            await step(it, dewi)
        first = await _holds(it, first)


async def _holds(it: Waiting, first: str | None) -> str | None:
    """What is always true; gives back the answer that stands, which never changes."""
    answers = await fetch("SELECT * FROM ratification")
    assert len(answers) <= 1
    assert await stands(it.promise.id) == (answers[0]["outcome"] if answers else "pending")
    assert sum(one.revoked_at is None for one in await links(it.promise)) <= 1
    if not answers:
        assert first is None
        return None
    assert answers[0]["person"] != it.speaker.person
    assert first in (None, answers[0]["outcome"])
    return str(answers[0]["outcome"])


async def test_head_who_was_written_down_twice_is_one(city: Organisation) -> None:
    it = await waiting(city)
    twin = await make_stakeholders.person(city.id, "Hasan Basri", institution=it.here.promiser)
    plan = MergeIn(kind=Kind.person, loser_id=it.head.id, survivor_id=twin.id)
    await merging.merge(it.staff, plan)
    row = await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert row.person == twin.id
