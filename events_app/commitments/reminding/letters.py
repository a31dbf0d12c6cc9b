"""Verbs of letters of reminder: number one and freeze its words, or say why it is not sent. No letter goes out by itself."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import i18n
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import LATE
from events_app.commitments.reminding import letter_paper
from events_app.commitments.reminding.forms import DiscardLetterIn, IssueLetterIn
from events_app.commitments.reminding.tables import ReminderLetter, ReminderLetterState
from events_app.database import atomically, fetch, fetch_one
from events_app.errors import NotFound, Refusal
from events_app.events.states import ChangedMeanwhile
from events_app.i18n import N_
from events_app.invitations.letters import content, numbers
from events_app.invitations.letters.refusals import NumberTaken, SignatoryMissing
from events_app.invitations.letters.tables import Signatory

LETTERS = f"""
SELECT l.*, a.ref, a.title, a.due, a.state AS action_state, a.state IN {LATE} AS owed, e.timezone,
  i.name AS institution, e.language
FROM reminder_letter l JOIN follow_up_action a ON a.id = l.action JOIN commitment c ON c.id = a.commitment
JOIN event e ON e.id = c.event JOIN institution i ON i.id = a.responsible_institution
WHERE l.organisation = $1
"""
TAKEN = """
SELECT 1 FROM reminder_letter WHERE organisation = $1 AND year = $2 AND lower(number) = lower($3)
"""


class ReminderLetterEnded(Refusal):
    message = N_("This letter has been numbered or put aside already.")


class NothingOwedAnyMore(Refusal):
    message = N_("Nothing is owed here any more, so there is nothing to remind of by letter.")


@atomically
async def issue(actor: Actor, letter: ReminderLetter, said: IssueLetterIn, now: datetime) -> ReminderLetter:
    """Give a draft the number from the office's agenda, and freeze what it says.

    Raises ReminderLetterEnded, ChangedMeanwhile, NothingOwedAnyMore, SignatoryMissing or NumberTaken.
    """
    actor.must(Right.keep_commitments)
    row = await _draft(letter, said.row_version)
    about = await found(actor.organisation, letter.id)
    assert about is not None, "its row is locked"
    if not about["owed"]:
        raise NothingOwedAnyMore()
    await _must_sign_here(actor.organisation, said.signatory_id)
    row.signatory = said.signatory_id
    row.letter_date = said.letter_date or now.astimezone(ZoneInfo(about["timezone"])).date()
    row.year = row.letter_date.year
    row.number = await _number(row, said.number)
    with i18n.using(about["language"]):
        row.facts = json.dumps(await letter_paper.facts_of(about, said.signatory_id, row.letter_date))
    row.state, row.issued_at, row.issued_by = ReminderLetterState.issued, now, actor.user
    row.row_version += 1
    await row.save()
    await audit.record(actor, "reminder_letter.issued", row.id, after={"number": row.number})
    return row


@atomically
async def discard(actor: Actor, letter: ReminderLetter, said: DiscardLetterIn) -> ReminderLetter:
    """Put a draft aside, with the reason. Raises ReminderLetterEnded or ChangedMeanwhile."""
    actor.must(Right.keep_commitments)
    row = await _draft(letter, said.row_version)
    row.state, row.reason = ReminderLetterState.discarded, said.reason
    row.row_version += 1
    await row.save()
    await audit.record(actor, "reminder_letter.discarded", row.id, after={"reason": said.reason})
    return row


async def listed(actor: Actor, state: str, after: UUID | None, limit: int) -> list[Any]:
    """Letters of reminder, the newest first, one more than `limit` when there are more."""
    sql = f"""{LETTERS} AND ($2 = '' OR l.state = $2) AND ($3::uuid IS NULL OR (l.created_at, l.id) <
      (SELECT created_at, id FROM reminder_letter WHERE id = $3 AND organisation = $1))
    ORDER BY l.created_at DESC, l.id DESC LIMIT $4"""
    return await fetch(sql, actor.organisation, state, after, limit + 1)


async def found(organisation: UUID, letter: UUID) -> Any | None:
    """One letter with the facts of its action."""
    return await fetch_one(f"{LETTERS} AND l.id = $2", organisation, letter)


async def of_action(organisation: UUID, action: UUID) -> list[Any]:
    """The letters about one action, the newest first."""
    return await fetch(f"{LETTERS} AND l.action = $2 ORDER BY l.created_at DESC", organisation, action)


async def waiting(organisation: UUID) -> int:
    """How many drafts wait for their number while something is owed."""
    row = await fetch_one(
        f"SELECT count(*)::int FROM ({LETTERS} AND l.state = 'draft') l WHERE l.owed", organisation
    )
    return int(row[0]) if row else 0


async def _draft(letter: ReminderLetter, row_version: int | None) -> ReminderLetter:
    row = await ReminderLetter.objects().get(ReminderLetter.id == letter.id).lock_rows()
    if row is None:
        raise NotFound()
    if row.state != ReminderLetterState.draft:
        raise ReminderLetterEnded()
    if row_version is not None and row_version != row.row_version:
        raise ChangedMeanwhile()
    return row  # type: ignore[no-any-return]


async def _must_sign_here(organisation: UUID, signatory: UUID) -> None:
    mine = (Signatory.id == signatory) & (Signatory.organisation == organisation)
    if not await Signatory.exists().where(mine & Signatory.retired_at.is_null()):
        raise SignatoryMissing()


async def _number(row: ReminderLetter, typed: str) -> str:
    """From here on the year's row is locked, so that two letters never get one number."""
    head = await content.letterhead_of(row.organisation)
    pattern = head.number_pattern or numbers.PATTERN
    assert row.letter_date is not None, "given just before"
    _sequence, number = await numbers.claim_typed(
        row.organisation, pattern, head.unit, typed, row.letter_date
    )
    if await fetch_one(TAKEN, row.organisation, row.year, number):
        raise NumberTaken()
    return number
