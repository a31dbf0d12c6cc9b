"""Random histories: whatever comes in whatever order, a promise says the one answer that stands, and all of them stay."""

import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.ratifying import answering, asking, taking_back
from events_app.database import fetch
from events_app.errors import Refusal
from events_app.stakeholders.merging import actions as merging
from events_app.stakeholders.merging.forms import MergeIn
from events_app.stakeholders.merging.tables import MergeKind
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

TOLD = """
SELECT r.*, b.id AS back FROM ratification r LEFT JOIN ratification_taken_back b ON b.ratification = r.id ORDER BY r.no
"""
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


async def _take_back(it: Waiting, _dewi: Somebody) -> None:
    await taking_back.take_back(await comer(it), it.promise.id, clock.now())


async def _too_late(it: Waiting, _dewi: Somebody) -> None:
    await taking_back.take_back(await comer(it), it.promise.id, clock.now() + timedelta(minutes=11))


async def _set_back(it: Waiting, dewi: Somebody) -> None:
    chair = replace(it.staff, user=dewi.user.id)
    await taking_back.set_back(chair, it.promise, "Keliru.", clock.now())


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
    _take_back,
    _too_late,
    _set_back,
)


@pytest.mark.parametrize("seed", range(12))
async def test_no_history_reaches_what_must_not_be(seed: int, city: Organisation, dewi: Somebody) -> None:
    dice = random.Random(seed)
    it = await waiting(city)
    before: list[Any] = []
    for step in dice.choices(STEPS, k=18):
        with suppress(Refusal):
            await step(it, dewi)
        before = await _holds(it, before)


async def _holds(it: Waiting, before: list[Any]) -> list[Any]:
    """What is always true; gives back every answer and taking back, of which none ever goes or changes."""
    told = await fetch(TOLD)
    standing = [one["outcome"] for one in told if one["back"] is None]
    assert [one["no"] for one in told] == list(range(1, len(told) + 1))
    assert len(standing) <= 1
    assert await stands(it.promise.id) == (standing[0] if standing else "pending")
    assert sum(one.revoked_at is None for one in await links(it.promise)) <= 1
    assert it.speaker.person not in [one["person"] for one in told]
    for was, now in zip(before, told, strict=False):
        assert was["id"] == now["id"]
        assert was["back"] in (None, now["back"])
    assert len(told) >= len(before)
    return told


async def test_head_who_was_written_down_twice_is_one(city: Organisation) -> None:
    it = await waiting(city)
    twin = await make_stakeholders.person(city.id, "Hasan Basri", institution=it.here.promiser)
    plan = MergeIn(kind=MergeKind.person, loser_id=it.head.id, survivor_id=twin.id)
    await merging.merge(it.staff, plan)
    row = await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert row.person == twin.id
