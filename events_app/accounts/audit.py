"""The audit trail: who did what to what, when and from where; written in the action's own transaction."""

import json
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.tables import AuditEntry


async def record(
    actor: Actor,
    verb: str,
    subject: UUID | None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Adds one entry. `before` and `after` hold what changed, as plain values; never a secret."""
    entry = AuditEntry(
        organisation=actor.organisation,
        actor=actor.user or actor.person,
        actor_name=actor.name,
        via=actor.via,
        address=actor.address,
        verb=verb,
        subject=subject,
        before=_json(before),
        after=_json(after),
    )
    await entry.save()


def _json(facts: dict[str, Any] | None) -> str | None:
    return None if facts is None else json.dumps(facts, default=str)
