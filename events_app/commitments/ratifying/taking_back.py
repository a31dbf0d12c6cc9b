"""Taking an answer back: the head within ten minutes, by the link that gave it; afterwards the chair, who says why.

The promise waits again. What was answered, and that it was taken back, stay written down.
"""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.ratifying import asking, telling
from events_app.commitments.ratifying.answering import answer_to, holds_link, locked
from events_app.commitments.ratifying.refusals import (
    NoAnswerStands,
    PromiseEnded,
    RatifyLinkEnded,
    TooLateToTakeBack,
)
from events_app.commitments.ratifying.tables import Ratification, RatificationTakenBack
from events_app.commitments.tables import Commitment, CommitmentState
from events_app.database import atomically, execute

WAIT = """
UPDATE commitment SET ratification = 'pending', ratified_by = NULL, ratified_at = NULL, row_version = row_version + 1
WHERE id = $1
"""


@atomically
async def take_back(actor: Actor, commitment: UUID, now: datetime) -> None:
    """The head's answer counts no longer; where none stands, nothing happens.

    Raises RatifyLinkEnded, PromiseEnded, TooLateToTakeBack.
    """
    promise = await locked(actor.organisation, commitment)
    if not await holds_link(actor, promise, now):
        raise RatifyLinkEnded()
    _must_be_agreed(promise)
    known = await answer_to(promise.id)
    if known is None:
        return
    if not may_take_back(known.letter, known.created_at, now):
        raise TooLateToTakeBack()
    await _undo(actor, promise, known, "", now)


@atomically
async def set_back(actor: Actor, commitment: Commitment, reason: str, now: datetime) -> None:
    """The chair has the promise wait again; whoever holds the post is asked by a new link, and the secretariat hears of it.

    Raises NoAnswerStands or PromiseEnded.
    """
    actor.must(Right.decide)
    promise = await locked(actor.organisation, commitment.id)
    _must_be_agreed(promise)
    known = await answer_to(promise.id)
    if known is None:
        raise NoAnswerStands()
    await _undo(actor, promise, known, reason, now)
    await asking.ask_because(actor, promise.id, reason, now)
    await telling.set_back(promise, reason, now)


def may_take_back(letter: UUID | None, answered_at: datetime, now: datetime) -> bool:
    """Whether who gave an answer may still take it back: not a letter, and not later than ten minutes."""
    return letter is None and now < answered_at + telling.TO_TAKE_BACK


def _must_be_agreed(promise: Commitment) -> None:
    if promise.state != CommitmentState.agreed:
        raise PromiseEnded()


async def _undo(actor: Actor, promise: Commitment, known: Ratification, reason: str, now: datetime) -> None:
    row = RatificationTakenBack(
        organisation=promise.organisation,
        created_at=now,
        ratification=known.id,
        user=actor.user,
        reason=reason,
    )
    await row.save()
    await execute(WAIT, promise.id)
    was, stands = {"ratification": known.outcome}, {"ratification": "pending", "reason": reason}
    await audit.record(actor, "commitment.ratification_taken_back", promise.id, before=was, after=stands)
