"""Taking an act back: within ten minutes, recorded and not erased, and never over what somebody changed since."""

import json
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.audit import Entry
from events_app.accounts.languages import speaking_of
from events_app.commitments.assigning.keeping import Passed, pass_verifiers
from events_app.commitments.board import judging, strokes
from events_app.commitments.board.refusals import AlreadyUndone, NotUndoable, TooLateToUndo
from events_app.commitments.board.tables import UNDOABLE, BoardChange, Verb
from events_app.commitments.reminding.muting import END
from events_app.commitments.tables import ActionState
from events_app.database import atomically, execute, fetch, fetch_one
from events_app.errors import NotFound
from events_app.i18n import N_, gettext

WITHIN = timedelta(minutes=10)

TAKE = """
UPDATE board_change SET undone_at = $2, undone_by = $3, undone_by_name = $4
WHERE id = $1 AND undone_at IS NULL RETURNING id
"""
ROWS = """
SELECT i.id AS item, i.before, i.after, a.id, a.due, a.state, a.row_version, c.id AS commitment,
  c.row_version AS promise_version, e.confidential,
  EXISTS (SELECT FROM due_change d WHERE d.action = a.id AND d.decision = 'pending') AS asked
FROM board_change_item i JOIN follow_up_action a ON a.id = i.action JOIN commitment c ON c.id = a.commitment
JOIN event e ON e.id = c.event WHERE i.change = $1 AND i.refusal = '' ORDER BY a.id
"""
HELD = """
SELECT 1 FROM follow_up_action WHERE id IN (SELECT action FROM board_change_item WHERE change = $1 AND refusal = '')
ORDER BY id FOR NO KEY UPDATE
"""
PROMISES = """
SELECT 1 FROM commitment WHERE id IN (SELECT a.commitment FROM board_change_item i JOIN follow_up_action a ON a.id = i.action
  WHERE i.change = $1 AND i.refusal = '') ORDER BY id FOR NO KEY UPDATE
"""
MARK = "UPDATE board_change_item SET undone_at = $2 WHERE id = ANY($1)"
REFUSE = "UPDATE board_change_item SET undo_refusal = $2 WHERE id = ANY($1)"

DUES = """
UPDATE follow_up_action a SET due = v.due, start_date = v.start_date, row_version = row_version + 1
FROM unnest($1::uuid[], $2::date[], $3::date[]) v (id, due, start_date) WHERE a.id = v.id
"""
SHOWN = """
UPDATE commitment c SET visibility = v.visibility, row_version = row_version + 1
FROM unnest($1::uuid[], $2::text[]) v (id, visibility) WHERE c.id = v.id
"""
ENDED = END.replace("id = $1", "id = ANY($1)")

Line = dict[str, Any]


@atomically
async def take_back(actor: Actor, change: BoardChange, now: datetime) -> BoardChange:
    """Put back what stood before, row by row; one that changed since stays and says so. Of two at once one wins.

    Raises NotUndoable, TooLateToUndo or AlreadyUndone.
    """
    if actor.organisation != change.organisation:
        raise NotFound()
    verb = Verb(change.verb)
    actor.must(judging.RIGHTS[verb])
    if verb not in UNDOABLE:
        raise NotUndoable()
    if now > change.created_at + WITHIN:
        raise TooLateToUndo()
    if await fetch_one(TAKE, change.id, now, actor.user, actor.name) is None:
        raise AlreadyUndone()
    await change.refresh()
    left, refused = await _sorted(change)
    refused |= await BACK[verb](actor, left, now) if left else {}
    done = [line["item"] for line in left if line["item"] not in refused]
    await execute(MARK, done, now)
    for code in set(refused.values()):
        await execute(REFUSE, [item for item, why in refused.items() if why == code], code)
    return change


async def _sorted(change: BoardChange) -> tuple[list[Line], dict[UUID, str]]:
    """The lines that stand as the act left them, and those that changed since."""
    if change.verb == Verb.visibility:
        await fetch(PROMISES, change.id)
    await fetch(HELD, change.id)
    lines: list[Line] = [
        {**row, "before": json.loads(row["before"]), "after": json.loads(row["after"])}
        for row in await fetch(ROWS, change.id)
    ]
    refused = {line["item"]: why for line in lines if (why := _refusal(Verb(change.verb), line))}
    return [line for line in lines if line["item"] not in refused], refused


def _refusal(verb: Verb, line: Line) -> str:
    """Why a line stays as it is, or nothing."""
    if _changed(line):
        return "changed_meanwhile"
    if verb == Verb.due and line["asked"]:
        return "due_change_pending"
    to_all = verb == Verb.visibility and line["before"]["visibility"] == "public"
    return "confidential" if to_all and line["confidential"] else ""


def _changed(line: Line) -> bool:
    after = line["after"]
    known = {"row_version": line["row_version"], "promise_version": line["promise_version"]}
    return any(after[name] != now for name, now in known.items() if name in after)


async def _dues(actor: Actor, lines: list[Line], now: datetime) -> dict[UUID, str]:
    days = {line["id"]: _day(line["before"]["due"]) for line in lines}
    starts = [_day(line["before"]["start_date"]) for line in lines]
    async with speaking_of(actor.organisation):
        reason = gettext(N_("Taken back: the due date was moved by mistake."))
    await strokes.decide_dues(actor, [(line, days[line["id"]]) for line in lines], reason, now)
    await execute(DUES, list(days), list(days.values()), starts)
    await strokes.tell_dues(actor, days, reason, now)
    return {}


async def _verifiers(actor: Actor, lines: list[Line], now: datetime) -> dict[UUID, str]:
    back = [
        Passed(
            line["id"],
            (_uuid(line["after"]["verifier_institution"]), None),
            (_uuid(line["before"]["verifier_institution"]), _uuid(line["before"]["verifier_position"])),
            line["state"] == ActionState.draft,
        )
        for line in lines
    ]
    async with speaking_of(actor.organisation):
        reason = gettext(N_("Taken back: the verifier was set by mistake."))
    await pass_verifiers(actor, back, reason, now)
    return {}


async def _shown(actor: Actor, lines: list[Line], now: datetime) -> dict[UUID, str]:
    were = {line["commitment"]: line["before"]["visibility"] for line in lines}
    was = {"visibility": lines[0]["after"]["visibility"]}
    await execute(SHOWN, list(were), list(were.values()))
    entries = [Entry(promise, was, {"visibility": before}) for promise, before in were.items()]
    await audit.record_all(actor, "commitment.visibility_set", entries)
    return {}


async def _loud(actor: Actor, lines: list[Line], now: datetime) -> dict[UUID, str]:
    mutes = {_uuid(line["after"]["mute"]): line for line in lines}
    ended = {row["id"] for row in await fetch(ENDED, list(mutes), now, actor.user)}
    entries = [
        Entry(line["id"], {"until": line["after"]["until"]}) for mute, line in mutes.items() if mute in ended
    ]
    await audit.record_all(actor, "reminders.unmuted", entries)
    return {line["item"]: "ended_already" for mute, line in mutes.items() if mute not in ended}


Back = Callable[[Actor, list[Line], datetime], Awaitable[dict[UUID, str]]]
BACK: dict[Verb, Back] = {
    Verb.due: _dues,
    Verb.verifier: _verifiers,
    Verb.visibility: _shown,
    Verb.mute: _loud,
}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _uuid(text: str | None) -> UUID | None:
    return UUID(text) if text else None
