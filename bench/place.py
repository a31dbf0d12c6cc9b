"""Where a benchmark runs: an embedded database of its own with all tables, and the product's server beside it."""

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import uvloop

from events_app import embedded
from events_app.migrations import migrate


@contextlib.contextmanager
def database() -> Iterator[str]:
    """The DSN of a database of its own with all tables, until the block ends."""
    os.environ.setdefault("PICCOLO_CONF", "events_app.piccolo_conf")
    with contextlib.ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="events-bench-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o711)  # started as root, the server's own account must pass through
        os.environ |= {"EVENTS_DATA_DIR": str(folder / "files"), "EVENTS_SECRET_KEY": "b" * 40}
        visit = embedded.arrive(folder)
        stack.callback(visit.leave)
        uvloop.run(migrate(visit.place.dsn))
        yield visit.place.dsn


@contextlib.contextmanager
def running() -> Iterator[tuple[str, int]]:
    """The database's DSN and the server's port, until the block ends."""
    with process() as (dsn, port, _number):
        yield dsn, port


@contextlib.contextmanager
def process() -> Iterator[tuple[str, int, int]]:
    """The same with the number of the server's process."""
    with contextlib.ExitStack() as stack:
        dsn = stack.enter_context(database())
        port = _free_port()
        server = subprocess.Popen([sys.executable, "-m", "bench.server", str(port), dsn])
        stack.callback(server.wait)
        stack.callback(server.terminate)
        yield dsn, port, server.pid


async def listening(port: int) -> None:
    """Returns when the server takes connections."""
    deadline = time.monotonic() + 120  # a busy machine takes its time
    while True:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
