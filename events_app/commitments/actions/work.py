"""Verbs of the owner: report progress, submit with evidence, take a submission back, ask for more time.

The owner is a user of the responsible institution, the holder of the action's personal link, or the
secretariat on their behalf.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import contacts, mails, queries
from events_app.commitments.actions import evidence, links, moves
from events_app.commitments.actions.evidence import File
from events_app.commitments.forms import DueChangeIn, SubmissionIn, UpdateIn
from events_app.commitments.tables import (
    LATE_STATES,
    ActionState,
    DueChange,
    FollowUpAction,
    ProgressUpdate,
    Submission,
)
from events_app.database import atomically, execute, fetch_one, fetch_value, transaction
from events_app.errors import FieldError, Invalid, NotAllowed, NotFound, Refusal
from events_app.i18n import N_, gettext
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import is_address


class AlreadyJudged(Refusal):
    message = N_("This submission has already been judged.")


class AlreadyWithdrawn(Refusal):
    message = N_("This submission has been withdrawn.")


class DueChangePending(Refusal):
    message = N_("Another due date has already been asked for and awaits its decision.")


BEFORE_AGREEMENT = N_("The day lies before the commitment was agreed.")
AGREED_ON = """
SELECT (c.agreed_at AT TIME ZONE e.timezone)::date FROM commitment c JOIN event e ON e.id = c.event WHERE c.id = $1
"""
"""The event's own day; what stands in a late state was agreed."""

IN_FUTURE = N_("This day is yet to come.")


@atomically
async def report_progress(
    actor: Actor, action: FollowUpAction, data: UpdateIn, now: datetime
) -> ProgressUpdate:
    """Say how far it is. The first report after opening or a return starts the work."""
    action = await mine(actor, action, now)
    moves.must_stand_in(action, LATE_STATES)
    today = await local_day(action, now)
    day = data.reported_for or today
    if day > today:
        raise Invalid([FieldError("reported_for", "in_future", gettext(IN_FUTURE))])
    if action.state != ActionState.in_progress:
        await moves.move(actor, action, moves.START, now, note=data.narrative)
    update = ProgressUpdate(
        organisation=action.organisation,
        created_at=now,
        action=action.id,
        percent=data.percent,
        narrative=data.narrative,
        obstacle=data.obstacle.value,
        help_needed=data.help_needed,
        reported_for=day,
        user=actor.user,
        person=actor.person,
    )
    await update.save()
    await execute("UPDATE follow_up_action SET percent = $2 WHERE id = $1", action.id, data.percent)
    await audit.record(actor, "action.reported", action.id, after={"percent": data.percent})
    return update


@atomically
async def submit(
    actor: Actor, action: FollowUpAction, data: SubmissionIn, files: Sequence[File], now: datetime
) -> Submission:
    """Say it is done and prove it: at least one file or link. Whoever may judge it is told."""
    action = await mine(actor, action, now)
    moves.must_stand_in(action, moves.SUBMIT.origins)
    today = await local_day(action, now)
    evidence.check(data, files, today)
    await moves.move(actor, action, moves.SUBMIT, now, note=data.statement)
    submission = await _numbered(actor, action, data.statement, now)
    await evidence.keep_all(actor, submission, data, files, data.evidence_date or today)
    await tell_verifiers(actor, action, submission, now)
    return submission


@atomically
async def withdraw_submission(actor: Actor, submission: Submission, now: datetime) -> Submission:
    """Take it back before anybody judged it; the work goes on."""
    action = await mine(actor, await moves.action_of(submission.organisation, submission.action), now)
    if await judged(submission.id):
        raise AlreadyJudged()
    sql = "UPDATE submission SET withdrawn_at = $2 WHERE id = $1 AND withdrawn_at IS NULL RETURNING id"
    if await fetch_one(sql, submission.id, now) is None:
        raise AlreadyWithdrawn()
    await moves.move(actor, action, moves.TAKE_BACK, now)
    submission.withdrawn_at = now
    return submission


@atomically
async def ask_due_change(actor: Actor, action: FollowUpAction, data: DueChangeIn, now: datetime) -> DueChange:
    """Ask the chair for another due date; one request at a time."""
    return await ask_for_time(actor, await mine(actor, action, now), data, now)


async def ask_for_time(
    actor: Actor, action: FollowUpAction, data: DueChangeIn, now: datetime, meeting: UUID | None = None
) -> DueChange:
    """The same for whoever may ask, of a locked action, inside their transaction; perhaps at a meeting."""
    moves.must_stand_in(action, LATE_STATES)
    if data.due == action.due:
        raise Invalid([FieldError("due", "same_due", gettext(N_("This is the due date already.")))])
    if data.due < await fetch_value(AGREED_ON, action.commitment):
        raise Invalid([FieldError("due", "due_before_agreement", gettext(BEFORE_AGREEMENT))])
    change = DueChange(
        organisation=action.organisation,
        created_at=now,
        action=action.id,
        meeting=meeting,
        old_due=action.due,
        new_due=data.due,
        reason=data.reason,
        user=actor.user,
        person=actor.person,
    )
    try:
        async with transaction():
            await change.save()
    except asyncpg.UniqueViolationError:
        raise DueChangePending() from None
    await audit.record(actor, "action.due_change_asked", action.id, after={"due": data.due})
    await _tell_chairs(actor, action, change, now)
    return change


async def judged(submission: UUID) -> bool:
    """Whether a verdict has been given."""
    return bool(
        await fetch_value("SELECT EXISTS (SELECT 1 FROM verification WHERE submission = $1)", submission)
    )


async def may_work(actor: Actor, action: Any, now: datetime) -> bool:
    """Whether the actor is the owner, or acts on the owner's behalf."""
    if actor.may(Right.report_progress):
        return True
    if actor.via != "link" and actor.institution == action.responsible_institution:
        return True
    return await links.is_for(actor, action.id, now)


async def mine(actor: Actor, action: FollowUpAction, now: datetime) -> FollowUpAction:
    """The action, its row locked, for whoever may work on it; everybody else is refused."""
    if actor.organisation != action.organisation:
        raise NotFound()
    if not await may_work(actor, action, now):
        raise NotAllowed()
    return await moves.locked(action)


async def local_day(action: FollowUpAction, now: datetime) -> date:
    """The day where the event was."""
    sql = "SELECT e.timezone FROM commitment c JOIN event e ON e.id = c.event WHERE c.id = $1"
    zone = await fetch_value(sql, action.commitment)
    return now.astimezone(ZoneInfo(zone)).date()


async def _numbered(actor: Actor, action: FollowUpAction, statement: str, now: datetime) -> Submission:
    last = await fetch_value("SELECT coalesce(max(no), 0) FROM submission WHERE action = $1", action.id)
    submission = Submission(
        organisation=action.organisation,
        created_at=now,
        action=action.id,
        no=last + 1,
        statement=statement,
        user=actor.user,
        person=actor.person,
        submitter_institution=actor.institution,
    )
    await submission.save()
    return submission


async def tell_verifiers(actor: Actor, action: FollowUpAction, submission: Submission, now: datetime) -> None:
    """What waits, to everybody who may judge it."""
    facts: Any = await queries.action(action.organisation, action.id, now)
    told = await contacts.verifiers_of(facts, submission.user)
    letters = [mails.waiting(one, facts, submission.statement) for one in told if is_address(one.address)]
    await enqueue_all(actor, letters)


async def _tell_chairs(actor: Actor, action: FollowUpAction, change: DueChange, now: datetime) -> None:
    facts: Any = await queries.action(action.organisation, action.id, now)
    chairs = await contacts.deciders(action.organisation, facts["confidential"])
    letters = [mails.due_change_asked(one, facts, change.new_due, change.reason) for one in chairs]
    await enqueue_all(actor, letters)
