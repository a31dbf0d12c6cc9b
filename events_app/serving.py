"""Running the product: database, web and worker, started in that order and stopped in the reverse."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import uvicorn
from litestar import Litestar

from events_app import database, embedded, rooms, settings, streams, worker
from events_app.app import App, create_app
from events_app.migrations import migrate

GRACE = 6
"""Seconds that running requests and jobs have to finish."""

KEEP_ALIVE = 150
"""Seconds for which a connection that nobody uses stays open: longer than a proxy keeps one (Caddy two minutes, nginx
one), which else would send a scan into a connection that is just being closed, and may not send it twice."""

POOL = 10


@contextlib.asynccontextmanager
async def dsn(*, owner: bool = False) -> AsyncIterator[str]:
    """The database's address; the embedded server is started where none is configured and none runs."""
    here = settings.current()
    if here.database_url:
        yield here.database_url
        return
    async with embedded.running(here.data_dir, owner=owner) as address:
        yield address


@contextlib.asynccontextmanager
async def ready_database(*, owner: bool = False) -> AsyncIterator[str]:
    """A connected database with every migration applied."""
    async with dsn(owner=owner) as address:
        await migrate(address)
        await database.connect(address, size=POOL)
        try:
            yield address
        finally:
            await database.disconnect()


@contextlib.asynccontextmanager
async def connected_database() -> AsyncIterator[str]:
    """A connected database as it is, migrated or not."""
    async with dsn() as address:
        await database.connect(address, size=2)
        try:
            yield address
        finally:
            await database.disconnect()


async def serve(on_ready: Callable[[], Awaitable[None]]) -> None:
    """Serves until SIGINT or SIGTERM: web and worker together, or several web processes beside it."""
    stop = stop_on_signal()
    with _listening() as door:
        async with ready_database(owner=True) as address:
            await on_ready()
            many = settings.current().web_processes > 1
            web = _many(door, address, stop) if many else _one(door, stop)
            await _together(web, _work(address, stop), stop)


async def work() -> None:
    """Runs the worker alone, until SIGINT or SIGTERM."""
    stop = stop_on_signal()
    async with ready_database() as address:
        await _work(address, stop)


def web_process() -> App:
    """The application of one of several web processes; its parent migrated the database."""
    return create_app(_connected)


def settle() -> None:
    """What is loaded by now stays till the end, so the collector of garbage need not look through it again and again:
    each look took longer than a hundred scans, and nobody was answered meanwhile."""
    gc.collect()
    gc.freeze()


def stop_on_signal() -> asyncio.Event:
    """An event that is set by SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def _listening() -> socket.socket:
    """The listening socket, taken first: an address in use must not cost a started database."""
    here = settings.current()
    try:
        family = socket.AF_INET6 if ":" in here.host else socket.AF_INET
        return socket.create_server((here.host, here.port), family=family, backlog=2048)
    except OSError as fault:
        reason = fault.strerror or fault
        raise OSError(
            f"cannot listen on {here.host}, port {here.port} (EVENTS_HOST, EVENTS_PORT): {reason}"
        ) from fault


async def _together(web: Awaitable[None], work: Awaitable[None], stop: asyncio.Event) -> None:
    """When one half ends, for whatever reason, the other is asked to end as well."""

    async def half(run: Awaitable[None]) -> None:
        try:
            await run
        finally:
            stop.set()

    async with asyncio.TaskGroup() as both:
        both.create_task(half(web))
        both.create_task(half(work))


async def _work(address: str, stop: asyncio.Event) -> None:
    rooms.load_jobs()
    await worker.work(address, stop)


async def _one(door: socket.socket, stop: asyncio.Event) -> None:
    rooms.load_jobs()  # what arrives over HTTP is read by rooms that register themselves
    server = _Server(_config(create_app()))
    settle()
    watch = asyncio.create_task(_tell(server, stop))
    await server.serve(sockets=[door])
    watch.cancel()


async def _tell(server: uvicorn.Server, stop: asyncio.Event) -> None:
    await stop.wait()
    streams.end_all()  # a board that is watched would hold the server up for its whole grace
    server.should_exit = True


async def _many(door: socket.socket, address: str, stop: asyncio.Event) -> None:
    """Several processes share one listening socket; one that dies takes the whole down, loudly."""
    door.set_inheritable(True)
    environment = os.environ | {"EVENTS_DATABASE_URL": address}
    command = [sys.executable, "-m", "events_app.web_process", str(door.fileno())]
    children = [
        await asyncio.create_subprocess_exec(
            *command, env=environment, pass_fds=[door.fileno()], start_new_session=True
        )
        for _ in range(settings.current().web_processes)
    ]
    ended = [asyncio.create_task(child.wait()) for child in children]
    await asyncio.wait([*ended, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
    for child in children:
        if child.returncode is None:
            child.terminate()
    await asyncio.gather(*ended)


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handlers: ours stop the worker and the database, too."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(app: App) -> uvicorn.Config:
    here = settings.current()
    return uvicorn.Config(
        app,
        host=here.host,
        port=here.port,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(here.trusted_proxies),
        forwarded_allow_ips=list(here.trusted_proxies),
        ssl_certfile=here.tls_cert,
        ssl_keyfile=here.tls_key,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        lifespan="on",
    )


async def serve_socket(number: int) -> None:
    """Serves on an inherited listening socket until SIGTERM."""
    stop = stop_on_signal()
    server = _Server(_config(web_process()))
    settle()
    watch = asyncio.create_task(_tell(server, stop))
    await server.serve(sockets=[socket.socket(fileno=number)])
    watch.cancel()


@contextlib.asynccontextmanager
async def _connected(_app: Litestar) -> AsyncIterator[None]:
    address = settings.current().database_url
    assert address is not None, "the parent process gives the address"
    await database.connect(address, size=POOL)
    try:
        yield
    finally:
        await database.disconnect()
