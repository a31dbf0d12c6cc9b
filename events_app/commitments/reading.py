"""What both kinds of door read before they answer: commitments and submissions with all that is in them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments import queries, story
from events_app.commitments.answers import CommitmentOut, SubmissionOut
from events_app.commitments.asking.answers import InfeasibleRequestOut
from events_app.commitments.parties import queries as parties
from events_app.commitments.shaping import commitment_out, infeasible_out, submission_out
from events_app.errors import NotFound


async def one_commitment(actor: Actor, commitment: UUID, now: datetime) -> CommitmentOut:
    """A commitment with its actions."""
    row = await queries.commitment(actor, commitment)
    if row is None:
        raise NotFound()
    return (await with_actions([row], now))(row)


async def with_actions(rows: list[Any], now: datetime) -> Callable[[Any], CommitmentOut]:
    """A function that shapes each of these commitments, whose actions and parties one statement each has read."""
    ids = [row["id"] for row in rows]
    actions, backers = await queries.actions_of(ids, now), await parties.of(ids)
    return lambda row: commitment_out(row, actions[row["id"]], backers[row["id"]], now)


async def one_submission(actor: Actor, submission: UUID) -> SubmissionOut:
    """A submission with its evidence and verdict."""
    row = await story.submission(submission)
    if row is None:
        raise NotFound()
    return (await with_evidence(actor, [row]))(row)


async def with_evidence(actor: Actor, rows: list[Any]) -> Callable[[Any], SubmissionOut]:
    """A function that shapes each of these submissions, whose evidence one statement has read."""
    found = await story.evidence_of([row["id"] for row in rows])
    return lambda row: submission_out(row, found[row["id"]], actor)


async def impossible(actor: Actor, rows: list[Any]) -> Callable[[Any], InfeasibleRequestOut]:
    """A function that shapes each of these requests, whose evidence one statement has read."""
    found = await story.evidence_of_requests([row["id"] for row in rows])
    return lambda row: infeasible_out(row, found[row["id"]], actor)
