"""The verdict: by somebody who neither did the work nor submitted it. Silence never verifies.

The rules hold for everybody, owners included, and a trigger holds them once more: the submitter, the
responsible person (a user with the same mail address), and anybody of the responsible institution never
judge; a user of another institution judges only where it is the verifier, or where none is named. Where a post
verifies, that is who holds it on the day, and its whole office while nobody with an address does. Only the rule
for institutions can be waived, for one action and with a reason (`waiving`).
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import contacts, mails, queries
from events_app.commitments.actions import links, moves
from events_app.commitments.actions.work import AlreadyJudged, AlreadyWithdrawn, judged
from events_app.commitments.forms import VerdictIn
from events_app.commitments.tables import ActionState, FollowUpAction, Submission, Verdict, Verification
from events_app.database import atomically, fetch_value, transaction
from events_app.errors import FieldError, Invalid, NotFound, Refusal
from events_app.i18n import N_, gettext
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import Mail, is_address

STANDS = """
SELECT stands_to_judge($1, $2, $3, ($4::timestamptz AT TIME ZONE o.timezone)::date)
FROM follow_up_action a JOIN organisation o ON o.id = a.organisation WHERE a.id = $1
"""


class OwnWork(Refusal):
    status_code = 403
    message = N_("Nobody verifies their own work or that of their institution.")


class NotTheVerifier(Refusal):
    status_code = 403
    message = N_("Another institution or position is named as the verifier of this follow-up action.")


@atomically
async def verify(actor: Actor, submission: Submission, data: VerdictIn, now: datetime) -> Verification:
    """Accept, or return with a reason. Of two at once the first counts; the other hears `already_judged`."""
    if actor.organisation != submission.organisation:
        raise NotFound()
    action = await moves.action_of(submission.organisation, submission.action)
    await may_judge(actor, action, submission)
    if data.verdict == Verdict.returned and not data.reason:
        raise Invalid([FieldError("reason", "missing", gettext(N_("Please say what is missing.")))])
    action = await moves.locked(action)
    await _must_wait(action, submission)
    verdict = await _write(actor, submission, data, now)
    await _move(actor, action, submission, data, now)
    await enqueue_all(actor, await _letters(action, data, now))
    return verdict


async def may_judge(actor: Actor, action: FollowUpAction, submission: Submission) -> None:
    """Refuses by name whoever may not judge this submission."""
    if await _is_own_work(actor, submission):
        raise OwnWork()
    actor.must(Right.verify)
    if not await fetch_value(STANDS, action.id, actor.user, actor.institution, clock.now()):
        raise NotTheVerifier()


async def _is_own_work(actor: Actor, submission: Submission) -> bool:
    if actor.user is None or submission.user == actor.user:
        return True
    sql = "SELECT is_own_work($1, $2, $3, $4)"
    return bool(await fetch_value(sql, submission.id, actor.user, actor.institution, clock.now()))


async def _must_wait(action: FollowUpAction, submission: Submission) -> None:
    if await judged(submission.id):
        raise AlreadyJudged()
    if await fetch_value("SELECT withdrawn_at FROM submission WHERE id = $1", submission.id) is not None:
        raise AlreadyWithdrawn()
    moves.must_stand_in(action, frozenset({ActionState.submitted}))


async def _write(actor: Actor, submission: Submission, data: VerdictIn, now: datetime) -> Verification:
    verdict = Verification(
        organisation=submission.organisation,
        created_at=now,
        submission=submission.id,
        verdict=data.verdict.value,
        reason=data.reason,
        verifier=actor.user,
        verifier_institution=actor.institution,
    )
    try:
        async with transaction():
            await verdict.save()
    except asyncpg.UniqueViolationError:
        raise AlreadyJudged() from None
    return verdict


async def _move(
    actor: Actor, action: FollowUpAction, submission: Submission, data: VerdictIn, now: datetime
) -> None:
    """Done on the day it was submitted, so that a slow verifier makes nobody late."""
    if data.verdict == Verdict.returned:
        await moves.move(actor, action, moves.RETURN, now, note=data.reason)
        return
    sql = "SELECT e.timezone FROM commitment c JOIN event e ON e.id = c.event WHERE c.id = $1"
    zone = ZoneInfo(await fetch_value(sql, action.commitment))
    day = submission.created_at.astimezone(zone).date()
    await moves.move(actor, action, moves.ACCEPT, now, note=data.reason, done_on=day, percent=100)


async def _letters(action: FollowUpAction, data: VerdictIn, now: datetime) -> list[Mail]:
    facts: Any = await queries.action(action.organisation, action.id, now)
    owners = await contacts.owners_of([action.organisation], [action.id])
    owner = owners[action.id]
    if owner is None or not is_address(owner.address):
        return []
    if data.verdict == Verdict.accepted:
        return [mails.verified(owner, facts)]
    url = (await links.of_actions([action.id], now, owners)).get(action.id)
    return [mails.returned(owner, facts, data.reason, url)]
