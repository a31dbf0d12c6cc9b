"""How fast the door answers: single scans from keep-alive clients, against a bare handler and the bare driver."""

import itertools
import json
import os
import random
import statistics
from collections.abc import Iterator
from typing import TypeVar
from uuid import uuid4

import uvloop

from bench import data, load, place, raw
from bench.load import Measured
from events_app import clock, database

CLIENTS = 8
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
SIZES = [100, 100_000]
GOALS = (0.30, 0.38, 15.0)

RAW = "raw statement"
SMALL, LARGE = (f"scan, {size:,} guests" for size in SIZES)

T = TypeVar("T")
Rounds = dict[str, list[Measured]]


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        _report(uvloop.run(_measure(dsn, port)))


async def _measure(dsn: str, port: int) -> Rounds:
    await database.connect(dsn)
    token, (small, large, other) = await data.prepare([*SIZES, SIZES[1]])
    await database.disconnect()
    await place.listening(port)
    rounds: Rounds = {}
    passes = {id(stage): (_same(stage.passes), _each_once(stage.passes)) for stage in (small, large)}
    guests = (_same(small.guests), _each_once(other.guests))
    for number in range(ROUNDS + 1):
        for name, measured in [
            ("bare handler", await load.press(port, _bare(), CLIENTS, SECONDS)),
            (RAW, await raw.press(dsn, small, guests[0], CLIENTS, SECONDS)),
            (SMALL, await load.press(port, _scans(token, small, passes[id(small)][0]), CLIENTS, SECONDS)),
            (LARGE, await load.press(port, _scans(token, large, passes[id(large)][0]), CLIENTS, SECONDS)),
            (
                "scan, 32 clients",
                await load.press(port, _scans(token, small, passes[id(small)][0]), 32, SECONDS),
            ),
            ("raw, first entries", await raw.press(dsn, other, guests[1], CLIENTS, SECONDS)),
            (
                "scan, first entries",
                await load.press(port, _scans(token, large, passes[id(large)][1]), CLIENTS, SECONDS),
            ),
        ]:
            if number:  # the first round warms caches and plans
                rounds.setdefault(name, []).append(measured)
    return rounds


def _same(everybody: list[T]) -> Iterator[T]:
    """A hundred people again and again: the writes are the same, however many guests the event has."""
    few = random.sample(everybody, SIZES[0])
    while True:
        yield random.choice(few)


def _each_once(everybody: list[T]) -> Iterator[T]:
    """Everybody comes in once, in any order."""
    return itertools.cycle(random.sample(everybody, len(everybody)))


def _report(rounds: Rounds) -> None:
    speed = {name: statistics.median(m.per_second for m in many) for name, many in rounds.items()}
    print(f"{'':24}{'per second':>12}{'p50 ms':>9}{'p99 ms':>9}{'of bare':>9}{'of raw':>9}")
    for name, many in rounds.items():
        p50, p99 = (statistics.median(m.percentile(share) for m in many) for share in (50, 99))
        floor = speed["raw, first entries" if "first" in name else RAW]
        shares = f"{speed[name] / speed['bare handler']:9.2f}{speed[name] / floor:9.2f}"
        print(f"{name:24}{speed[name]:12,.0f}{p50:9.2f}{p99:9.2f}{shares}")
    growth = 100 * (speed[SMALL] / speed[LARGE] - 1)
    print(f"From {SIZES[0]:,} to {SIZES[1]:,} guests a scan takes {growth:.0f} % longer.")
    print("To reach: {:.2f} of bare, {:.2f} of raw, at most {:.0f} % longer.".format(*GOALS))


def _bare() -> Iterator[bytes]:
    while True:
        yield _request("/bench/bare", "", _body("0" * 26))


def _scans(token: str, stage: data.Stage, passes: Iterator[str]) -> Iterator[bytes]:
    path = f"/api/v1/events/{stage.event}/scans"
    while True:
        yield _request(path, token, _body(next(passes)))


def _body(code: str) -> bytes:
    scan = {"id": str(uuid4()), "code": code, "scanned_at": clock.now().isoformat()}
    return json.dumps({"device": "Pintu utara", "scans": [scan]}).encode()


def _request(path: str, token: str, body: bytes) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
