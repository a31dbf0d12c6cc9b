"""A real PostgreSQL for the tests: one server a run, one database a test.

The server is the embedded one, in memory where the machine allows it (a sync to memory costs nothing), and
otherwise in the temporary folder. Each test gets a copy of a template that the real migrations built once.
"""

import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import asyncpg

from events_app import database, embedded
from events_app.embedded import locks
from events_app.migrations import migrate

PREFIX = "events-tests-"
ROOMY = 2 * 1024**3
TEMPLATE = "template_tests"
POOL = 4


@dataclass(frozen=True)
class Postgres:
    """The run's server; `dsn(name)` names one of its databases."""

    place: embedded.Place

    def dsn(self, name: str = "events") -> str:
        return self.place.dsn.replace("/events?", f"/{quote(name)}?")


@contextlib.contextmanager
def server() -> Iterator[Postgres]:
    """Start a server in a folder of its own; stop it and remove the folder at the end."""
    root = _root()
    _sweep(root)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    folder.chmod(0o711)  # as root, the server's account must pass through
    visit = embedded.arrive(folder)
    try:
        yield Postgres(visit.place)
    finally:
        visit.leave()
        shutil.rmtree(folder)


def build_template(postgres: Postgres) -> str:
    """The name of a database with every migration applied, which nobody may enter."""
    asyncio.run(_build_template(postgres))
    return TEMPLATE


@contextlib.asynccontextmanager
async def fresh(postgres: Postgres, template: str | None) -> AsyncIterator[str]:
    """A database of one's own, copied from the template, or empty; its DSN."""
    name = f"test_{uuid4().hex}"
    admin = await asyncpg.connect(postgres.dsn())
    try:
        await admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}" STRATEGY wal_log')
        yield postgres.dsn(name)
        await _drop(admin, name)
    finally:
        await admin.close()


async def _drop(admin: "asyncpg.Connection[asyncpg.Record]", name: str) -> None:
    """FORCE ends what a killed process left, but may not touch an autovacuum worker, which a plain DROP may."""
    try:
        await admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    except asyncpg.InsufficientPrivilegeError:
        await admin.execute(f'DROP DATABASE "{name}"')


@contextlib.asynccontextmanager
async def connected(dsn: str, *, size: int = POOL, acquire_seconds: float = 10.0) -> AsyncIterator[str]:
    """`DB` works on this database; at the end every connection must be back in the pool."""
    await database.connect(dsn, size=size, acquire_seconds=acquire_seconds)
    try:
        yield dsn
        await _all_back()
    finally:
        await _disconnect()


async def _all_back() -> None:
    """A task that was ended a moment ago may still be giving its connection back; a leak stays."""
    for _look in range(300):
        if not busy():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the test leaked a database connection")


def busy() -> int:
    """How many connections of the pool are lent out."""
    pool = database.DB.pool
    return 0 if pool is None else pool.get_size() - pool.get_idle_size()


async def _disconnect() -> None:
    pool = database.DB.pool
    if pool is not None and busy():
        pool.terminate()
    await database.disconnect()


async def _build_template(postgres: Postgres) -> None:
    admin = await asyncpg.connect(postgres.dsn())
    try:
        await admin.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0")
        await migrate(postgres.dsn(TEMPLATE))
        await admin.execute(f"ALTER DATABASE {TEMPLATE} ALLOW_CONNECTIONS false")
    finally:
        await admin.close()


def _root() -> Path:
    memory = Path("/dev/shm")
    if memory.is_dir() and shutil.disk_usage(memory).free > ROOMY:
        return memory
    return Path(tempfile.gettempdir())


def _sweep(root: Path) -> None:
    """Stop and remove what a killed run left behind."""
    for folder in root.glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError, embedded.EmbeddedFault):
            if time.time() - folder.stat().st_mtime > 60 and not locks.in_use(embedded.choose(folder)):
                embedded.arrive(folder).leave(owner=True)
                shutil.rmtree(folder)
