"""Verb of those who stand behind a promise: they are said anew with the draft."""

from collections.abc import Sequence
from datetime import datetime

from events_app.commitments.details import PartyIn
from events_app.commitments.parties.tables import CommitmentParty
from events_app.commitments.tables import Commitment


async def set_parties(commitment: Commitment, parties: Sequence[PartyIn], now: datetime) -> None:
    """Exactly these; an institution named twice stands as it was named last."""
    await CommitmentParty.delete().where(CommitmentParty.commitment == commitment.id)
    roles = {one.institution_id: one.role for one in parties}
    rows = [
        CommitmentParty(
            organisation=commitment.organisation,
            created_at=now,
            commitment=commitment.id,
            institution=institution,
            role=role.value,
        )
        for institution, role in roles.items()
    ]
    if rows:
        await CommitmentParty.insert(*rows).on_conflict(action="DO NOTHING")
