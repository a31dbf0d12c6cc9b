"""A bad network in front of a server: every answer starts late and comes in drops."""

import asyncio
import contextlib
import threading
from collections.abc import Iterator

LATE = 0.3
DROP = 4096
PER_SECOND = 50_000


@contextlib.contextmanager
def slow_line(port: int) -> Iterator[int]:
    """A port that leads to another, some 400 kbit/s and 300 ms each way behind, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_serve(port), loop).result()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def _serve(port: int) -> asyncio.Server:
    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(_pass_on(reader, back), _pass_on(there, writer), return_exceptions=True)

    return await asyncio.start_server(visit, "127.0.0.1", 0)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        late = True
        while drop := await reader.read(DROP):
            await asyncio.sleep((LATE if late else 0) + len(drop) / PER_SECOND)
            late = len(drop) < DROP
            writer.write(drop)
            await writer.drain()
    finally:
        writer.close()
