"""A real HTTP server that takes webhooks, and can be told to hang, refuse, point elsewhere or never end."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Taken:
    """One request as it came."""

    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.body)
        return told


@dataclass
class Receiver:
    """`mode` is `take`, a status as text, `hang`, `endless` or `redirect`; `slowness` is in seconds."""

    mode: str = "take"
    slowness: float = 0.0
    taken: list[Taken] = field(default_factory=list)
    connections: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def kinds(self) -> list[str]:
        return [one.told["type"] for one in self.taken]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
                while await self._one(reader, writer):
                    pass
        finally:
            writer.transport.abort()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[1:-2]
        headers = {name.lower(): value for name, _colon, value in (one.partition(": ") for one in head)}
        self.taken.append(Taken(headers, await reader.readexactly(int(headers["content-length"]))))
        if self.mode == "hang":
            await asyncio.sleep(30)
        await asyncio.sleep(self.slowness)
        await self._answer(writer)
        return self.mode != "endless"

    async def _answer(self, writer: asyncio.StreamWriter) -> None:
        if self.mode == "endless":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            while not writer.is_closing():
                writer.write(b"x" * 65_536)
                await writer.drain()
        elif self.mode == "redirect":
            writer.write(b"HTTP/1.1 307 Elsewhere\r\nLocation: /inward\r\nContent-Length: 0\r\n\r\n")
        else:
            status = "200" if self.mode == "take" else self.mode
            writer.write(f"HTTP/1.1 {status} Said\r\nContent-Length: 5\r\n\r\nthere".encode())
        await writer.drain()


@contextlib.asynccontextmanager
async def standing(receiver: Receiver) -> AsyncIterator[Receiver]:
    """It stands at a port of its own inside the block."""
    tasks = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        tasks.add(task)
        with contextlib.suppress(asyncio.CancelledError):
            await receiver.serve(reader, writer)

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in tasks:
            if task is not None:
                task.cancel()
        await asyncio.gather(*(one for one in tasks if one), return_exceptions=True)
