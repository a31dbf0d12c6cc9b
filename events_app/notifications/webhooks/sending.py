"""Sending what is due, to many endpoints at once: whoever hangs keeps a place, and nobody else waiting.

An endpoint is taken for a while, and a run that dies holds it no longer than the lease; what it had sent and not written
down is sent again, with the same id.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import httpx

from events_app import clock
from events_app.database import fetch
from events_app.notifications.webhooks import batches, posting
from events_app.notifications.webhooks.batches import PAUSES, Batch

LEASE = timedelta(seconds=75)
ENDPOINTS = 16
"""So many are sent to at once. Each may hang for as long as a try lasts, all of them together no longer."""

TAKE = """
UPDATE webhook_endpoint SET busy_until = $2 WHERE id = (
  SELECT e.id FROM webhook_endpoint e JOIN organisation o ON o.id = e.organisation
  WHERE e.active AND NOT o.demo AND (e.busy_until IS NULL OR e.busy_until < $1) AND NOT e.id = ANY($3) AND EXISTS (
    SELECT FROM webhook_delivery d WHERE d.endpoint = e.id AND d.state = 'waiting' AND d.next_try_at <= $1)
  ORDER BY e.failing_since NULLS FIRST, array_position($4, e.id) NULLS FIRST LIMIT 1 FOR UPDATE OF e SKIP LOCKED)
RETURNING id, organisation, url, secret, previous, previous_until, failing_since
"""
"""Those that answer come before those that fail, those that had no batch yet before those that had."""


@dataclass
class Run:
    """The endpoints of one run: who is sent to now, who had a batch, and who rests until when."""

    busy: set[asyncio.Task[Batch]] = field(default_factory=set)
    served: list[UUID] = field(default_factory=list)
    rested: dict[UUID, datetime] = field(default_factory=dict)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    tries: int = 0


_now: list[Run] = []
"""The run of this process: one at most, so that receivers that hang take one place among the worker's jobs."""


async def send_due() -> int:
    """Everything that is due, until nothing is; how many tries were made.

    While a run is under way in this process, it is only told to look once more, and makes the tries.
    """
    if _now:
        _now[0].asked.set()
        return 0
    run = Run()
    _now.append(run)
    try:
        async with posting.open_client() as client:
            while await _fill(run, client) or run.asked.is_set():
                await _wait(run)
            _now.remove(run)  # whoever asks from here on is not told that this run looks once more
    finally:
        if run in _now:
            _now.remove(run)
        await _leave(run)
    return run.tries


async def _fill(run: Run, client: httpx.AsyncClient) -> bool:
    """Begins with whoever is due and has a place; whether anybody is sent to."""
    run.asked.clear()
    while len(run.busy) < ENDPOINTS and (endpoint := await _take(run)) is not None:
        run.busy.add(asyncio.create_task(_serve(run, client, endpoint)))
    return bool(run.busy)


async def _take(run: Run) -> Any:
    now = clock.now()
    resting = [one for one, until in run.rested.items() if until > now]
    rows = await fetch(TAKE, now, now + LEASE, resting, run.served)
    return rows[0] if rows else None


async def _serve(run: Run, client: httpx.AsyncClient, endpoint: Any) -> Batch:
    batch = await batches.send(client, endpoint)
    await batches.record(batch, clock.now())
    one = endpoint["id"]
    run.served = [other for other in run.served if other != one] + [one]
    run.tries += len(batch.results)
    if batch.put_off:
        run.rested[one] = clock.now() + PAUSES[0]
    return batch


async def _wait(run: Run) -> None:
    """Until a place is free, or somebody asks to look again. Raises what broke a batch."""
    asked = asyncio.create_task(run.asked.wait())
    try:
        done, _rest = await asyncio.wait({*run.busy, asked}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        asked.cancel()
    for task in done - {asked}:
        run.busy.discard(task)
        task.result()


async def _leave(run: Run) -> None:
    """A run that is cut short leaves nothing running; its endpoints are free again when their lease ends."""
    for task in run.busy:
        task.cancel()
    await asyncio.gather(*run.busy, return_exceptions=True)
