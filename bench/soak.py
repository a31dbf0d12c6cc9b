"""Ten minutes at half of what the door can do: memory stays flat, and every scan that was answered is there once."""

import asyncio
import itertools
import os
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uvloop

from bench import data, door, load, place
from events_app import database

SECONDS = float(os.environ.get("SOAK_SECONDS", "600"))
PARTS = 10
CLIENTS = 8
GUESTS = 20_000
SHARE = 0.5
GROWTH = 5.0
"""Per cent of the memory at the end of the second part, when caches and pools are full."""


@dataclass
class Part:
    """A tenth of the time: what was done in it, and the server's memory at its end."""

    measured: load.Measured
    megabytes: float


class Paced(load.Caller):
    """A connection that keeps a beat, whatever the server's haste."""

    every = 0.0
    due = 0.0

    def _next(self) -> None:
        self.due = max(
            self.due + self.every, time.perf_counter() - 1
        )  # who fell behind catches up for a second
        wait = self.due - time.perf_counter()
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, super()._next)
        else:
            super()._next()


def main() -> None:
    """Prints a line a part, and whether it held."""
    with place.process() as (dsn, port, process):
        uvloop.run(_soak(dsn, port, process))


async def _soak(dsn: str, port: int, process: int) -> None:
    await database.connect(dsn)
    token, [stage] = await data.prepare([GUESTS])
    await place.listening(port)
    passes = itertools.cycle(stage.passes)
    requests = door._scans(token, stage, passes)
    rest = _megabytes(process)
    full = await load.press(port, requests, CLIENTS, min(10.0, SECONDS / PARTS))
    rate = full.per_second * SHARE
    print(f"{CLIENTS} clients reach {full.per_second:,.0f} scans a second; {SECONDS:.0f} s at {rate:,.0f}")
    print(
        f"Memory before the first scan {rest:.1f} MB, after {len(full.latencies):,} {_megabytes(process):.1f} MB"
    )
    print(f"{'part':>5}{'per second':>12}{'p50 ms':>9}{'p99 ms':>9}{'MB':>9}")
    parts = []
    for number in range(1, PARTS + 1):
        parts.append(Part(await _press(port, requests, rate), _megabytes(process)))
        _print(number, parts[-1])
    answered = len(full.latencies) + sum(len(part.measured.latencies) for part in parts)
    kept = await database.fetch_value("SELECT count(*) FROM scan")
    await database.disconnect()
    _verdict(parts, answered, kept)


async def _press(port: int, requests: Iterator[bytes], rate: float) -> load.Measured:
    latencies: list[float] = []
    loop, started = asyncio.get_running_loop(), time.perf_counter()
    callers: list[Paced] = []
    for number in range(CLIENTS):
        caller = Paced(requests, started + SECONDS / PARTS, latencies)
        caller.every, caller.due = CLIENTS / rate, started + number / rate
        await loop.create_connection(lambda caller=caller: caller, "127.0.0.1", port)  # type: ignore[misc]
        callers.append(caller)
    await asyncio.gather(*[caller.done for caller in callers])
    return load.Measured(time.perf_counter() - started, latencies)


def _print(number: int, part: Part) -> None:
    p50, p99 = part.measured.percentile(50), part.measured.percentile(99)
    print(f"{number:5}{part.measured.per_second:12,.0f}{p50:9.2f}{p99:9.2f}{part.megabytes:9.1f}", flush=True)


def _verdict(parts: list[Part], answered: int, kept: int) -> None:
    before, after = parts[1].megabytes, statistics.median(part.megabytes for part in parts[-3:])
    grown = 100 * (after / before - 1)
    print(f"Memory from the second part to the last three: {grown:+.1f} %. To reach: at most {GROWTH:.0f} %.")
    print(f"{answered:,} scans answered, {kept:,} in the database. To reach: the same.")


def _megabytes(process: int) -> float:
    """What the server's process holds in memory, as the system counts it."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
