"""Random histories of a promise, against the real database: never a forbidden state, and always what the model says.

`EVENTS_HISTORIES=3000 pytest tests/commitments/test_histories.py` runs as many as one likes; without it, what fits into
a minute. Each history has three actions, so three stories.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from itertools import count, pairwise
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Role
from events_app.commitments import actions
from events_app.commitments.forms import DecisionIn, DueChangeIn, UpdateIn, VerdictIn
from events_app.commitments.tables import AskDecision, DueChange, FollowUpAction, Submission, Verdict
from events_app.database import execute, fetch, fetch_value
from events_app.errors import Refusal
from events_app.stakeholders.merging.actions import merge
from events_app.stakeholders.merging.forms import MergeIn
from tests import databases, make_seating, make_stakeholders
from tests import make_commitments as make
from tests.commitments.histories import (
    FINAL,
    MOVES,
    OPENED,
    OWED,
    Act,
    Promise,
    refuses_asking,
    refuses_taking_back,
)
from tests.commitments.test_verdicts import user
from tests.databases import Postgres

HISTORIES = int(os.environ.get("EVENTS_HISTORIES", "100"))
STEPS = 25
WHICH = st.integers(0, 2)
JUDGES = st.sampled_from(["eko", "boss", "inside", "named", "colleague", "other", "ani", "beni"])
DAYS = st.integers(0, 3)
NOW_ON = "SELECT state, due, original_due, percent, reopened, done_on FROM follow_up_action WHERE commitment = $1 ORDER BY seq"
CHEATS = """
SELECT count(*) FROM verification v JOIN submission s ON s.id = v.submission
WHERE s."user" = v.verifier OR v.verifier IN (SELECT id FROM app_user WHERE institution = $1 AND organisation = $2)
"""


class Histories(RuleBasedStateMachine):
    """Whatever people do in whatever order, one verb at a time."""

    runner: ClassVar[asyncio.Runner]
    number: ClassVar[Iterator[int]] = count()

    def run(self, work: Awaitable[Any]) -> Any:
        async def whole() -> Any:
            return await work

        return self.runner.run(whole())

    @initialize()
    def begin(self) -> None:
        self.now = make.AGREED
        self.run(self._begin())

    async def _begin(self) -> None:
        self.city = await accounts.found(f"Kota {next(self.number)}")
        self.here = await make.scene(self.city)
        self.staff = make.staff(self.city)
        self.users = await self._people()
        self.post = await make_seating.position(self.city.id, self.here.promiser, "Kepala Bidang")
        await make_seating.hold(self.post, self.posts["ani"])
        judge = await make_seating.position(self.city.id, self.here.verifier, "Irban")
        await make_seating.hold(judge, self.posts["named"])
        by = {"verifier_institution_id": self.here.verifier.id}
        rows = [
            make.action_in(self.here, responsible_position_id=self.post.id, **by),
            make.action_in(self.here),
            make.action_in(self.here, verifier_position_id=judge.id, **by),
        ]
        self.row = await make.draft(self.city, self.here, actions=rows)
        self.model = Promise(
            [
                Act(make.DUE, owed_by_post=True, verifier="judge"),
                Act(make.DUE),
                Act(make.DUE, verifier="judge", judged_by_post=True),
            ]
        )

    async def _people(self) -> dict[str, Actor]:
        """Users by name; those who hold posts are people of the directory, too."""
        offices = {
            "inside": self.here.promiser,
            "named": self.here.verifier,
            "colleague": self.here.verifier,
            "other": self.here.other,
        }
        self.posts = {
            name: await make_stakeholders.person(self.city.id, name.title(), email=f"{name}@post.example")
            for name in ("ani", "beni", "named")
        }
        found = {}
        for name in ("eko", "boss", "ani", "beni", *offices):
            role = Role.owner if name == "boss" else Role.verifier
            office = offices[name].id if name in offices else None
            found[name] = await user(self.city, role, institution=office, email=f"{name}@post.example")
        return found

    def try_(self, expected: str | None, verb: Callable[[], Awaitable[Any]]) -> bool:
        """Does it, and holds the refusal, or that there is none, against the model's."""
        self.now += timedelta(minutes=7)
        refused = None
        try:
            self.run(verb())
        except Refusal as refusal:
            refused = type(refusal).__name__
        assert refused == expected
        return refused is None

    def one(self, which: int) -> FollowUpAction:
        rows: list[FollowUpAction] = self.run(self._rows())
        return rows[which]

    async def _rows(self) -> list[FollowUpAction]:
        chosen = FollowUpAction.commitment == self.row.id
        return list(await FollowUpAction.objects().where(chosen).order_by(FollowUpAction.seq))

    def last(self, which: int) -> Submission | None:
        async def found() -> Submission | None:
            mine = Submission.action == (await self._rows())[which].id
            return await Submission.objects().where(mine).order_by(Submission.no, ascending=False).first()

        row: Submission | None = self.run(found())
        return row

    @rule()
    def agree(self) -> None:
        if self.try_(self.model.refuses_agreeing(), lambda: actions.agree(self.staff, self.row, self.now)):
            self.model.state = "agreed"
            for act in self.model.acts:
                if act.state == "draft":
                    act.state, act.original = "open", act.due

    @rule(which=WHICH, percent=st.integers(0, 100))
    def report(self, which: int, percent: int) -> None:
        act, row = self.model.acts[which], self.one(which)
        form = UpdateIn(percent=percent, narrative="Jalan.")
        wrong = None if act.state in OWED else "WrongState"
        if self.try_(wrong, lambda: actions.report_progress(self.staff, row, form, self.now)):
            act.state, act.percent = "in_progress", percent

    @rule(which=WHICH, by_boss=st.booleans())
    def submit(self, which: int, by_boss: bool) -> None:
        act, row = self.model.acts[which], self.one(which)
        actor = self.users["boss"] if by_boss else self.staff
        wrong = None if act.state in OWED else "WrongState"
        if self.try_(wrong, lambda: make.submitted(row, actor, self.now)):
            act.state, act.submission, act.submitter = "submitted", "waits", "boss" if by_boss else ""

    @rule(which=WHICH)
    def take_back(self, which: int) -> None:
        act, sent = self.model.acts[which], self.last(which)
        if sent is None:
            return
        wrong = refuses_taking_back(act)
        if self.try_(wrong, lambda: actions.withdraw_submission(self.staff, sent, self.now)):
            act.state, act.submission = "in_progress", "withdrawn"

    @rule(which=WHICH, who=JUDGES, accept=st.booleans())
    def judge(self, which: int, who: str, accept: bool) -> None:
        act, sent = self.model.acts[which], self.last(which)
        if sent is None:
            return
        form = VerdictIn(verdict=Verdict.accepted if accept else Verdict.returned, reason="Dilihat.")
        wrong = self.model.refuses_verdict(who, act)
        if self.try_(wrong, lambda: actions.verify(self.users[who], sent, form, self.now)):
            act.state, act.submission = "verified" if accept else "returned", "judged"
            act.percent = 100 if accept else act.percent

    @rule(which=WHICH, days=DAYS)
    def ask_for_time(self, which: int, days: int) -> None:
        act, row = self.model.acts[which], self.one(which)
        due = act.first + timedelta(days=days)
        form = DueChangeIn(due=due, reason="Anggaran.")
        wrong = refuses_asking(act, due)
        if self.try_(wrong, lambda: actions.ask_due_change(self.staff, row, form, self.now)):
            act.pending = True

    @rule(which=WHICH, approve=st.booleans())
    def decide_on_time(self, which: int, approve: bool) -> None:
        act, row = self.model.acts[which], self.one(which)
        asked = (DueChange.action == row.id) & (DueChange.decision == AskDecision.pending.value)
        change = self.run(_first(DueChange.objects().where(asked)))
        assert (change is not None) == act.pending
        if change is None:
            return
        form = DecisionIn(decision=AskDecision.approved if approve else AskDecision.rejected)
        wrong = "WrongState" if approve and act.state not in OWED else None
        if self.try_(wrong, lambda: actions.decide_due_change(self.staff, change, form, self.now)):
            act.pending, act.due = False, change.new_due if approve else act.due

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        act, row = self.model.acts[which], self.one(which)
        wrong = None if act.state in OPENED | {"draft"} else "WrongState"
        if self.try_(wrong, lambda: actions.cancel_action(self.staff, row, "Tidak perlu.", self.now)):
            act.state = "cancelled"

    @rule(which=WHICH)
    def give_up(self, which: int) -> None:
        act, row = self.model.acts[which], self.one(which)
        wrong = None if act.state in OWED else "WrongState"
        if self.try_(wrong, lambda: make.give_up(self.staff, row, self.now)):
            act.state = "infeasible"

    @rule(which=WHICH)
    def reopen(self, which: int) -> None:
        act, row = self.model.acts[which], self.one(which)
        wrong = self.model.refuses_reopening(act)
        if self.try_(wrong, lambda: actions.reopen(self.staff, row, "Belum ada.", self.now)):
            act.state, act.reopened = "in_progress", act.reopened + 1

    @rule()
    def withdraw(self) -> None:
        wrong = "AlreadyEnded" if self.model.state in ("closed", "withdrawn") else None
        if self.try_(wrong, lambda: actions.withdraw(self.staff, self.row, "Diminta.", self.now)):
            self.model.state = "withdrawn"
            for act in self.model.acts:
                act.state = act.state if act.state in FINAL else "cancelled"

    @rule()
    def close(self) -> None:
        wrong = self.model.refuses_closing()
        if self.try_(wrong, lambda: actions.close(self.staff, self.row, make.CLOSING, self.now)):
            self.model.state = "closed"

    @rule()
    def another_holds_the_post(self) -> None:
        self.model.holder = "beni" if self.model.holder == "ani" else "ani"
        sql = "UPDATE position_holding SET person = $2 WHERE position = $1"
        self.run(execute(sql, self.post.id, self.posts[self.model.holder].id))

    @rule(into_promiser=st.booleans())
    def the_third_office_is_merged(self, into_promiser: bool) -> None:
        wrong = None if self.model.third_is == "third" else "AlreadyMerged"
        into = self.here.promiser if into_promiser else self.here.verifier
        plan = MergeIn.model_validate(
            {"kind": "institution", "loser_id": self.here.other.id, "survivor_id": into.id}
        )
        if self.try_(wrong, lambda: merge(self.staff, plan)):
            self.model.third_is = "promiser" if into_promiser else "judge"

    @invariant()
    def database_and_model_agree(self) -> None:
        if not hasattr(self, "row"):
            return
        stands = self.run(fetch(NOW_ON, self.row.id))
        for row, act in zip(stands, self.model.acts, strict=True):
            told = (row["state"], row["due"], row["original_due"], row["percent"], row["reopened"])
            assert told == (act.state, act.due, act.original, act.percent, act.reopened)
            assert (row["done_on"] is not None) == (act.state == "verified")
        sql = "SELECT state FROM commitment WHERE id = $1"
        assert self.run(fetch_value(sql, self.row.id)) == self.model.state

    def teardown(self) -> None:
        if hasattr(self, "row"):
            self.run(self._stories_are_possible())

    async def _stories_are_possible(self) -> None:
        for row, act in zip(await self._rows(), self.model.acts, strict=True):
            sql = "SELECT from_state, to_state FROM action_event WHERE action = $1 ORDER BY id"
            story = [(one["from_state"], one["to_state"]) for one in await fetch(sql, row.id)]
            assert set(story) <= MOVES
            assert all(before[1] == after[0] for before, after in pairwise(story))
            assert (story[0][0], story[-1][1]) == ("draft", act.state) if story else act.state == "draft"
            assert story.count(("verified", "in_progress")) == act.reopened
        assert await fetch_value(CHEATS, self.here.promiser.id, self.city.id) == 0


async def _first(query: Any) -> Any:
    return await query.first()


@pytest.fixture
def loop_with_database(postgres: Postgres, template: str) -> Iterator[asyncio.Runner]:
    """A loop of its own that is connected to a database of its own, since rules are no coroutines."""
    with asyncio.Runner() as runner:
        fresh = databases.fresh(postgres, template)
        connected = databases.connected(runner.run(_enter(fresh)))
        runner.run(_enter(connected))
        yield runner
        runner.run(_leave(connected))
        runner.run(_leave(fresh))


async def _enter(manager: Any) -> Any:
    return await manager.__aenter__()


async def _leave(manager: Any) -> None:
    await manager.__aexit__(None, None, None)


def test_no_history_reaches_a_forbidden_state(loop_with_database: asyncio.Runner) -> None:
    Histories.runner = loop_with_database
    chosen = settings(
        max_examples=HISTORIES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Histories, settings=chosen)
