"""Keeping that the verifiers of many actions were set, a row for each, by one statement."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.bulk import insert_new
from events_app.commitments.assigning.tables import Duty, DutyChange

Office = tuple[UUID | None, UUID | None]
"""An institution and the position in it that verifies, or nobody in particular."""


async def keep_verifiers(
    actor: Actor, passed: Sequence[tuple[UUID, Office, Office]], reason: str, now: datetime
) -> None:
    """Of each action who verified it before and who does from now on, and why."""
    rows = [
        DutyChange(
            organisation=actor.organisation,
            created_at=now,
            created_by=actor.user,
            action=action,
            duty=Duty.verifier.value,
            before_institution=before[0],
            before_position=before[1],
            after_institution=after[0],
            after_position=after[1],
            reason=reason,
        )
        for action, before, after in passed
    ]
    await insert_new(rows)
