"""Migrating is safe to do twice, and twice at once."""

import asyncio
import sys
from pathlib import Path

import asyncpg
import pytest

from events_app import database, migrations
from events_app.migrations import MigrationFailed, migrate, pending
from events_app.paths import MIGRATIONS
from tests import databases

FILE = """
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from events_app.database import execute

ID = "{id}"

async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app")
    manager.add_raw(step)
    return manager

async def step() -> None:
    for sql in {sql!r}:
        await execute(sql)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two good steps of our own instead of the real ones."""
    monkeypatch.setattr(migrations, "MIGRATIONS", tmp_path)
    write(tmp_path, "1", "CREATE TABLE one (id int)", "SELECT pg_sleep(0.1)")
    write(tmp_path, "2", "CREATE TABLE two (id int)")
    return tmp_path


def write(folder: Path, name: str, *sql: str) -> None:
    (folder / f"step_{name}.py").write_text(FILE.format(id=name, sql=sql))


async def tables(dsn: str) -> list[str]:
    connection = await asyncpg.connect(dsn)
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    await connection.close()
    return [row[0] for row in rows]


async def test_migrate_applies_what_is_missing_once(folder: Path, empty_db: str) -> None:
    assert await pending(empty_db) == ["1", "2"]
    assert await migrate(empty_db) == ["1", "2"]
    assert await pending(empty_db) == []
    write(folder, "3", "CREATE TABLE three (id int)")
    assert await migrate(empty_db) == ["3"]
    assert await tables(empty_db) == ["migration", "one", "three", "two"]
    assert database.DB.pool is None


async def test_migrate_says_nothing(folder: Path, empty_db: str, capfd: pytest.CaptureFixture[str]) -> None:
    await migrate(empty_db)
    assert capfd.readouterr() == ("", "")


async def test_migrate_undoes_a_failed_step_and_names_it(folder: Path, empty_db: str) -> None:
    write(folder, "3", "CREATE TABLE three (id int)", "SELECT 1 / 0")
    with pytest.raises(MigrationFailed, match="3: division by zero"):
        await migrate(empty_db)
    assert await tables(empty_db) == ["migration", "one", "two"]
    assert await pending(empty_db) == ["3"]


async def test_migrate_refuses_a_database_newer_than_the_release(folder: Path, empty_db: str) -> None:
    await migrate(empty_db)
    (folder / "step_2.py").unlink()
    with pytest.raises(MigrationFailed, match=r"newer than this release.* 2"):
        await migrate(empty_db)


async def test_migrate_uses_the_open_pool(folder: Path, empty_db: str) -> None:
    async with databases.connected(empty_db):
        assert await migrate(empty_db) == ["1", "2"]
        assert await pending(empty_db) == []
        assert await database.fetch_value("SELECT count(*) FROM two") == 0


async def test_two_processes_migrating_at_once_apply_each_step_once(folder: Path, empty_db: str) -> None:
    code = (
        "import asyncio, pathlib, sys; from events_app import migrations;"
        "migrations.MIGRATIONS = pathlib.Path(sys.argv[2]);"
        "print(len(asyncio.run(migrations.migrate(sys.argv[1]))))"
    )
    command = [sys.executable, "-c", code, empty_db, str(folder)]
    both = [await asyncio.create_subprocess_exec(*command, stdout=-1) for _ in range(2)]
    said = [(await process.communicate())[0].decode().strip() for process in both]
    assert sorted(said) == ["0", "2"]


async def test_real_migrations_leave_nothing_pending(db: str) -> None:
    assert await pending(db) == []
    assert await database.fetch_value("SELECT count(*) FROM migration") > 0


def test_no_two_migrations_share_an_id() -> None:
    """One of two would count as applied already, and never run."""
    known = [
        line
        for step in MIGRATIONS.glob("events_app_*.py")
        for line in step.read_text().splitlines()
        if line.startswith("ID = ")
    ]
    assert len(known) == len(set(known)) == len(list(MIGRATIONS.glob("events_app_*.py")))
