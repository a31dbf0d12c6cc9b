"""Telling the secretariat what became of a promise in a head's place.

That the head does not stand by it is told only once the head can no longer take it back: a slip of the finger troubles nobody.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.accounts.rights import Right
from events_app.commitments import contacts
from events_app.commitments.contacts import Contact
from events_app.commitments.ratifying import mails, queries
from events_app.commitments.ratifying.tables import Ratification
from events_app.commitments.tables import Commitment
from events_app.database import atomically, fetch_one
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import Mail, is_address

TO_TAKE_BACK = timedelta(minutes=10)
"""How long a head may take an answer back; a trigger holds the same."""

STANDS = """
SELECT c.organisation, c.id AS commitment, r.note FROM ratification r JOIN commitment c ON c.id = r.commitment
WHERE r.id = $1 AND r.outcome = 'declined' AND (standing_ratification(c.id)).id = r.id
"""


async def declined_later(row: Ratification) -> None:
    """Leave the job that tells it; what can no longer be taken back, such as a letter, is told at once."""
    due = row.created_at if row.letter else row.created_at + TO_TAKE_BACK
    waits = due - clock.now()
    if waits > timedelta():
        await jobs.enqueue("tell_declined", {"ratification": row.id}, after=waits)
    else:
        await tell_declined(row.id, due)


@atomically
async def tell_declined(ratification: UUID, now: datetime) -> int:
    """The head does not stand by it, and why; nothing where that was taken back. Twice is once; returns how many."""
    row = await fetch_one(STANDS, ratification)
    if row is None:
        return 0
    key = f"ratification_declined:{ratification}:"
    return await _tell(
        row["organisation"],
        row["commitment"],
        lambda one, facts: mails.declined(one, facts, row["note"], f"{key}{one.user}"),
        now,
    )


async def set_back(promise: Commitment, reason: str, now: datetime) -> int:
    """The chair set the answer back, and why, so the head is asked anew."""
    return await _tell(
        promise.organisation, promise.id, lambda one, facts: mails.set_back(one, facts, reason), now
    )


async def _tell(
    organisation: UUID, commitment: UUID, letter: Callable[[Contact, Any], Mail], now: datetime
) -> int:
    facts: Any = await queries.facts(organisation, commitment, now)
    keepers = await contacts.users_with(organisation, Right.keep_commitments)
    letters = [
        letter(one, facts)
        for one in keepers
        if is_address(one.address) and (not facts["confidential"] or Right.read_confidential in one.rights)
    ]
    await enqueue_all(organisation, letters)
    return len(letters)
