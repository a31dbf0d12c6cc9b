"""What a draft is made of: its columns, its rows, its words for a search."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments.actions import moves
from events_app.commitments.forms import ActionIn, CommitmentIn
from events_app.commitments.kinds import Ratified
from events_app.commitments.tables import ActionState, Commitment, FollowUpAction
from events_app.database import fetch_value
from events_app.events.tables import Event

NAMED = {
    "institution": "institution_id",
    "guest": "attendance_guest_id",
    "session": "session_id",
    "agenda_item": "agenda_item_id",
    "position": "position_id",
}
"""Columns of a commitment whose fields say that an id is given."""

REPRESENTS = "SELECT represents FROM guest WHERE id = $1 AND event = $2"


async def columns(data: CommitmentIn, event: Event) -> dict[str, Any]:
    """A commitment's fields under the table's names; the theme is the event's unless one is given.

    What somebody said in place of a position waits for whoever holds that position.
    """
    sent = data.model_dump(exclude={"actions", "parties", *NAMED.values()})
    sent["theme"] = sent["theme"] or event.theme
    sent["visibility"] = data.visibility.value
    sent |= {column: getattr(data, field) for column, field in NAMED.items()}
    represented = await fetch_value(REPRESENTS, data.attendance_guest_id, event.id)
    if represented is None:
        return sent | {"ratification": Ratified.not_needed.value}
    return sent | {"ratification": Ratified.pending.value, "position": represented}


def search_text(commitment: Commitment) -> str:
    """What a search looks through."""
    parts = (
        commitment.ref,
        commitment.title,
        commitment.theme,
        commitment.problem,
        commitment.statement,
        commitment.expected_result,
    )
    return " ".join(parts).casefold()


SAME = ("description", "method", "place", "target_group", "budget_amount", "start_date")


async def add_rows(
    actor: Actor, commitment: Commitment, rows: Sequence[ActionIn], now: datetime
) -> list[FollowUpAction]:
    """Draft actions, numbered on after those already there."""
    last = await fetch_value(
        "SELECT coalesce(max(seq), 0) FROM follow_up_action WHERE commitment = $1", commitment.id
    )
    made = [_row(actor, commitment, data, seq, now) for seq, data in enumerate(rows, start=last + 1)]
    if made:
        await FollowUpAction.insert(*made)
    return made


async def clear_rows(commitment: Commitment) -> None:
    """Its draft actions go; what the chair cancelled stays."""
    mine = FollowUpAction.commitment == commitment.id
    await FollowUpAction.delete().where(mine & (FollowUpAction.state == ActionState.draft))


async def take_row(commitment: Commitment, action: UUID) -> list[str]:
    """One draft action goes, whose reference comes back. Raises WrongState for one that was cancelled."""
    mine = (FollowUpAction.id == action) & (FollowUpAction.commitment == commitment.id)
    for row in await FollowUpAction.objects().where(mine):
        moves.must_stand_in(row, frozenset({ActionState.draft}))
    return [row["ref"] for row in await FollowUpAction.delete().where(mine).returning(FollowUpAction.ref)]


def _row(actor: Actor, commitment: Commitment, data: ActionIn, seq: int, now: datetime) -> FollowUpAction:
    ref = f"{commitment.ref}/{seq}"
    return FollowUpAction(
        organisation=commitment.organisation,
        created_at=now,
        created_by=actor.user,
        ref=ref,
        commitment=commitment.id,
        seq=seq,
        title=data.title,
        deliverable=data.deliverable,
        weight=data.weight,
        responsible_institution=data.responsible_institution_id,
        responsible_position=data.responsible_position_id,
        responsible_person=data.responsible_person_id,
        verifier_institution=data.verifier_institution_id,
        verifier_position=data.verifier_position_id,
        due=data.due,
        budget_source=data.budget_source.value if data.budget_source else None,
        **{name: getattr(data, name) for name in SAME},
        state_since=now,
        search_text=f"{ref} {data.title} {data.deliverable}".casefold(),
    )
