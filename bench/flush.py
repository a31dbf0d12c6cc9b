"""What a phone's queue costs when the network is back, and whether a door grows slow with all it has seen.

Flushes of five hundred scans a request, against one statement of arrays that writes the same rows; and single
scans with a thousand and with a million scans in the table.
"""

import asyncio
import json
import os
import random
import statistics
import time
from collections.abc import Iterator
from uuid import UUID, uuid4

import asyncpg
import uvloop

from bench import data, door, load, place
from bench.load import Measured
from events_app import clock, database
from events_app.ids import new_id

CLIENTS = 4
BATCH = 500
GUESTS = 20_000
MANY = int(os.environ.get("BENCH_SCANS_IN_TABLE", "1000000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
GOALS = (0.25, 0.9)
RAW, FLUSH = "raw unnest of 500", "flush of 500"
FEW_ROWS, MANY_ROWS = "scan, few in table", f"scan, {MANY:,} in table"

SAME_WRITES = """
WITH asked AS (SELECT * FROM unnest($3::uuid[], $4::uuid[], $5::uuid[]) AS q(id, guest, scan_id)),
attended AS (
  INSERT INTO attendance AS a (id, organisation, created_at, event, guest, first_in_at, last_in_at, first_scan,
    entry_scan, device, by_clock)
  SELECT DISTINCT ON (guest) id, $1, $6, $2, guest, $6, $6, scan_id, scan_id, 'Pintu utara', false
  FROM asked ORDER BY guest
  ON CONFLICT (event, session, guest) DO UPDATE SET last_in_at = greatest(a.last_in_at, excluded.last_in_at)
  RETURNING guest, first_in_at
)
INSERT INTO scan (id, organisation, created_at, scan_id, event, guest, direction, method, outcome, first_in_at,
  first_device, scanned_at, received_at, device)
SELECT q.id, $1, $6, q.scan_id, $2, q.guest, 'in', 'camera', 'admitted', t.first_in_at, '', $6, $6, 'Pintu utara'
FROM asked q JOIN attended t ON t.guest = q.guest RETURNING scan_id
"""

FILL = """
INSERT INTO scan (id, organisation, created_at, scan_id, event, guest, direction, method, outcome, first_in_at,
  first_device, scanned_at, received_at, device)
SELECT gen_random_uuid(), $1, $4, gen_random_uuid(), $2, g.guest, 'in', 'camera', 'already', $4, '', $4, $4, 'Pintu utara'
FROM unnest($3::uuid[]) AS g(guest), generate_series(1, $5)
"""

Rounds = dict[str, list[Measured]]


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        _report(uvloop.run(_measure(dsn, port)))


async def _measure(dsn: str, port: int) -> Rounds:
    await database.connect(dsn)
    token, (many, single) = await data.prepare([GUESTS, door.SIZES[0]])
    await place.listening(port)
    rounds: Rounds = {}
    for number in range(ROUNDS + 1):
        found = [
            (RAW, await _raw(dsn, many)),
            (FLUSH, await load.press(port, _flushes(token, many), CLIENTS, SECONDS)),
        ]
        if number:
            for name, measured in found:
                rounds.setdefault(name, []).append(measured)
    for name in (FEW_ROWS, MANY_ROWS):
        if name == MANY_ROWS:
            await _fill(single)
        rounds[name] = [await _single(port, token, single) for _ in range(ROUNDS + 1)][1:]
    await database.disconnect()
    return rounds


async def _single(port: int, token: str, stage: data.Stage) -> Measured:
    return await load.press(port, door._scans(token, stage, door._same(stage.passes)), door.CLIENTS, SECONDS)


async def _fill(stage: data.Stage) -> None:
    """All of them at the event that is scanned, so that no index can look away."""
    each = MANY // len(stage.guests)
    for start in range(0, each, 100):
        count = min(100, each - start)
        await database.execute(FILL, stage.organisation, stage.event, stage.guests, clock.now(), count)
    await database.execute("VACUUM ANALYZE scan")


async def _raw(dsn: str, stage: data.Stage) -> Measured:
    connections = [await asyncpg.connect(dsn) for _ in range(CLIENTS)]
    latencies: list[float] = []
    started = time.perf_counter()
    await asyncio.gather(*[_write(one, stage, started + SECONDS, latencies) for one in connections])
    took = time.perf_counter() - started
    for one in connections:
        await one.close()
    return Measured(took, latencies)


async def _write(
    connection: asyncpg.Connection, stage: data.Stage, until: float, latencies: list[float]
) -> None:
    statement = await connection.prepare(SAME_WRITES)
    while (began := time.perf_counter()) < until:
        ids: list[UUID] = [new_id() for _ in range(BATCH)]
        guests = random.sample(stage.guests, BATCH)
        await statement.fetch(
            stage.organisation, stage.event, ids, guests, [uuid4() for _ in ids], clock.now(), timeout=60
        )
        latencies.append(time.perf_counter() - began)


def _flushes(token: str, stage: data.Stage) -> Iterator[bytes]:
    path = f"/api/v1/events/{stage.event}/scans"
    while True:
        now = clock.now().isoformat()
        scans = [
            {"id": str(uuid4()), "code": code, "scanned_at": now}
            for code in random.sample(stage.passes, BATCH)
        ]
        yield door._request(path, token, json.dumps({"device": "Pintu utara", "scans": scans}).encode())


def _report(rounds: Rounds) -> None:
    speed = {name: statistics.median(m.per_second for m in many) for name, many in rounds.items()}
    print(f"{'':28}{'scans per second':>18}{'p50 ms':>9}{'p99 ms':>9}")
    for name, many in rounds.items():
        p50, p99 = (statistics.median(m.percentile(share) for m in many) for share in (50, 99))
        each = BATCH if name in {RAW, FLUSH} else 1
        print(f"{name:28}{speed[name] * each:18,.0f}{p50:9.2f}{p99:9.2f}")
    print(f"A flush does {speed[FLUSH] / speed[RAW]:.2f} of the raw statement (to reach: {GOALS[0]:.2f}).")
    print(
        f"With {MANY:,} scans {speed[MANY_ROWS] / speed[FEW_ROWS]:.2f} of the speed (to reach: {GOALS[1]:.2f})."
    )


if __name__ == "__main__":
    main()
