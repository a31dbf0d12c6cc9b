"""The verb of agreeing many drafts: each by itself, so that what one of them lacks holds up no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions import agree
from events_app.commitments.agreeing.forms import MOST
from events_app.commitments.tables import Commitment, CommitmentState
from events_app.errors import NotFound, Refusal
from events_app.events.tables import Event


@dataclass(frozen=True)
class Outcome:
    """What became of one draft; without a refusal it is agreed."""

    commitment: UUID
    ref: str
    title: str
    refusal: Refusal | None

    @property
    def is_agreed(self) -> bool:
        return self.refusal is None


async def agree_drafts(
    actor: Actor, event: Event, wanted: Sequence[UUID] | None, now: datetime
) -> list[Outcome]:
    """Agree these promises of an event, or its first five hundred drafts; each in a transaction of its own."""
    actor.must(Right.decide)
    found = await _promises(event, wanted)
    missing = [one for one in dict.fromkeys(wanted or ()) if one not in {row.id for row in found}]
    return [
        *[await _agree(actor, row, now) for row in found],
        *[Outcome(one, "", "", NotFound()) for one in missing],
    ]


async def _promises(event: Event, wanted: Sequence[UUID] | None) -> list[Commitment]:
    drafts = Commitment.state == CommitmentState.draft.value
    chosen = drafts if wanted is None else Commitment.id.is_in(list(wanted))
    here = (Commitment.event == event.id) & chosen
    rows: list[Commitment] = await Commitment.objects().where(here).order_by(Commitment.id).limit(MOST)
    return rows


async def _agree(actor: Actor, row: Commitment, now: datetime) -> Outcome:
    try:
        await agree(actor, row, now)
    except Refusal as refusal:
        return Outcome(row.id, row.ref, row.title, refusal)
    return Outcome(row.id, row.ref, row.title, None)
