"""What each verb does to rows that were judged and locked, each with a few statements however many rows there are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.audit import Entry
from events_app.bulk import insert_new
from events_app.commitments import mails
from events_app.commitments.assigning.keeping import Passed, pass_verifiers
from events_app.commitments.board import telling
from events_app.commitments.board.forms import BoardChangeIn
from events_app.commitments.reminding.muting import EXPIRED
from events_app.commitments.reminding.tables import ReminderMute
from events_app.commitments.tables import ActionEvent, ActionState, AskDecision, DueChange
from events_app.database import execute, fetch, fetch_value

MOVE_DUE = """
UPDATE follow_up_action SET due = $2, start_date = least(start_date, $2), row_version = row_version + 1
WHERE id = ANY($1)
"""
SHOW_TO = """
UPDATE commitment SET visibility = $2, row_version = row_version + 1 WHERE id = ANY($1) RETURNING id, row_version
"""
CANCEL = """
UPDATE follow_up_action SET state = 'cancelled', state_since = $2, row_version = row_version + 1 WHERE id = ANY($1)
"""
TODAY = """
SELECT ($2::timestamptz AT TIME ZONE timezone)::date FROM organisation WHERE id = $1 FOR UPDATE
"""


@dataclass(frozen=True)
class Stroke:
    """What stood before and stands now of one row: enough to take it back, and to see whether anybody changed it."""

    action: UUID
    before: dict[str, Any]
    after: dict[str, Any]


async def remind(actor: Actor, said: BoardChangeIn, rows: list[Any], now: datetime) -> list[Stroke]:
    """One message to each owner about all that is asked of them."""
    await telling.ask_for_progress(actor, _ids(rows), now)
    await audit.record_all(actor, "action.progress_asked", [Entry(row["id"]) for row in rows])
    return [Stroke(row["id"], {}, {}) for row in rows]


async def move_due(actor: Actor, said: BoardChangeIn, rows: list[Any], now: datetime) -> list[Stroke]:
    """A decided change of the due date for each; the original one stays for ever, and the owner is told."""
    made = [
        Stroke(row["id"], _due(row), {"due": said.due, "row_version": row["row_version"] + 1}) for row in rows
    ]
    await decide_dues(actor, [(row, said.due) for row in rows], said.reason, now)
    await execute(MOVE_DUE, _ids(rows), said.due)
    await tell_dues(actor, {row["id"]: said.due for row in rows}, said.reason, now)
    return made


async def set_verifier(actor: Actor, said: BoardChangeIn, rows: list[Any], now: datetime) -> list[Stroke]:
    """Another institution verifies, for the reason given; a position that did, does no longer.

    Of a draft only the trail tells it: nothing is agreed yet, and no duty passes on.
    """
    chosen, names = said.verifier_institution_id, ("verifier_institution", "verifier_position")
    passed = [
        Passed(row["id"], (row[names[0]], row[names[1]]), (chosen, None), row["state"] == ActionState.draft)
        for row in rows
    ]
    await pass_verifiers(actor, passed, said.reason, now)
    return [
        Stroke(
            row["id"],
            {name: row[name] for name in names},
            {"verifier_institution": chosen, "row_version": row["row_version"] + 1},
        )
        for row in rows
    ]


async def show_to(actor: Actor, said: BoardChangeIn, rows: list[Any], now: datetime) -> list[Stroke]:
    """The commitments of these actions are shown to others than before; each of them once."""
    assert said.visibility is not None, "the words of the act were checked"
    promises = {row["commitment"]: row["visibility"] for row in rows}
    versions = {
        row["id"]: row["row_version"] for row in await fetch(SHOW_TO, list(promises), said.visibility.value)
    }
    after = {"visibility": said.visibility.value}
    entries = [Entry(promise, {"visibility": was}, after) for promise, was in promises.items()]
    await audit.record_all(actor, "commitment.visibility_set", entries)
    return [
        Stroke(
            row["id"],
            {"visibility": row["visibility"], "commitment": row["commitment"]},
            after | {"promise_version": versions[row["commitment"]]},
        )
        for row in rows
    ]


async def silence(actor: Actor, said: BoardChangeIn, rows: list[Any], now: datetime) -> list[Stroke]:
    """A silence about each, for a reason and until a day."""
    today = await fetch_value(TODAY, actor.organisation, now)
    await execute(EXPIRED, actor.organisation, now, today)
    mutes = [
        ReminderMute(
            organisation=actor.organisation,
            created_at=now,
            created_by=actor.user,
            action=row["id"],
            reason=said.reason,
            until=said.until,
        )
        for row in rows
    ]
    await insert_new(mutes)
    after = {"reason": said.reason, "until": said.until}
    await audit.record_all(actor, "reminders.muted", [Entry(row["id"], None, after) for row in rows])
    return [Stroke(one.action, {}, {"mute": one.id, "until": said.until}) for one in mutes]


async def cancel(actor: Actor, said: BoardChangeIn, rows: list[Any], now: datetime) -> list[Stroke]:
    """No longer wanted; each stays visible with the reason, and owners of what was agreed are told."""
    await execute(CANCEL, _ids(rows), now)
    to = ActionState.cancelled.value
    await insert_new([_move(actor, row, to, said.reason, now) for row in rows])
    made = [Stroke(row["id"], {"state": row["state"]}, {"state": to}) for row in rows]
    await audit.record_all(actor, "action.cancelled", [Entry(*_told(one)) for one in made])
    agreed = [row["id"] for row in rows if row["original_due"] is not None]
    await telling.tell_owners(
        actor,
        agreed,
        now,
        lambda owner, facts, url: mails.changed(owner, facts, to, said.reason, None, url),
    )
    return made


async def decide_dues(actor: Actor, moved: list[tuple[Any, Any]], reason: str, now: datetime) -> None:
    """The rows that say who moved which due date from when to when, and why."""
    changes = [
        DueChange(
            organisation=actor.organisation,
            created_at=now,
            action=row["id"],
            old_due=row["due"],
            new_due=due,
            reason=reason,
            user=actor.user,
            decision=AskDecision.approved.value,
            decided_by=actor.user,
            decided_at=now,
        )
        for row, due in moved
    ]
    await insert_new(changes)
    entries = [
        Entry(one.action, {"due": one.old_due}, {"decision": one.decision, "due": one.new_due})
        for one in changes
    ]
    await audit.record_all(actor, "action.due_change_decided", entries)


async def tell_dues(actor: Actor, dues: dict[UUID, Any], reason: str, now: datetime) -> None:
    """Each owner hears the new day."""
    await telling.tell_owners(
        actor,
        list(dues),
        now,
        lambda owner, facts, url: mails.due_change_decided(
            owner, facts, True, dues[facts["id"]], reason, url
        ),
    )


def _due(row: Any) -> dict[str, Any]:
    return {"due": row["due"], "start_date": row["start_date"]}


def _ids(rows: list[Any]) -> list[UUID]:
    return [row["id"] for row in rows]


def _told(one: Stroke) -> tuple[UUID, dict[str, Any], dict[str, Any]]:
    return one.action, one.before, one.after


def _move(actor: Actor, row: Any, to: str, note: str, now: datetime) -> ActionEvent:
    return ActionEvent(
        organisation=actor.organisation,
        created_at=now,
        action=row["id"],
        from_state=row["state"],
        to_state=to,
        user=actor.user,
        person=actor.person,
        note=note,
    )
