"""The answer to a promise that was made in one's place: one at a time, and it stands until it is taken back.

By whoever holds the post, through their personal link, or by a letter that they signed and staff hand in. Nobody answers on
staff's own word, and never who spoke; triggers hold the same (`may_ratify`).
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.ratifying import queries, telling
from events_app.commitments.ratifying.forms import SignedLetterForm, Stand, StandIn
from events_app.commitments.ratifying.refusals import (
    AlreadyAnswered,
    NotASignedLetter,
    NothingToRatify,
    RatifyLinkEnded,
)
from events_app.commitments.ratifying.tables import Ratification
from events_app.commitments.tables import Commitment, CommitmentState
from events_app.database import atomically, fetch_one, fetch_value
from events_app.documents.actions import keep
from events_app.documents.sniff import examine_as
from events_app.documents.tables import Document
from events_app.errors import FieldError, Invalid, NotFound, Refusal
from events_app.events.states import ChangedMeanwhile
from events_app.i18n import N_, gettext

SCANS = frozenset({"application/pdf", "image/jpeg", "image/png"})
IN_FUTURE = N_("This day is yet to come.")
TOO_EARLY = N_("The promise was made on %(day)s; a letter about it cannot be older.")
NOT_THE_HOLDER = N_(
    "This person did not hold the position on the day of the letter, or is who spoke in its place."
)

LINK = """
SELECT may_ratify(t.commitment, t.person, ($4::timestamptz AT TIME ZONE o.timezone)::date)
FROM access_token t JOIN organisation o ON o.id = t.organisation
WHERE t.id = $1 AND t.commitment = $2 AND t.organisation = $3 AND t.scope = 'ratification'
  AND t.revoked_at IS NULL AND t.expires_at > $4
"""
STANDS = """
UPDATE commitment SET ratification = $2, ratified_by = $3, ratified_at = $4, row_version = row_version + 1
WHERE id = $1 AND ratification = 'pending' AND state = 'agreed' RETURNING id
"""


@atomically
async def answer(actor: Actor, commitment: UUID, said: StandIn, now: datetime) -> Ratification:
    """The head's own word, by the link. The same word twice is once.

    Raises AlreadyAnswered when another answer stands, RatifyLinkEnded, NothingToRatify.
    """
    promise = await locked(actor.organisation, commitment)
    if not await holds_link(actor, promise, now):
        raise RatifyLinkEnded()
    known = await answer_to(promise.id)
    if (
        known is not None
        and known.letter is None
        and (known.person, known.outcome) == (actor.person, said.outcome)
    ):
        return known
    _must_wait(promise, known)
    row = await _row(promise, said, now, person=actor.person)
    await _settle(actor, promise, row, now)
    return row


@atomically
async def hand_in(
    actor: Actor, commitment: Commitment, said: SignedLetterForm, filename: str, data: bytes, now: datetime
) -> Ratification:
    """A letter that whoever held the post on its day has signed counts as their word.

    Raises AlreadyAnswered, NothingToRatify, or Invalid with every fault of the letter.
    """
    actor.must(Right.keep_commitments)
    promise = await locked(actor.organisation, commitment.id)
    _must_wait(promise, await answer_to(promise.id))
    faults = [*_faults_of_file(filename, data), *await _faults_of_letter(promise, said, now)]
    if faults:
        raise Invalid(faults)
    letter = await keep(actor, filename, data)
    more = {"letter": letter.id, "letter_number": said.letter_number, "letter_date": said.letter_date}
    row = await _row(promise, said, now, person=said.signed_by_id, user=actor.user, **more)
    await _settle(actor, promise, row, now)
    return row


async def answer_to(commitment: UUID) -> Ratification | None:
    """The answer that stands, if any does."""
    known = await fetch_value("SELECT (standing_ratification($1)).id", commitment)
    found: Ratification | None = await Ratification.objects().get(Ratification.id == known)
    return found


async def letter_of(commitment: Commitment, answer: UUID | None = None) -> Document:
    """The signed letter of the answer that stands, or of one that was set back since; or not found."""
    mine = (Ratification.commitment == commitment.id) & (Ratification.id == answer)
    known = await Ratification.objects().get(mine) if answer else await answer_to(commitment.id)
    letter = await Document.objects().get(Document.id == known.letter) if known and known.letter else None
    if letter is None:
        raise NotFound()
    return letter


async def locked(organisation: UUID, commitment: UUID) -> Commitment:
    """The promise, which nobody else answers meanwhile; or not found."""
    mine = (Commitment.id == commitment) & (Commitment.organisation == organisation)
    row: Commitment | None = await Commitment.objects().where(mine).lock_rows("NO KEY UPDATE").first()
    if row is None:
        raise NotFound()
    return row


async def holds_link(actor: Actor, promise: Commitment, now: datetime) -> bool:
    """Whether somebody comes by a link to this promise that works at a moment."""
    if actor.via != "link" or actor.credential is None:
        return False
    return bool(await fetch_value(LINK, actor.credential, promise.id, actor.organisation, now))


def _must_wait(promise: Commitment, known: Ratification | None) -> None:
    if known is not None:
        facts = {"outcome": str(known.outcome), "answered_at": known.created_at.isoformat()}
        raise AlreadyAnswered(extra=facts)
    if promise.state != CommitmentState.agreed or promise.ratification != "pending":
        raise NothingToRatify()


def _faults_of_file(filename: str, data: bytes) -> list[FieldError]:
    try:
        examine_as(filename, data, SCANS, NotASignedLetter())
    except Refusal as no:
        return [FieldError("file", no.code, no.text)]
    return []


async def _faults_of_letter(promise: Commitment, said: SignedLetterForm, now: datetime) -> list[FieldError]:
    sql = "SELECT timezone, starts_at FROM event WHERE id = $1"
    event: Any = await fetch_one(sql, promise.event)
    zone = ZoneInfo(event["timezone"])
    first: date | None = event["starts_at"].astimezone(zone).date() if event["starts_at"] else None
    if said.letter_date > now.astimezone(zone).date():
        return [FieldError("letter_date", "in_future", gettext(IN_FUTURE))]
    if first is not None and said.letter_date < first:
        return [FieldError("letter_date", "before_promise", gettext(TOO_EARLY, day=first.isoformat()))]
    if not await queries.may_ratify(promise.id, said.signed_by_id, said.letter_date):
        return [FieldError("signed_by_id", "not_the_holder", gettext(NOT_THE_HOLDER))]
    return []


async def _row(promise: Commitment, said: StandIn, now: datetime, **more: Any) -> Ratification:
    before: int = await Ratification.count().where(Ratification.commitment == promise.id)
    return Ratification(
        organisation=promise.organisation,
        created_at=now,
        commitment=promise.id,
        no=before + 1,
        position=promise.position,
        outcome=said.outcome.value,
        note=said.note,
        **more,
    )


async def _settle(actor: Actor, promise: Commitment, row: Ratification, now: datetime) -> None:
    """The answer and what the promise says of it: both, or nothing."""
    await row.save()
    if await fetch_one(STANDS, promise.id, row.outcome, row.position, now) is None:
        raise ChangedMeanwhile()
    facts = {"ratification": row.outcome, "person": row.person, "letter": row.letter}
    await audit.record(
        actor, f"commitment.{row.outcome}", promise.id, before={"ratification": "pending"}, after=facts
    )
    if row.outcome == Stand.declined:
        await telling.declined_later(row)
