"""What two hundred who watch a board cost, and how soon they see a scan: over a real server, beside a busy door."""

import asyncio
import contextlib
import os
import statistics
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from functools import partial
from uuid import uuid4

import httpx
import uvloop

from bench import data, door, load, place
from events_app import clock, database

WATCHERS = int(os.environ.get("BENCH_WATCHERS", "200"))
SCANS = int(os.environ.get("BENCH_SCANS", "20"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "1.5"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "9"))
GUESTS = 2_000
GOAL, KEPT = 2.0, 0.9
ALONE, WATCHED = "nobody watches", "watched"


class Watching(asyncio.Protocol):
    """One stream, read with next to no work: what is measured is the server, not those who watch."""

    def __init__(self, audience: "Audience", number: int, request: bytes) -> None:
        self.audience, self.number, self.request = audience, number, request

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        self.audience.bytes += len(data)
        if b"\ndata: " in data:
            self.audience.heard[self.number] = time.perf_counter()
            self.audience.messages += 1


@dataclass
class Audience:
    """When each of those who watch heard something last, and how much they heard in all."""

    heard: list[float] = field(default_factory=list)
    messages: int = 0
    bytes: int = 0

    async def all_heard(self, since: float) -> None:
        """Until everybody has heard something since then."""
        async with asyncio.timeout(30):
            while min(self.heard) < since:  # noqa: ASYNC110 - two hundred events would cost more than looking
                await asyncio.sleep(0.002)


def main() -> None:
    """Prints both tables."""
    with place.running() as (dsn, port):
        latencies, rounds, audience = uvloop.run(_measure(dsn, port))
    p50, p95 = (statistics.quantiles(latencies, n=100)[share - 1] for share in (50, 95))
    print(f"{WATCHERS} who watch a board of {GUESTS:,} guests, {SCANS} scans: from the scan to each of them")
    print(f"p50 {p50:.2f} s, p95 {p95:.2f} s, last {max(latencies):.2f} s. To reach: p95 under {GOAL:.0f} s.")
    print(
        f"{audience.messages / WATCHERS:.0f} messages each, {audience.bytes / audience.messages:,.0f} bytes a message."
    )
    speed = load.table(rounds, "nobody watches")
    print(
        f"The door keeps {speed['watched'] / speed['nobody watches']:.2f} of its speed. To reach: {KEPT:.2f}."
    )


async def _measure(dsn: str, port: int) -> tuple[list[float], dict[str, list[load.Measured]], Audience]:
    await database.connect(dsn)
    token, (stage, other) = await data.prepare([GUESTS, GUESTS])
    await database.disconnect()
    await place.listening(port)
    url = f"http://127.0.0.1:{port}"
    rounds: dict[str, list[load.Measured]] = {}
    async with _audience(port, token, stage) as audience:
        latencies = await _latencies(url, token, stage, audience)
    passes = door._each_once(other.passes), door._each_once(other.passes)
    for number in range(ROUNDS + 1):
        alone = await load.press(port, door._scans(token, other, passes[0]), door.CLIENTS, SECONDS)
        async with _audience(port, token, other):
            watched = await load.press(port, door._scans(token, other, passes[1]), door.CLIENTS, SECONDS)
        if number:  # the first round warms caches and plans
            rounds.setdefault(ALONE, []).append(alone)
            rounds.setdefault(WATCHED, []).append(watched)
    return latencies, rounds, audience


async def _latencies(url: str, token: str, stage: data.Stage, audience: Audience) -> list[float]:
    """Somebody comes in, at any moment between two looks; how long it takes to each of those who watch."""
    found: list[float] = []
    async with httpx.AsyncClient(base_url=f"{url}/api/v1", headers=_bearer(token)) as client:
        for number, code in enumerate(_first(stage.passes)):
            await asyncio.sleep(1 + number * 0.137 % 0.5)
            since = time.perf_counter()
            answer = await client.post(f"/events/{stage.event}/scans", json=_scan(code))
            answer.raise_for_status()
            await audience.all_heard(since)
            found += [at - since for at in audience.heard]
    return found


@contextlib.asynccontextmanager
async def _audience(port: int, token: str, stage: data.Stage) -> AsyncIterator[Audience]:
    audience, loop, since = Audience([0.0] * WATCHERS), asyncio.get_running_loop(), time.perf_counter()
    watching = [
        await loop.create_connection(
            partial(Watching, audience, number, _ask(token, stage)), "127.0.0.1", port
        )
        for number in range(WATCHERS)
    ]
    await audience.all_heard(since)  # the first parts come by themselves
    try:
        yield audience
    finally:
        for transport, _protocol in watching:
            transport.abort()


def _ask(token: str, stage: data.Stage) -> bytes:
    return (
        f"GET /events/{stage.event}/board/live?view=stage HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {token}\r\nAccept: text/event-stream\r\n\r\n"
    ).encode()


def _first(passes: list[str]) -> Iterator[str]:
    yield from passes[:SCANS]


def _scan(code: str) -> dict[str, object]:
    return {"scans": [{"id": str(uuid4()), "code": code, "scanned_at": clock.now().isoformat()}]}


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


if __name__ == "__main__":
    main()
