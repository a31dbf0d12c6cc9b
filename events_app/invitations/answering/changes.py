"""What an answer changed about who comes, noted as rows beside it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.invitations.answering.tables import AnswerGuest, Change
from events_app.invitations.tables import AnsweredBy, InvitationAnswer

TAKEN_BACK = "taken_back"
"""How an answer that was taken back stands in the history, beside yes, perhaps and no."""

ACTIVE = "SELECT id FROM guest WHERE invitation = $1 AND state <> 'cancelled'"


@dataclass(frozen=True)
class Turn:
    """One answer being given: who says it, by which way, when; what staff note of whom they heard."""

    actor: Actor
    event: Event
    by: AnsweredBy
    now: datetime
    note: str = ""
    said_at: datetime | None = None


async def active(invitation: UUID) -> set[UUID]:
    """The guests who come or wait on an invitation."""
    return {row["id"] for row in await fetch(ACTIVE, invitation)}


async def record(answer: InvitationAnswer, before: set[UUID]) -> set[UUID]:
    """Note who was named, kept and taken off the list; returns the newly named."""
    after = await active(answer.invitation)
    found = {Change.named: after - before, Change.kept: after & before, Change.left: before - after}
    rows = [
        AnswerGuest(organisation=answer.organisation, answer=answer.id, guest=guest, change=change)
        for change, guests in found.items()
        for guest in sorted(guests)
    ]
    if rows:
        await AnswerGuest.insert(*rows)
    return found[Change.named]
