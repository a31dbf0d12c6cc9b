"""Verbs of the promise itself: write it down, correct the draft, agree it, withdraw it, close it."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.references import next_reference
from events_app.accounts.rights import Right
from events_app.commitments import contacts, mails, queries
from events_app.commitments.actions import checks, drafts, links, moves
from events_app.commitments.contacts import Contact, Owners
from events_app.commitments.forms import ActionIn, ClosingIn, CommitmentIn
from events_app.commitments.parties.actions import set_parties
from events_app.commitments.ratifying.asking import ask
from events_app.commitments.tables import (
    FINAL_STATES,
    ActionState,
    Commitment,
    CommitmentState,
    FollowUpAction,
)
from events_app.database import atomically, fetch_one
from events_app.errors import NotAllowed, NotFound, Refusal
from events_app.events.states import ChangedMeanwhile
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import Mail, is_address


class NotADraft(Refusal):
    message = N_("This commitment is no longer a draft.")


class NotReady(Refusal):
    """What an agreement still lacks; `missing` names it."""

    message = N_("This commitment cannot be agreed yet: %(missing)s.")


class AlreadyEnded(Refusal):
    message = N_("This commitment has already been closed or withdrawn.")


class ActionsStillOpen(Refusal):
    message = N_("Some follow-up actions have not come to their end.")


UNENDED = frozenset({CommitmentState.draft, CommitmentState.agreed})

MISSING = {
    "expected_result": N_("the expected result is not said"),
    "actions": N_("it has no follow-up action"),
    "due": N_("a follow-up action has no due date"),
}


@atomically
async def record(actor: Actor, event: Event, data: CommitmentIn, now: datetime) -> Commitment:
    """Write a promise down as a draft with its own reference. Raises Invalid with all faults at once."""
    actor.must(Right.keep_commitments)
    await checks.check(event, data, now)
    day = now.astimezone(ZoneInfo(event.timezone)).date()
    commitment = Commitment(
        organisation=actor.organisation,
        created_at=now,
        created_by=actor.user,
        ref=await next_reference(actor.organisation, "K", day),
        event=event.id,
        **await drafts.columns(data, event),
    )
    commitment.search_text = drafts.search_text(commitment)
    await commitment.save()
    await set_parties(commitment, data.parties, now)
    await drafts.add_rows(actor, commitment, data.actions, now)
    await audit.record(actor, "commitment.recorded", commitment.id, after={"ref": commitment.ref})
    return commitment


@atomically
async def update_draft(actor: Actor, commitment: Commitment, data: CommitmentIn, now: datetime) -> Commitment:
    """Say it anew, actions included, as long as it is a draft. What the chair cancelled stays, with its reason."""
    actor.must(Right.keep_commitments)
    commitment = await _locked_draft(commitment)
    event = await _event_of(commitment)
    await checks.check(event, data, now)
    for name, value in (await drafts.columns(data, event)).items():
        setattr(commitment, name, value)
    commitment.search_text = drafts.search_text(commitment)
    commitment.row_version += 1
    await commitment.save()
    await set_parties(commitment, data.parties, now)
    await drafts.clear_rows(commitment)
    await drafts.add_rows(actor, commitment, data.actions, now)
    await audit.record(actor, "commitment.updated", commitment.id, after={"actions": len(data.actions)})
    return commitment


@atomically
async def add_action(actor: Actor, commitment: Commitment, data: ActionIn, now: datetime) -> FollowUpAction:
    """One more follow-up action of a draft."""
    actor.must(Right.keep_commitments)
    commitment = await _locked_draft(commitment)
    await checks.check_actions(commitment.organisation, [data], now)
    (made,) = await drafts.add_rows(actor, commitment, [data], now)
    await audit.record(actor, "commitment.action_added", commitment.id, after={"action": made.ref})
    return made


@atomically
async def remove_action(actor: Actor, commitment: Commitment, action: UUID) -> None:
    """Take a follow-up action out of a draft. Twice is once. Raises WrongState for one that was cancelled: it stays."""
    actor.must(Right.keep_commitments)
    commitment = await _locked_draft(commitment)
    for ref in await drafts.take_row(commitment, action):
        await audit.record(actor, "commitment.action_removed", commitment.id, before={"action": ref})


@atomically
async def agree(actor: Actor, commitment: Commitment, now: datetime) -> Commitment:
    """The chair agrees: the actions open, due dates become original ones, owners and an absent head get their links."""
    actor.must(Right.decide)
    commitment = await _locked_draft(commitment)
    rows = [row for row in await _actions_of(commitment) if row.state == ActionState.draft]
    _must_be_ready(commitment, rows)
    await _set_state(actor, commitment, CommitmentState.agreed, agreed_at=now, agreed_by=actor.user)
    owners = await contacts.owners_of([commitment.organisation], [row.id for row in rows])
    for row in rows:
        await moves.move(actor, row, moves.OPEN, now, original_due=row.due)
        await links.give(row, owners[row.id], now)
    await enqueue_all(actor, await _opening_mails(commitment, owners, now))
    await ask(actor, commitment.id, now)
    return commitment


@atomically
async def withdraw(actor: Actor, commitment: Commitment, reason: str, now: datetime) -> Commitment:
    """The institution takes it back, and the chair says so; it stays visible, its unfinished actions end."""
    actor.must(Right.decide)
    commitment = await locked(commitment)
    if commitment.state not in UNENDED:
        raise AlreadyEnded()
    for row in await _actions_of(commitment):
        if row.state not in FINAL_STATES:
            await moves.move(actor, row, moves.CANCEL, now, note=reason)
    why = {"state_reason": reason, "withdrawal_reason": reason}
    await _set_state(actor, commitment, CommitmentState.withdrawn, **why)
    return commitment


@atomically
async def close(actor: Actor, commitment: Commitment, data: ClosingIn, now: datetime) -> Commitment:
    """Everything has come to its end, and how far it came; by the chair or an inspector, never of the institution that
    promised.
    """
    actor.must(Right.oversee)
    commitment = await locked(commitment)
    if actor.institution == commitment.institution:
        raise NotAllowed()
    if commitment.state != CommitmentState.agreed:
        raise AlreadyEnded() if commitment.state != CommitmentState.draft else ActionsStillOpen()
    if any(row.state not in FINAL_STATES for row in await _actions_of(commitment)):
        raise ActionsStillOpen()
    rated = {"closing_rating": data.rating.value, "rated_by": actor.user, "rated_at": now}
    await _set_state(actor, commitment, CommitmentState.closed, state_reason=data.reason, **rated)
    return commitment


def _must_be_ready(commitment: Commitment, rows: list[FollowUpAction]) -> None:
    missing = lacking(commitment.expected_result, [row.due for row in rows])
    if missing:
        text = ", ".join(gettext(MISSING[name]) for name in missing)
        raise NotReady(missing=text, extra={"missing": missing})


def lacking(expected_result: str, dues: list[Any]) -> list[str]:
    """What an agreement still needs, by name; nothing means it is ready."""
    gaps = [("expected_result", expected_result == ""), ("actions", not dues), ("due", None in dues)]
    return [name for name, gap in gaps if gap]


async def locked(commitment: Commitment) -> Commitment:
    """The commitment as it is now, its row ours until the transaction ends."""
    mine = (Commitment.id == commitment.id) & (Commitment.organisation == commitment.organisation)
    row: Commitment | None = await Commitment.objects().where(mine).lock_rows("NO KEY UPDATE").first()
    if row is None:
        raise NotFound()
    return row


async def _locked_draft(commitment: Commitment) -> Commitment:
    row = await locked(commitment)
    if row.state != CommitmentState.draft:
        raise NotADraft()
    return row


async def _set_state(actor: Actor, commitment: Commitment, state: CommitmentState, **columns: Any) -> None:
    """Compare and set, though the row is locked: the database decides, not this process."""
    values = {"state": state.value, **columns}
    changes = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, start=4))
    sql = f"""UPDATE commitment SET row_version = row_version + 1, {changes}
    WHERE id = $1 AND state = $2 AND row_version = $3 RETURNING id"""
    found = await fetch_one(sql, commitment.id, commitment.state, commitment.row_version, *values.values())
    if found is None:
        raise ChangedMeanwhile()
    before = str(commitment.state)
    for name, value in values.items():
        setattr(commitment, name, value)
    commitment.row_version += 1
    after = {"state": state.value}
    await audit.record(
        actor, f"commitment.{state.value}", commitment.id, before={"state": before}, after=after
    )


async def _actions_of(commitment: Commitment) -> list[FollowUpAction]:
    rows: list[FollowUpAction] = (
        await FollowUpAction.objects()
        .where(FollowUpAction.commitment == commitment.id)
        .order_by(FollowUpAction.seq)
        .lock_rows("NO KEY UPDATE")
    )
    return rows


async def _event_of(commitment: Commitment) -> Event:
    event = await Event.objects().get(Event.id == commitment.event)
    assert event is not None, "a commitment has an event"
    return event


async def _opening_mails(commitment: Commitment, owners: Owners, now: datetime) -> list[Mail]:
    """One message an owner, whatever the number of their actions."""
    facts = [
        row for row in (await queries.actions_of([commitment.id], now))[commitment.id] if row["id"] in owners
    ]
    urls = await links.of_actions([row["id"] for row in facts], now, owners)
    by_owner: dict[Contact, list[Any]] = {}
    for row in facts:
        owner = owners[row["id"]]
        if owner is not None and is_address(owner.address):
            by_owner.setdefault(owner, []).append(dict(row) | {"url": urls[row["id"]]})
    about = {"id": commitment.id, "event": commitment.event, "title": commitment.title, "ref": commitment.ref}
    return [mails.opened(owner, about, items) for owner, items in by_owner.items()]
