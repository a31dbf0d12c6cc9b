"""A client that is never the bottleneck: keep-alive connections that send ready-made requests one by one."""

import asyncio
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Measured:
    """What one round took."""

    seconds: float
    latencies: list[float] = field(repr=False)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds

    def percentile(self, share: int) -> float:
        """Milliseconds within which this share of the requests was answered."""
        return statistics.quantiles(self.latencies, n=100)[share - 1] * 1000


def table(rounds: dict[str, list[Measured]], empty: str) -> dict[str, float]:
    """Print the medians of each row beside those of the empty page; returns requests per second by name."""
    speed = {name: statistics.median(m.per_second for m in many) for name, many in rounds.items()}
    print(f"{'':28}{'per second':>12}{'p50 ms':>9}{'of empty':>10}")
    for name, many in rounds.items():
        middle = statistics.median(m.percentile(50) for m in many)
        print(f"{name:28}{speed[name]:12,.1f}{middle:9.2f}{speed[name] / speed[empty]:10.2f}")
    return speed


class Caller(asyncio.Protocol):
    """One connection: the next request goes out when the answer before is complete."""

    def __init__(self, requests: Iterator[bytes], until: float, latencies: list[float]) -> None:
        self.requests, self.until, self.latencies = requests, until, latencies
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: asyncio.Transport = transport  # type: ignore[assignment]
        self._next()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head, gap, body = self.buffer.partition(b"\r\n\r\n")
        if not gap or len(body) < _length(head):
            return
        self.latencies.append(time.perf_counter() - self.sent)
        if not head.startswith((b"HTTP/1.1 20", b"HTTP/1.1 304")):
            self.done.set_exception(RuntimeError(self.buffer.decode()))
            return
        self._next()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or RuntimeError("the server hung up"))

    def _next(self) -> None:
        self.buffer = b""
        self.sent = time.perf_counter()
        if self.sent > self.until:
            self.done.set_result(None)
            self.transport.close()
            return
        self.transport.write(next(self.requests))


async def press(port: int, requests: Iterator[bytes], clients: int, seconds: float) -> Measured:
    """What `clients` connections get done in `seconds`."""
    latencies: list[float] = []
    loop, started = asyncio.get_running_loop(), time.perf_counter()
    callers = [
        (
            await loop.create_connection(
                lambda: Caller(requests, started + seconds, latencies), "127.0.0.1", port
            )
        )[1]
        for _ in range(clients)
    ]
    await asyncio.gather(*[caller.done for caller in callers])
    return Measured(time.perf_counter() - started, latencies)


def _length(head: bytes) -> int:
    after = head.lower().partition(b"content-length:")[2]
    return int(after.partition(b"\r\n")[0] or 0)  # a 304 has no body and need not say so
