"""Every verb from every state: what is possible happens, all else is refused by name, and the database agrees."""

import re
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.actions import moves
from events_app.commitments.actions.decisions import CommitmentEnded
from events_app.commitments.actions.moves import WrongState
from events_app.commitments.actions.work import AlreadyJudged, AlreadyWithdrawn
from events_app.commitments.forms import DecisionIn, DueChangeIn, UpdateIn
from events_app.commitments.tables import ActionState, FollowUpAction, Submission
from events_app.database import execute, fetch, fetch_value
from events_app.events.states import ChangedMeanwhile
from events_app.ids import new_id
from events_app.paths import MIGRATIONS
from tests import make_commitments as make
from tests.make_commitments import AGREED
from tests.people import Somebody

S = ActionState
Verb = Callable[[Organisation, FollowUpAction], Awaitable[Any]]


async def _report(city: Organisation, row: FollowUpAction) -> None:
    await actions.report_progress(make.staff(city), row, UpdateIn(percent=50, narrative="Jalan."), AGREED)


async def _submit(city: Organisation, row: FollowUpAction) -> None:
    await make.submitted(row, make.staff(city))


async def _take_back(city: Organisation, row: FollowUpAction) -> None:
    submission = await Submission.objects().where(Submission.action == row.id).first()
    if submission is None:
        raise WrongState(state="-")
    await actions.withdraw_submission(make.staff(city), submission, AGREED)


async def _accept(city: Organisation, row: FollowUpAction) -> None:
    await _judge(city, row, accept=True)


async def _return(city: Organisation, row: FollowUpAction) -> None:
    await _judge(city, row, accept=False)


async def _judge(city: Organisation, row: FollowUpAction, *, accept: bool) -> None:
    submission = await Submission.objects().where(Submission.action == row.id).first()
    if submission is None:
        raise WrongState(state="-")
    await make.judge(city, submission, accept)


async def _ask(city: Organisation, row: FollowUpAction) -> None:
    form = DueChangeIn(due=date(2027, 6, 30), reason="Anggaran perubahan.")
    await actions.ask_due_change(make.staff(city), row, form, AGREED)


async def _give_up(city: Organisation, row: FollowUpAction) -> None:
    await make.give_up(make.staff(city), row, AGREED)


async def _cancel(city: Organisation, row: FollowUpAction) -> None:
    await actions.cancel_action(make.staff(city), row, "Tidak perlu.", AGREED)


async def _reopen(city: Organisation, row: FollowUpAction) -> None:
    await actions.reopen(make.staff(city), row, "Ternyata belum.", AGREED)


TABLE: dict[str, tuple[Verb, dict[ActionState, ActionState]]] = {
    "report": (_report, {S.open: S.in_progress, S.in_progress: S.in_progress, S.returned: S.in_progress}),
    "submit": (_submit, {S.open: S.submitted, S.in_progress: S.submitted, S.returned: S.submitted}),
    "take_back": (_take_back, {S.submitted: S.in_progress}),
    "accept": (_accept, {S.submitted: S.verified}),
    "return": (_return, {S.submitted: S.returned}),
    "ask": (_ask, {S.open: S.open, S.in_progress: S.in_progress, S.returned: S.returned}),
    "give_up": (_give_up, {S.open: S.infeasible, S.in_progress: S.infeasible, S.returned: S.infeasible}),
    "cancel": (
        _cancel,
        dict.fromkeys((S.draft, S.open, S.in_progress, S.returned, S.submitted), S.cancelled),
    ),
    "reopen": (_reopen, {S.verified: S.in_progress}),
}


@pytest.mark.parametrize("verb", TABLE)
async def test_verb_does_from_each_state_what_the_table_says(verb: str, city: Organisation) -> None:
    act, leads_to = TABLE[verb]
    here = await make.scene(city)
    for state in ActionState:
        row = await make.in_state(city, here, state)
        told = await _events(row)
        if state in leads_to:
            await act(city, row)
            assert (await make.fresh(row)).state == leads_to[state], (verb, state)
            assert await _events(row) - told == int(state != leads_to[state])
        else:
            with pytest.raises((WrongState, AlreadyJudged, AlreadyWithdrawn)):
                await act(city, row)
            assert (await make.fresh(row)).state == state, (verb, state)
            assert await _events(row) == told


async def test_database_refuses_every_other_move(city: Organisation) -> None:
    here = await make.scene(city)
    allowed = {(origin, one.to) for one in moves.MOVES for origin in one.origins}
    for state in (S.open, S.verified, S.cancelled, S.infeasible):
        row = await make.in_state(city, here, state)
        for to in ActionState:
            if to != state and (state, to) not in allowed:
                with pytest.raises(asyncpg.IntegrityConstraintViolationError):
                    await execute("UPDATE follow_up_action SET state = $2 WHERE id = $1", row.id, to.value)


def test_migration_knows_the_same_moves_as_the_code() -> None:
    text = (Path(MIGRATIONS) / "events_app_0009_commitments.py").read_text()
    pairs = re.findall(r"\('(\w+)', '(\w+)'\)", text.split("RETURN NEW; END IF;\n  RAISE")[0])
    assert set(pairs) == {(origin.value, one.to.value) for one in moves.MOVES for origin in one.origins}


async def test_move_of_an_overtaken_row_is_refused(city: Organisation) -> None:
    row = await make.in_state(city, await make.scene(city), S.in_progress)
    await execute("UPDATE follow_up_action SET row_version = row_version + 1 WHERE id = $1", row.id)
    with pytest.raises(ChangedMeanwhile):
        await moves.move(make.staff(city), row, moves.SUBMIT, AGREED)


async def test_wrong_state_names_the_state_in_the_readers_language(city: Organisation) -> None:
    row = await make.in_state(city, await make.scene(city), S.cancelled)
    with pytest.raises(WrongState) as refusal:
        await _report(city, row)
    assert refusal.value.as_problem()["state"] == "cancelled"
    assert "Dibatalkan" in refusal.value.text


async def test_reopening_is_counted_and_undoes_the_day(city: Organisation) -> None:
    row = await make.in_state(city, await make.scene(city), S.verified)
    assert row.done_on == date(2026, 12, 14)
    reopened = await actions.reopen(make.staff(city), row, "Posko tutup.", AGREED)
    assert (reopened.reopened, reopened.state) == (1, S.in_progress)
    assert await fetch_value("SELECT done_on FROM follow_up_action") is None


async def test_an_action_of_a_closed_commitment_is_not_reopened(city: Organisation) -> None:
    row = await make.in_state(city, await make.scene(city), S.verified)
    sql = """UPDATE commitment SET state = 'closed', closing_rating = 'complete', rated_at = $2, rated_by = $3
    WHERE id = $1"""
    await execute(sql, row.commitment, AGREED, new_id())
    with pytest.raises(CommitmentEnded):
        await actions.reopen(make.staff(city), row, "Posko tutup.", AGREED)


async def test_a_nearer_due_date_brings_the_start_along(city: Organisation) -> None:
    row = await make.opened(city, await make.scene(city))
    await execute("UPDATE follow_up_action SET start_date = due WHERE id = $1", row.id)
    nearer = row.due - timedelta(days=3)
    form = DueChangeIn(due=nearer, reason="Ternyata bisa lebih cepat.")
    change = await actions.ask_due_change(make.staff(city), row, form, AGREED)
    decision = DecisionIn(decision="approved")  # type: ignore[arg-type]
    await actions.decide_due_change(make.staff(city), change, decision, AGREED)
    dates = await fetch("SELECT due, start_date FROM follow_up_action WHERE id = $1", row.id)
    assert dict(dates[0]) == {"due": nearer, "start_date": nearer}


APPEND_ONLY = ("action_event", "progress_update", "submission", "evidence", "verification")


@pytest.mark.parametrize("table", APPEND_ONLY)
async def test_story_cannot_be_rewritten_in_the_database(table: str, city: Organisation) -> None:
    here = await make.scene(city)
    row = await make.in_state(city, here, S.in_progress)
    await make.judge(city, await make.submitted(row, make.staff(city)), accept=False)
    assert await fetch_value(f"SELECT count(*) FROM {table}") > 0
    for statement in (f"UPDATE {table} SET created_at = now()", f"DELETE FROM {table}"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="append-only"):
            await execute(statement)


async def test_submission_may_only_be_withdrawn_once(city: Organisation) -> None:
    row = await make.in_state(city, await make.scene(city), S.submitted)
    await execute("UPDATE submission SET withdrawn_at = now() WHERE action = $1", row.id)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("UPDATE submission SET withdrawn_at = NULL WHERE action = $1", row.id)


async def test_original_due_never_changes_once_open(city: Organisation) -> None:
    row = await make.in_state(city, await make.scene(city), S.open)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="original due"):
        await execute("UPDATE follow_up_action SET original_due = '2030-01-01' WHERE id = $1", row.id)


BROKEN = (
    "UPDATE follow_up_action SET percent = 101",
    "UPDATE follow_up_action SET percent = -1",
    "UPDATE follow_up_action SET done_on = '2027-01-01'",
    "UPDATE follow_up_action SET verifier_institution = responsible_institution",
    "UPDATE commitment SET state = 'withdrawn', state_reason = ''",
    "UPDATE commitment SET agreed_at = NULL",
    "UPDATE commitment SET visibility = 'secret'",
    "INSERT INTO evidence (id, organisation, created_at, submission, kind, title, document, url, evidence_date,"
    " contains_personal_data)"
    " SELECT gen_random_uuid(), organisation, now(), id, 'link', 't', NULL, '', '2027-01-01', false FROM submission",
    "INSERT INTO submission SELECT gen_random_uuid(), organisation, created_at, action, no, statement,"
    ' "user", person, submitter_institution, withdrawn_at FROM submission',
)


@pytest.mark.parametrize("statement", BROKEN)
async def test_database_refuses_impossible_rows(statement: str, city: Organisation) -> None:
    await make.in_state(city, await make.scene(city), S.submitted)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute(statement)


async def _events(row: FollowUpAction) -> int:
    return len(await fetch("SELECT id FROM action_event WHERE action = $1", row.id))


async def test_no_other_due_date_before_the_promise_was_agreed_can_be_asked_for(
    dewi: Somebody, city: Organisation
) -> None:
    row = await make.opened(city, await make.scene(city))
    eve = AGREED.date() - timedelta(days=1)
    sent = {"due": str(eve), "reason": "Salah ketik."}
    refused = await dewi.api.post(f"/actions/{row.id}/due-changes", json=sent)
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [
        ("due", "due_before_agreement")
    ]
    shown = await dewi.web.post(f"/actions/{row.id}/due-change", sent)
    assert shown.status_code == 422
    assert 'id="f-due-error"' in shown.text
    assert f'value="{eve}"' in shown.text
    same_day = sent | {"due": str(AGREED.date())}
    assert (await dewi.api.post(f"/actions/{row.id}/due-changes", json=same_day)).status_code == 201
