"""The audit trail: who did what to what, when and from where; written in the action's own transaction."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.tables import AuditEntry
from events_app.bulk import insert_new


@dataclass(frozen=True)
class Entry:
    """What became of one subject: what stood before, and what stands now."""

    subject: UUID | None
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


async def record(
    actor: Actor,
    verb: str,
    subject: UUID | None,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Adds one entry. `before` and `after` hold what changed, as plain values; never a secret."""
    await _entry(actor, verb, Entry(subject, before, after)).save()


async def record_all(actor: Actor, verb: str, entries: Sequence[Entry]) -> None:
    """The same for many subjects, by one statement."""
    await insert_new([_entry(actor, verb, one) for one in entries])


def _entry(actor: Actor, verb: str, said: Entry) -> AuditEntry:
    return AuditEntry(
        organisation=actor.organisation,
        actor=actor.user or actor.person,
        actor_name=actor.name,
        via=actor.via,
        address=actor.address,
        verb=verb,
        subject=said.subject,
        before=_json(said.before),
        after=_json(said.after),
    )


def _json(facts: dict[str, Any] | None) -> str | None:
    return None if facts is None else json.dumps(facts, default=str)
