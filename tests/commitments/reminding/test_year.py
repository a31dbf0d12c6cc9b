"""A simulated year: outages, kills in the middle, two workers, holders who change, extensions; each is said once.

The product's own clock is moved from day to day. What must be said is worked out beside it, from the ladder alone: the
rungs that were the latest one reached on a working day on which a run came through. `SIMULATED_YEARS` asks for more.
"""

import asyncio
import os
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments import actions as promises
from events_app.commitments.forms import DecisionIn, DueChangeIn
from events_app.commitments.reminding import actions, digests, ladder, mornings
from events_app.commitments.tables import AskDecision, FollowUpAction
from events_app.database import execute, fetch, fetch_value
from events_app.events.holidays.queries import closed_days
from events_app.stakeholders.tables import Position, PositionHolding
from tests import make_commitments as make
from tests import make_stakeholders
from tests.commitments.reminding.runs import at
from tests.commitments.test_verdicts import user

SEEDS = range(int(os.environ.get("SIMULATED_YEARS", "2")))
START, DAYS, ACTIONS = date(2026, 12, 15), 370, 6
Said = tuple[UUID, str, date, str]
"""Action, rule, due date, address."""


class PowerCut(Exception):
    """The process ends here."""


@dataclass
class Year:
    """The city, what happens in it, and what its ladder must have said by now."""

    city: Organisation
    chance: random.Random
    here: make.Scene
    position: Position
    rows: list[FollowUpAction] = field(default_factory=list)
    due: dict[UUID, date] = field(default_factory=dict)
    fixed: dict[UUID, date] = field(default_factory=dict)
    holder: str = "lama@dinsos.example"
    expected: Counter[Said] = field(default_factory=Counter)
    spoken: set[tuple[UUID, str, date, str]] = field(default_factory=set)

    async def change(self, day: date) -> None:
        """Now and then a holder changes, or a due date is extended; before eight in the morning."""
        if self.chance.random() < 0.02:
            await self._hand_over(day)
        if self.chance.random() < 0.03:
            await self._extend(self.chance.choice(self.rows), day)

    async def _hand_over(self, day: date) -> None:
        name = f"Pemangku {day:%y%m%d}"
        self.holder = f"p{day:%y%m%d}@dinsos.example"
        person = await make_stakeholders.person(
            self.city.id, name, institution=self.here.promiser, email=self.holder
        )
        await execute(
            "UPDATE position_holding SET ends_on = $2 WHERE position = $1 AND ends_on IS NULL",
            self.position.id,
            day - timedelta(days=1),
        )
        await hold(self.position, person.id, day)

    async def _extend(self, row: FollowUpAction, day: date) -> None:
        new = max(self.due[row.id], day) + timedelta(days=self.chance.randint(5, 60))
        actor, now = make.staff(self.city), at(day, 5)
        change = await promises.ask_due_change(
            actor, await make.fresh(row), DueChangeIn(due=new, reason="Anggaran."), now
        )
        await promises.decide_due_change(actor, change, DecisionIn(decision=AskDecision.approved), now)
        self.due[row.id], self.fixed[row.id] = new, day

    def expect(self, day: date) -> None:
        """What a run that comes through today must add: the latest rung reached, once for each role."""
        for row in self.rows:
            anchor = self.due[row.id]
            reached = [
                rung for rung in ladder.DUE if self.fixed[row.id] < anchor + timedelta(days=rung.days) <= day
            ]
            if reached:
                self._hear(row.id, reached[-1], anchor)

    def _hear(self, action: UUID, rung: ladder.Rung, anchor: date) -> None:
        for role in rung.hears:
            if (action, rung.rule, anchor, role) not in self.spoken:
                self.spoken.add((action, rung.rule, anchor, role))
                address = {"owner": self.holder, "head": "kadis@x.example"}.get(role, f"{role}@x.example")
                self.expected[action, rung.rule, anchor, address] += 1


async def hold(position: Position, person: UUID, first: date | None) -> None:
    await PositionHolding(
        organisation=position.organisation, person=person, position=position.id, starts_on=first
    ).save()


async def begin(city: Organisation, seed: int) -> Year:
    here = await make.scene(city)
    position = Position(organisation=city.id, institution=here.promiser.id, title="Kabid", title_key="kabid")
    await position.save()
    old = await make_stakeholders.person(
        city.id, "Lama", institution=here.promiser, email="lama@dinsos.example"
    )
    await hold(position, old.id, None)
    await make_stakeholders.person(
        city.id, "Kadis", institution=here.promiser, position="Kadis", is_head=True, email="kadis@x.example"
    )
    await user(city, Role.secretariat, email="secretariat@x.example")
    await user(city, Role.chair, email="chair@x.example")
    year = Year(city, random.Random(seed), here, position)
    for number in range(ACTIONS):
        due = START + timedelta(days=year.chance.randint(10, 330))
        row = await make.opened(city, here, at(START, 10), due=due, title=f"Aksi {number}")
        await execute(
            "UPDATE follow_up_action SET responsible_position = $2 WHERE id = $1", row.id, position.id
        )
        year.rows.append(row)
        year.due[row.id], year.fixed[row.id] = due, START
    return year


async def morning(year: Year, day: date, monkeypatch: pytest.MonkeyPatch) -> bool:
    """One day's runs; says whether one came through. Some days none does, some are killed, some meet another."""
    fate = year.chance.random()
    if fate < 0.12:
        return False
    if fate < 0.24:
        await killed_while_finding(at(day, 8), monkeypatch)
    if 0.24 <= fate < 0.36:
        await asyncio.gather(*(actions.remind_due(at(day, 8)) for _ in range(2)))
    await actions.remind_due(at(day, year.chance.choice((8, 9, 15))))
    if fate > 0.88:
        await killed_while_writing(at(day, 16), monkeypatch)
    if fate > 0.5:
        await asyncio.gather(*(digests.write_all(at(day, 17)) for _ in range(2)))
    return True


async def killed_while_finding(moment: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the ledger's rows were written and before they were kept."""

    async def cut(*_given: object, **_more: object) -> None:
        raise PowerCut()

    with monkeypatch.context() as patched:
        patched.setattr("events_app.commitments.reminding.actions.summaries.queue", cut)
        with pytest.raises(PowerCut):
            await actions.say(await mornings.now_in(moment), moment)


async def killed_while_writing(moment: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between the messages of the outbox and the digest that names them."""

    async def cut(sql: str, *given: object) -> str:
        raise PowerCut() if sql == digests.SETTLE else AssertionError(sql)

    waits = await fetch_value(
        "SELECT count(*) FROM reminder_digest WHERE settled_at IS NULL AND kind = 'daily'"
    )
    with monkeypatch.context() as patched:
        patched.setattr("events_app.commitments.reminding.digests.execute", cut)
        if waits:
            with pytest.raises(PowerCut):
                await digests.write_all(moment)


@pytest.mark.parametrize("seed", SEEDS)
async def test_year_of_trouble_says_each_reminder_once_and_loses_none(
    seed: int, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    year = await begin(city, seed)
    closed = {day for _who, day in await closed_days(START, START + timedelta(days=DAYS))}
    for number in range(1, DAYS):
        day = START + timedelta(days=number)
        await year.change(day)
        came = await morning(year, day, monkeypatch)
        if came and day.isoweekday() < 6 and day not in closed:
            year.expect(day)
    await digests.write_all(at(START + timedelta(days=DAYS)))
    rows = await fetch("SELECT action, rule, due_snapshot, recipient FROM reminder_dispatch WHERE aloud")
    assert Counter(tuple(row) for row in rows) == year.expected
    assert sum(year.expected.values()) > 20, "the year was too quiet to prove anything"
    await each_digest_has_its_message()


async def each_digest_has_its_message() -> None:
    """One message a digest, one digest a person and day; nothing waits, nothing was written twice."""
    unsettled = "SELECT count(*) FROM reminder_digest WHERE kind = 'daily' AND message IS NULL"
    assert await fetch_value(unsettled) == 0
    counts = await fetch(
        "SELECT (SELECT count(*) FROM reminder_digest WHERE kind = 'daily') AS digests,"
        " (SELECT count(*) FROM message WHERE kind = 'commitments.action_reminder') AS messages,"
        " (SELECT count(DISTINCT (recipient, period)) FROM reminder_digest WHERE kind = 'daily') AS days"
    )
    assert len(set(counts[0])) == 1, dict(counts[0])
