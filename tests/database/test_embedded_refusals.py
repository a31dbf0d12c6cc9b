"""When the embedded server must not start, it says why and what to do."""

from pathlib import Path

import pytest

from events_app import embedded
from events_app.embedded import (
    FolderInUse,
    PathTooLong,
    StartFailed,
    Unreachable,
    WrongVersion,
    running,
    server,
)


async def test_data_of_another_major_version_is_refused_with_the_way_out(folder: Path) -> None:
    data = embedded.choose(folder).data
    data.mkdir()
    (data / "PG_VERSION").write_text("17\n")
    with pytest.raises(WrongVersion, match=r"PostgreSQL 17.*events-app backup.*events-app restore"):
        embedded.arrive(folder)


async def test_folder_that_holds_no_database_is_refused(folder: Path) -> None:
    embedded.choose(folder).data.mkdir()
    with pytest.raises(StartFailed, match="no data folder"):
        embedded.arrive(folder)


async def test_failed_start_tells_the_servers_last_words(folder: Path) -> None:
    async with running(folder):
        pass
    (embedded.choose(folder).data / "postgresql.conf").write_text("shared_buffers = 'much'\n")
    with pytest.raises(StartFailed, match="shared_buffers"):
        embedded.arrive(folder)


async def test_folder_used_by_an_unseen_server_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "ORPHAN_SECONDS", 0.1)
    async with running(folder):
        note = embedded.choose(folder).data / "postmaster.pid"
        text = note.read_text()
        note.write_text("999999999\n")  # as a pid of another container looks from here
        with pytest.raises(FolderInUse, match="another server"):
            embedded.arrive(folder)
        note.write_text(text)


def test_path_too_long_for_a_socket_is_refused(folder: Path) -> None:
    with pytest.raises(PathTooLong, match="at most 103"):
        embedded.choose(folder / ("long" * 25))


def test_folder_open_to_others_is_refused(folder: Path) -> None:
    home = embedded.choose(folder).home
    home.chmod(0o755)
    with pytest.raises(Unreachable, match="chmod 700"):
        embedded.choose(folder)
    home.chmod(0o700)
