"""One batch for one endpoint: sent over kept connections, then written down, and what that means for the endpoint."""

import asyncio
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from events_app import clock, sealing
from events_app.database import atomically, execute, fetch
from events_app.ids import new_id
from events_app.notifications.webhooks import notices, posting, signing
from events_app.notifications.webhooks.posting import AT_ONCE, Result, Target, Told
from events_app.notifications.webhooks.tables import Paused, WebhookOutcome

BATCH = 200
LONGEST = timedelta(seconds=40)
"""A batch begins no further try after this; with the patience of one it stays within the lease of `sending`."""

PAUSES = tuple(timedelta(seconds=s) for s in (30, 120, 600, 1_800, 7_200, 21_600, 43_200))
"""Eight tries in about a day."""

GIVE_UP_AFTER = timedelta(days=3)
IN_A_ROW = 5
"""After so many failures in a row the rest of a batch waits for the next round, uncounted."""

HEARS = """(w.confidential OR NOT EXISTS (
  SELECT FROM event e WHERE e.id = (m.facts->>'event')::uuid AND e.confidential))"""
"""An event may have become confidential after it was told of."""
WITHHELD = f"""
UPDATE webhook_delivery d SET state = 'failed', next_try_at = NULL, settled_at = $2
FROM webhook_message m, webhook_endpoint w WHERE m.id = d.message AND w.id = d.endpoint AND d.endpoint = $1
  AND d.state = 'waiting' AND NOT {HEARS}
"""
DUE = f"""
SELECT d.id, d.attempts, m.id AS message, m.kind, m.occurred_at, m.facts, o.slug
FROM webhook_delivery d JOIN webhook_message m ON m.id = d.message JOIN organisation o ON o.id = d.organisation
JOIN webhook_endpoint w ON w.id = d.endpoint
WHERE d.endpoint = $1 AND d.state = 'waiting' AND d.next_try_at <= $2 AND {HEARS} ORDER BY d.next_try_at, d.id LIMIT $3
"""
NOTE = """
INSERT INTO webhook_try (id, organisation, created_at, delivery, started_at, ms, outcome, status, answer)
SELECT t.id, d.organisation, $2, t.delivery, t.started_at, t.ms, t.outcome, t.status, t.answer
FROM unnest($1::uuid[], $3::uuid[], $4::timestamptz[], $5::int[], $6::text[], $7::int[], $8::text[])
  AS t(id, delivery, started_at, ms, outcome, status, answer) JOIN webhook_delivery d ON d.id = t.delivery
"""
MARK = """
UPDATE webhook_delivery d SET state = t.state, attempts = t.attempts, next_try_at = t.next_try_at,
  settled_at = CASE WHEN t.state <> 'waiting' THEN $1::timestamptz END
FROM unnest($2::uuid[], $3::text[], $4::int[], $5::timestamptz[]) AS t(id, state, attempts, next_try_at)
WHERE d.id = t.id
"""
LATER = "UPDATE webhook_delivery SET next_try_at = $2 WHERE id = ANY($1) AND state = 'waiting'"
FREE = "UPDATE webhook_endpoint SET busy_until = NULL, failing_since = $2 WHERE id = $1"
PAUSE = "UPDATE webhook_endpoint SET active = false, paused_because = $2 WHERE id = $1 AND active"


@dataclass
class Batch:
    """What is sent to one endpoint in one go, and what came of it."""

    endpoint: Any
    target: Target
    until: datetime
    results: list[tuple[Any, datetime, Result]] = field(default_factory=list)
    put_off: list[UUID] = field(default_factory=list)
    in_a_row: int = 0

    @property
    def tired(self) -> bool:
        """Whether the receiver is down, or time is up."""
        return self.in_a_row >= IN_A_ROW or clock.now() > self.until


async def send(client: httpx.AsyncClient, endpoint: Any) -> Batch:
    """What is due for an endpoint that nobody else sends to, until the batch ends or is `tired`."""
    now = clock.now()
    batch = Batch(endpoint, _target(endpoint, now), now + LONGEST)
    await execute(WITHHELD, endpoint["id"], now)
    waiting = iter(await fetch(DUE, endpoint["id"], now, BATCH))

    async def lane() -> None:
        for row in waiting:
            if batch.tired:
                batch.put_off.append(row["id"])
                continue
            began = clock.now()
            result = await posting.post(client, batch.target, _told(row), began)
            batch.in_a_row = 0 if result.outcome == WebhookOutcome.delivered else batch.in_a_row + 1
            batch.results.append((row, began, result))

    await asyncio.gather(*(lane() for _number in range(AT_ONCE)))
    return batch


def _target(endpoint: Any, now: datetime) -> Target:
    kept = [endpoint["secret"]]
    if endpoint["previous"] and endpoint["previous_until"] > now:
        kept.append(endpoint["previous"])
    return Target(endpoint["url"], tuple(_opened(one) for one in kept))


def _opened(kept: bytes) -> str:
    """A secret sealed by another installation signs nothing that a receiver knows; it is no reason to stop all others."""
    try:
        return signing.opened(kept)
    except sealing.Broken:
        return signing.new_secret()


def _told(row: Any) -> Told:
    return Told(row["message"], row["kind"], row["occurred_at"], row["slug"], json.loads(row["facts"]))


@atomically
async def record(batch: Batch, now: datetime) -> None:
    """All of a batch in four statements; the endpoint is free again with them."""
    endpoint, results = batch.endpoint, batch.results
    if results:
        fates = [_fate(row["attempts"] + 1, result, now) for row, _began, result in results]
        await execute(NOTE, [new_id() for _one in results], now, *_columns(results))
        ids, states = [row["id"] for row, _began, _result in results], [fate[0] for fate in fates]
        attempts = [row["attempts"] + 1 for row, _began, _result in results]
        await execute(MARK, now, ids, states, attempts, [fate[1] for fate in fates])
    if batch.put_off:
        await execute(LATER, batch.put_off, now + PAUSES[0])
    since = _failing_since(batch, now)
    await execute(FREE, endpoint["id"], since)
    await _perhaps_pause(batch, since, now)


def _columns(results: Sequence[tuple[Any, datetime, Result]]) -> tuple[list[Any], ...]:
    return (
        [row["id"] for row, _began, _result in results],
        [began for _row, began, _result in results],
        [result.ms for _row, _began, result in results],
        [result.outcome.value for _row, _began, result in results],
        [result.status for _row, _began, result in results],
        [result.answer for _row, _began, result in results],
    )


def _fate(attempts: int, result: Result, now: datetime) -> tuple[str, datetime | None]:
    """Delivered, given up, or when it is tried again: with growing pauses, never all at the same moment."""
    if result.outcome == WebhookOutcome.delivered:
        return "delivered", None
    if attempts > len(PAUSES) or result.outcome == WebhookOutcome.gone:
        return "failed", None
    return "waiting", now + PAUSES[attempts - 1] * random.uniform(0.8, 1.2)  # noqa: S311 - no secret


def _failing_since(batch: Batch, now: datetime) -> datetime | None:
    if any(result.outcome == WebhookOutcome.delivered for _row, _began, result in batch.results):
        return None
    since: datetime | None = batch.endpoint["failing_since"]
    return (since or now) if batch.results else since


async def _perhaps_pause(batch: Batch, since: datetime | None, now: datetime) -> None:
    """Who says that it is gone, or fails for days, is not asked any more; the owners are told."""
    gone = any(result.outcome == WebhookOutcome.gone for _row, _began, result in batch.results)
    if not gone and (since is None or now - since < GIVE_UP_AFTER):
        return
    because = Paused.gone if gone else Paused.failing
    if await execute(PAUSE, batch.endpoint["id"], because.value) == "UPDATE 1":
        await notices.tell_owners(
            batch.endpoint["organisation"], batch.endpoint["id"], batch.endpoint["url"], now
        )
