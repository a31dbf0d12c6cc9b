"""Root's server runs as an account that may not enter root's folders."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psutil
import pytest

from events_app import embedded
from events_app.embedded import Unreachable, running, server

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root has to hand the server to another account"
)


@pytest.fixture
def closed() -> Iterator[Path]:
    """A folder that only root may enter."""
    made = Path(tempfile.mkdtemp(prefix="events-"))
    yield made / "var"
    shutil.rmtree(made)


@pytest.fixture
def state(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Root's own place for the server's files, instead of /var/lib/events_app."""
    made = Path(tempfile.mkdtemp(prefix="events-"))
    made.chmod(0o711)
    monkeypatch.setenv("EVENTS_EMBEDDED_HOME", str(made / "state"))
    yield made / "state"
    shutil.rmtree(made)


async def test_closed_data_folder_is_kept_where_the_account_may_go(
    closed: Path, state: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    async with running(closed) as dsn:
        connection = await asyncpg.connect(dsn)
        assert await connection.fetchval("SELECT current_database()") == "events"
        await connection.close()
        place = embedded.choose(closed)
        assert place.home.parent == state
        assert psutil.Process(server.find(place).pid).username() == "events_app"  # type: ignore[union-attr]
    assert str(place.home) in caplog.text
    assert (closed / "postgres.location").read_text().strip() == str(place.home)
    assert closed.parent.stat().st_mode & 0o777 == 0o700


async def test_mapped_data_is_found_again_after_the_folder_was_opened(closed: Path, state: Path) -> None:
    first = embedded.choose(closed)
    closed.parent.chmod(0o755)
    assert embedded.choose(closed) == first


def test_normal_user_is_told_where_roots_data_is(
    closed: Path, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = embedded.choose(closed)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Unreachable, match=str(place.home)):
        embedded.choose(closed)


def test_open_data_folder_keeps_its_database(closed: Path, state: Path) -> None:
    closed.parent.chmod(0o711)
    assert embedded.choose(closed).home == closed / "postgres"


def test_database_that_became_closed_is_refused_not_replaced(closed: Path, state: Path) -> None:
    closed.parent.chmod(0o711)
    embedded.choose(closed)
    closed.parent.chmod(0o700)
    with pytest.raises(Unreachable, match="pass through"):
        embedded.choose(closed)


def test_copied_binaries_are_for_all_to_run_and_for_root_to_change(closed: Path, state: Path) -> None:
    programs = embedded.choose(closed).programs
    for path in (programs / "postgres", programs, state):
        assert (path.stat().st_mode & 0o777, path.stat().st_uid) == (0o755, 0)
