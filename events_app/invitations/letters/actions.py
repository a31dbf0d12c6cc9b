"""Verbs of letters: write, change, throw away, issue, cancel, replace."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import i18n
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute
from events_app.errors import FieldError, Invalid, NotFound
from events_app.events.states import ChangedMeanwhile, locked_event, must_stand
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.ids import new_id
from events_app.invitations.letters import codes, content, numbers
from events_app.invitations.letters.addressees import Addressee, invited
from events_app.invitations.letters.forms import IssueIn, LetterIn
from events_app.invitations.letters.refusals import (
    LetterIssued,
    LetterNotIssued,
    NobodyToWriteTo,
    SignatoryMissing,
)
from events_app.invitations.letters.tables import Letter, LetterState, Scope, Signatory

A_YEAR = timedelta(days=366)
WORDS = ("subject", "classification", "mode", "scope", "opening", "note", "closing", "copies_to")

RECIPIENTS = """
INSERT INTO letter_recipient (id, organisation, created_at, letter, invitation, link_version, position, lines,
  institution, seats, verify_hash)
SELECT id, $1, $2, $3, invitation, link_version, position, lines, institution, seats, verify_hash
FROM unnest($4::uuid[], $5::uuid[], $6::int[], $7::int[], $8::text[], $9::text[], $10::int[], $11::bytea[])
  AS r(id, invitation, link_version, position, lines, institution, seats, verify_hash)
"""

NUMBERED = """
UPDATE invitation v SET letter_number = $2 FROM letter_recipient r WHERE r.letter = $1 AND v.id = r.invitation
"""

UNNUMBERED = """
UPDATE invitation v SET letter_number = '' FROM letter_recipient r JOIN letter l ON l.id = r.letter
WHERE r.letter = $1 AND v.id = r.invitation AND v.letter_number = l.number
"""


@atomically
async def draft(actor: Actor, event: Event, plan: LetterIn) -> Letter:
    """A letter that can still be changed. Raises SignatoryMissing for one that is not of this organisation."""
    actor.must(Right.invite)
    must_stand(event)
    letter = Letter(
        organisation=event.organisation, event=event.id, created_by=actor.user, facts="", ended_reason=""
    )
    await _put(event, letter, plan)
    await letter.save()
    await audit.record(actor, "letter.drafted", letter.id, after={"event": event.id})
    return letter


@atomically
async def change(actor: Actor, event: Event, letter: Letter, plan: LetterIn) -> Letter:
    """Other words for a draft. Raises LetterIssued, or ChangedMeanwhile when the draft is not the one that was read."""
    actor.must(Right.invite)
    await locked_event(event)
    letter = await _draft(letter, plan.row_version)
    await _put(event, letter, plan)
    letter.row_version += 1
    await letter.save()
    await audit.record(actor, "letter.changed", letter.id, after={"event": event.id})
    return letter


@atomically
async def discard(actor: Actor, event: Event, letter: Letter) -> None:
    """Throw a draft away; it never had a number. Raises LetterIssued."""
    actor.must(Right.invite)
    await locked_event(event)
    await _draft(letter, None)
    await Letter.delete().where(Letter.id == letter.id)
    await audit.record(actor, "letter.discarded", letter.id, before={"event": event.id})


@atomically
async def issue(actor: Actor, event: Event, letter: Letter, plan: IssueIn, now: datetime) -> Letter:
    """Give the letter its number, freeze its words and recipients, and end the letter that it replaces.

    Raises LetterIssued, ChangedMeanwhile, EventCancelled, SignatoryMissing, NobodyToWriteTo or NumberTaken;
    Invalid for a date that is more than a year away from the event.
    """
    actor.must(Right.invite)
    event = await locked_event(event)
    letter = await _draft(letter, plan.row_version)
    must_stand(event)
    if letter.signatory is None:
        raise SignatoryMissing()
    with i18n.using(event.language):
        to = await invited(event, Scope(letter.scope))
        facts = await content.facts_of(event, letter) | {"lang": i18n.locale()}
    if not to:
        raise NobodyToWriteTo()
    letter.facts = json.dumps(facts)
    await _number(event, letter, plan, now)
    await _freeze(actor, letter, to, now)
    await audit.record(actor, "letter.issued", letter.id, after={"event": event.id, "number": letter.number})
    return letter


@atomically
async def cancel(actor: Actor, event: Event, letter: Letter, reason: str, now: datetime) -> Letter:
    """End an issued letter; its number stays used, with the reason. Raises LetterNotIssued."""
    actor.must(Right.invite)
    await locked_event(event)
    letter = await issued(letter)
    await _end(letter, LetterState.cancelled, reason, now)
    await audit.record(
        actor, "letter.cancelled", letter.id, after={"number": letter.number, "reason": reason}
    )
    return letter


@atomically
async def replace(actor: Actor, event: Event, letter: Letter) -> Letter:
    """A draft with the same words; the old letter is valid until the new one is issued. Raises LetterNotIssued."""
    actor.must(Right.invite)
    await locked_event(event)
    old = await issued(letter)
    words = {name: getattr(old, name) for name in WORDS}
    new = Letter(
        organisation=old.organisation,
        event=old.event,
        created_by=actor.user,
        signatory=old.signatory,
        replaces=old.id,
        facts="",
        ended_reason="",
        **(words | {"scope": Scope.everybody}),
    )
    await new.save()
    await audit.record(actor, "letter.drafted", new.id, after={"event": event.id, "replaces": old.id})
    return new


async def issued(letter: Letter) -> Letter:
    """The letter, issued and valid, its row locked. Raises LetterNotIssued."""
    fresh = await _locked(letter.id)
    if fresh.state != LetterState.issued:
        raise LetterNotIssued()
    return fresh


async def _draft(letter: Letter, row_version: int | None) -> Letter:
    fresh = await _locked(letter.id)
    if fresh.state != LetterState.draft:
        raise LetterIssued()
    if row_version is not None and row_version != fresh.row_version:
        raise ChangedMeanwhile()
    return fresh


async def _locked(letter: UUID) -> Letter:
    row: Letter | None = await Letter.objects().get(Letter.id == letter).lock_rows()
    if row is None:
        raise NotFound()
    return row


async def _put(event: Event, letter: Letter, plan: LetterIn) -> None:
    for name in WORDS:
        setattr(letter, name, getattr(plan, name))
    letter.classification = plan.classification or content.usual_classification(event)
    if plan.signatory_id is not None:
        mine = (Signatory.id == plan.signatory_id) & (Signatory.organisation == letter.organisation)
        if not await Signatory.exists().where(mine & Signatory.retired_at.is_null()):
            raise SignatoryMissing()
    letter.signatory = plan.signatory_id


async def _number(event: Event, letter: Letter, plan: IssueIn, now: datetime) -> None:
    """The last step that may wait for others: from here on the year's row is locked."""
    head = await content.letterhead_of(event.organisation)
    day = plan.letter_date or now.astimezone(ZoneInfo(event.timezone)).date()
    _must_be_near(event, day)
    pattern = head.number_pattern or numbers.PATTERN
    if plan.number:
        letter.sequence, letter.number = await numbers.claim_typed(
            event.organisation, pattern, head.unit, plan.number, day
        )
    else:
        letter.sequence, letter.number = await numbers.claim(event.organisation, pattern, head.unit, day)
    letter.letter_date, letter.year = day, day.year


def _must_be_near(event: Event, day: date) -> None:
    """A slip in the year would take a number in the series of another year, for good."""
    if not event.starts_at.date() - A_YEAR <= day <= event.ends_at.date() + A_YEAR:
        told = gettext("This date is more than a year away from the event.")
        raise Invalid([FieldError("letter_date", "date_out_of_reach", told)])


async def _freeze(actor: Actor, letter: Letter, to: Sequence[Addressee], now: datetime) -> None:
    letter.state, letter.issued_at, letter.issued_by = LetterState.issued, now, actor.user
    letter.verify_hash = codes.LETTER.digest(letter.id)
    letter.row_version += 1
    await letter.save()
    if letter.replaces:
        await _replaced(letter, now)
    ids = [new_id() for _one in to]
    await execute(
        RECIPIENTS,
        letter.organisation,
        now,
        letter.id,
        ids,
        [one.invitation for one in to],
        [one.link_version for one in to],
        list(range(1, len(to) + 1)),
        ["\n".join(one.lines) for one in to],
        [one.institution for one in to],
        [one.seats for one in to],
        [codes.LETTER.digest(one) for one in ids],
    )
    await execute(NUMBERED, letter.id, letter.number)


async def _replaced(letter: Letter, now: datetime) -> None:
    old = await _locked(letter.replaces)
    if old.state == LetterState.issued:
        await _end(old, LetterState.replaced, letter.number, now)


async def _end(letter: Letter, state: LetterState, reason: str, now: datetime) -> None:
    letter.state, letter.ended_at, letter.ended_reason = state, now, reason
    letter.row_version += 1
    await letter.save()
    await execute(UNNUMBERED, letter.id)
