"""The floor under the door: the same rows, written by one statement from the driver, without a rule or a server."""

import asyncio
import time
from collections.abc import Iterator
from uuid import UUID, uuid4

import asyncpg

from bench.data import Stage
from bench.load import Measured
from events_app import clock
from events_app.ids import new_id

SAME_WRITES = """
WITH attended AS (
  INSERT INTO attendance AS a (id, organisation, created_at, event, guest, first_in_at, last_in_at, first_scan,
    entry_scan, device, by_clock)
  VALUES ($1, $2, $7, $3, $4, $7, $7, $5, $5, $6, false)
  ON CONFLICT (event, session, guest) DO UPDATE SET last_in_at = greatest(a.last_in_at, excluded.last_in_at)
  RETURNING first_in_at
)
INSERT INTO scan (id, organisation, created_at, scan_id, event, guest, direction, method, outcome, first_in_at,
  first_device, scanned_at, received_at, device)
SELECT $1, $2, $7, $5, $3, $4, 'in', 'camera', 'admitted', first_in_at, '', $7, $7, $6 FROM attended
RETURNING first_in_at
"""


async def press(dsn: str, stage: Stage, guests: Iterator[UUID], clients: int, seconds: float) -> Measured:
    """What `clients` connections write in `seconds`."""
    connections = [await asyncpg.connect(dsn) for _ in range(clients)]
    statements = [await connection.prepare(SAME_WRITES) for connection in connections]
    latencies: list[float] = []
    started = time.perf_counter()
    await asyncio.gather(*[_write(s, stage, guests, started + seconds, latencies) for s in statements])
    took = time.perf_counter() - started
    for connection in connections:
        await connection.close()
    return Measured(took, latencies)


async def _write(
    statement: object, stage: Stage, guests: Iterator[UUID], until: float, latencies: list[float]
) -> None:
    prepared: asyncpg.prepared_stmt.PreparedStatement = statement
    while (began := time.perf_counter()) < until:
        await prepared.fetch(
            new_id(), stage.organisation, stage.event, next(guests), uuid4(), "Pintu utara", clock.now()
        )
        latencies.append(time.perf_counter() - began)
