"""Brings the tables to this release: Piccolo's migrations, each with its record in one transaction.

An advisory lock on a connection of its own lets two processes start at once: the second finds nothing to do.
"""

import contextlib
import functools
import importlib.util
import io
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType
from typing import Any

import asyncpg
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.apps.migrations.tables import Migration

from events_app.database import DB, DatabaseFault, connect, disconnect
from events_app.paths import MIGRATIONS

APP = "events_app"
LOCK = 0x6576656E7473  # any number that all releases agree on
LOCK_WAIT = "300s"
RAN = "SELECT name FROM migration WHERE app_name = $1"
RECORD = "INSERT INTO migration (name, app_name) VALUES ($1, $2)"


class MigrationFailed(DatabaseFault):
    """The tables are not those of this release; the message says which step failed and why."""


async def migrate(dsn: str) -> list[str]:
    """Apply what is missing, in order, and return the ids; safe in several processes at once."""
    async with _turn(dsn), _connected(dsn):
        await Migration.create_table(if_not_exists=True)
        missing = await _missing()
        for module in missing:
            await _apply(module)
        if missing:
            await _follow()
        return [module.ID for module in missing]


async def _follow() -> None:
    """A new table that names people or institutions follows their successors like the others."""
    if (await DB.run("SELECT to_regproc('follow_successors') IS NOT NULL", ()))[0][0]:
        await DB.run("SELECT follow_successors()", ())


async def pending(dsn: str) -> list[str]:
    """The ids of the migrations this database still lacks."""
    async with _connected(dsn):
        return [module.ID for module in await _missing()]


async def _missing() -> list[ModuleType]:
    modules = _modules(MIGRATIONS)
    exists = (await DB.run("SELECT to_regclass('migration') IS NOT NULL", ()))[0][0]
    ran = {row["name"] for row in await DB.run(RAN, (APP,))} if exists else set()
    unknown = sorted(ran - modules.keys())
    if unknown:
        raise MigrationFailed(
            f"the database is newer than this release, which does not know {', '.join(unknown)}"
        )
    return [modules[name] for name in sorted(modules.keys() - ran)]


def _modules(folder: Path) -> dict[str, Any]:
    found = [_module(path) for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]
    return {module.ID: module for module in found}


@functools.cache  # a release's steps do not change while it runs; reading the long ones costs half a second
def _module(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"piccolo_migrations.{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def _apply(module: Any) -> None:
    try:
        manager = await module.forwards()
        whole = DB.transaction() if manager.wrap_in_transaction else contextlib.nullcontext()
        async with whole:
            await _run(manager)
            await DB.run(RECORD, (module.ID, APP))
    except Exception as error:
        detail = getattr(error, "detail", None)
        raise MigrationFailed(f"{module.ID}: {error}{f' ({detail})' if detail else ''}") from error


async def _run(manager: MigrationManager) -> None:
    if manager.wrap_in_transaction:
        await DB.run("SET LOCAL statement_timeout = 0", ())
    with contextlib.redirect_stdout(io.StringIO()):  # Piccolo tells its progress to whoever calls it
        await manager.run()


@contextlib.asynccontextmanager
async def _turn(dsn: str) -> AsyncIterator[None]:
    """Hold the lock; it goes with the connection, however this process ends."""
    connection = await asyncpg.connect(dsn, server_settings={"lock_timeout": LOCK_WAIT})
    try:
        await _take_lock(connection)
        yield
    finally:
        await connection.close()


async def _take_lock(connection: Any) -> None:
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
    except asyncpg.LockNotAvailableError as error:
        raise MigrationFailed(f"another process has been migrating for more than {LOCK_WAIT}") from error


@contextlib.asynccontextmanager
async def _connected(dsn: str) -> AsyncIterator[None]:
    """Use the open pool, or one of our own when there is none."""
    if DB.pool is not None:
        if DB.config["dsn"] != dsn:
            raise DatabaseFault("connected to another database than the one to migrate")
        yield
        return
    await connect(dsn, size=2)
    try:
        yield
    finally:
        await disconnect()
