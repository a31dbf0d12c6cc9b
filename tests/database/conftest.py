"""For the kernel: two throwaway tables with a constraint checked at COMMIT, and folders for servers."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psutil
import pytest
from piccolo.columns import Integer, Varchar
from piccolo.table import Table

from events_app import database, embedded
from events_app.embedded import server
from tests import databases


class Note(Table, tablename="note", db=database.DB):
    """One line of text."""

    id = Integer(primary_key=True)
    text = Varchar()


@pytest.fixture
async def pool(empty_db: str) -> AsyncIterator[str]:
    """Connected to a database with `note` and with `reply`, which must name a note by COMMIT."""
    async with databases.connected(empty_db, size=3, acquire_seconds=0.3):
        await database.execute(
            "CREATE TABLE note (id int PRIMARY KEY, text text NOT NULL DEFAULT '');"
            "CREATE TABLE reply (id int PRIMARY KEY, note int NOT NULL"
            " REFERENCES note DEFERRABLE INITIALLY DEFERRED)"
        )
        yield empty_db


@pytest.fixture
def folder() -> Iterator[Path]:
    """A data folder with a short path that another account may pass through."""
    made = Path(tempfile.mkdtemp(prefix="events-"))
    made.chmod(0o711)
    yield made
    left = pid_of(made)
    if left is not None:
        server.stop(psutil.Process(left))
    shutil.rmtree(made)


def pid_of(folder: Path) -> int | None:
    found = server.find(embedded.choose(folder))
    return None if found is None else found.pid
