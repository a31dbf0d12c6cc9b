"""Reads of webhooks: how endpoints fare, and their log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.notifications.webhooks.tables import WebhookEndpoint

COUNTS = """
SELECT endpoint, count(*) FILTER (WHERE state = 'waiting') AS waiting, count(*) FILTER (WHERE state = 'failed') AS failed,
  count(*) FILTER (WHERE state = 'delivered') AS delivered, max(settled_at) FILTER (WHERE state = 'delivered') AS last_at
FROM webhook_delivery WHERE endpoint = ANY($1) GROUP BY endpoint
"""
LOG = """
SELECT d.id, d.message AS message_id, d.state, d.attempts, d.next_try_at, d.settled_at, m.kind, m.occurred_at, m.facts::text,
  t.outcome, t.status, t.ms, t.answer, t.started_at
FROM webhook_delivery d JOIN webhook_message m ON m.id = d.message
LEFT JOIN LATERAL (SELECT * FROM webhook_try WHERE delivery = d.id ORDER BY id DESC LIMIT 1) t ON true
WHERE d.endpoint = $1 AND ($2::text IS NULL OR d.state = $2) AND ($3::text IS NULL OR m.kind = $3)
  AND ($4::uuid IS NULL OR d.id < $4) AND ($5::uuid IS NULL OR d.id = $5) ORDER BY d.id DESC LIMIT $6
"""
TRIES = "SELECT id, started_at, ms, outcome, status, answer FROM webhook_try WHERE delivery = $1 ORDER BY id DESC LIMIT 100"


@dataclass(frozen=True)
class Counts:
    """How many deliveries of an endpoint wait, failed and arrived, and when one last arrived."""

    waiting: int = 0
    failed: int = 0
    delivered: int = 0
    last_at: datetime | None = None


@dataclass(frozen=True)
class Entry:
    """A delivery with its message and its last try."""

    id: UUID
    message_id: UUID
    state: str
    attempts: int
    next_try_at: datetime | None
    settled_at: datetime | None
    kind: str
    occurred_at: datetime
    facts: str
    outcome: str | None
    status: int | None
    ms: int | None
    answer: str | None
    started_at: datetime | None


async def endpoints(organisation: UUID) -> list[WebhookEndpoint]:
    """All of an organisation, the oldest first; there are only a few."""
    query = WebhookEndpoint.objects().where(WebhookEndpoint.organisation == organisation)
    rows: list[WebhookEndpoint] = await query.order_by(WebhookEndpoint.id)
    return rows


async def counts(endpoints: Sequence[UUID]) -> dict[UUID, Counts]:
    """Of each endpoint; one query."""
    rows = await fetch(COUNTS, list(endpoints))
    found = {row["endpoint"]: Counts(*list(row.values())[1:]) for row in rows}
    return {one: found.get(one, Counts()) for one in endpoints}


async def log(
    endpoint: UUID,
    *,
    state: str | None = None,
    kind: str | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> list[Entry]:
    """The newest first, up to one more than the limit."""
    return [Entry(**row) for row in await fetch(LOG, endpoint, state, kind, before, None, limit + 1)]


async def entry(endpoint: UUID, delivery: UUID) -> Entry | None:
    """One of an endpoint's."""
    rows = await fetch(LOG, endpoint, None, None, None, delivery, 1)
    return Entry(**rows[0]) if rows else None


async def tries(delivery: UUID) -> list[Any]:
    """Each try, the newest first."""
    return await fetch(TRIES, delivery)
