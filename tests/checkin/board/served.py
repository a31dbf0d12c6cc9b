"""A real server over the application of the tests, in the loop of the test, with clients that listen to streams."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import httpx
import uvicorn

from events_app import streams
from tests.commands.running import free_port
from tests.people import application


@dataclass
class Heard:
    """What one stream said so far: its parts as they stand, and the ids of its events."""

    parts: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    comments: int = 0
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def until(self, part: str, text: str, seconds: float = 10) -> float:
        """How long it takes until a part says so."""
        started = time.monotonic()
        while text not in " ".join(self.parts.get(part, "").split()):
            assert time.monotonic() - started < seconds, (text, self.parts.get(part))
            await asyncio.sleep(0.02)
        return time.monotonic() - started


class Server(uvicorn.Server):
    """Leaves the signals of the tests alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:
        yield


@dataclass
class Served:
    """Where it listens, and how it is stopped as `serve` stops it."""

    url: str
    server: Server
    running: asyncio.Task[None]

    async def stop(self) -> float:
        """How many seconds that took."""
        started = time.monotonic()
        streams.end_all()
        self.server.should_exit = True
        await self.running
        return time.monotonic() - started


@contextlib.asynccontextmanager
async def served() -> AsyncIterator[Served]:
    """The product, listening."""
    port = free_port()
    config = uvicorn.Config(
        application(), port=port, log_config=None, access_log=False, timeout_graceful_shutdown=10
    )
    server = Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it says so in no other way
        await asyncio.sleep(0.02)
    here = Served(f"http://127.0.0.1:{port}", server, running)
    try:
        yield here
    finally:
        await here.stop()


@contextlib.asynccontextmanager
async def listening(url: str, **headers: str) -> AsyncIterator[Heard]:
    """A client that keeps a stream open and takes in what it says."""
    heard = Heard()
    task = asyncio.create_task(_listen(url, headers, heard))
    try:
        yield heard
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _listen(url: str, headers: dict[str, str], heard: Heard) -> None:
    accept = {"accept": "text/event-stream", "accept-encoding": "br, gzip", "accept-language": "en"}
    async with (
        httpx.AsyncClient(timeout=30) as client,
        client.stream("GET", url, headers=accept | headers) as answer,
    ):
        assert answer.status_code == 200, await answer.aread()
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            _take(line, heard)
    heard.ended.set()


def _take(line: str, heard: Heard) -> None:
    if line.startswith("id: "):
        heard.ids.append(line[4:])
    elif line.startswith("data: "):
        fresh = json.loads(line[6:])["parts"]
        heard.parts |= fresh
        heard.sizes.append(len(fresh))
    elif line.startswith(":"):
        heard.comments += 1
