"""The server that comes with the product: started, adopted, recovered, and never in anybody's way."""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from events_app import embedded
from events_app.embedded import (
    running,
    server,
)
from tests.database.conftest import pid_of

START_AND = """
import asyncio, os, pathlib, sys
from events_app.embedded import choose, running, server
async def main():
    async with running(pathlib.Path(sys.argv[1])):
        print(server.find(choose(pathlib.Path(sys.argv[1]))).pid, flush=True)
        {then}
asyncio.run(main())
"""
KILL_MYSELF = "os.kill(os.getpid(), 9)"
WAIT_FOR_INPUT = "sys.stdin.readline()"


def helper(folder: Path, then: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", START_AND.format(then=then), str(folder)]
    return subprocess.Popen(command, stdin=-1, stdout=-1, text=True)


def finish(process: "subprocess.Popen[str]") -> str:
    return process.communicate(timeout=60)[0].strip()


async def query(dsn: str, sql: str) -> Any:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


async def test_start_serves_a_safe_database_and_stops_it_at_the_end(folder: Path) -> None:
    async with running(folder) as dsn:
        for setting in ("fsync", "full_page_writes", "data_checksums"):
            assert await query(dsn, f"SHOW {setting}") == "on"
        assert await query(dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert await query(dsn, "SELECT lower('ÀÉ')") == "àé"
        assert pid_of(folder) is not None
    assert pid_of(folder) is None


async def test_server_is_reached_by_a_socket_in_a_closed_folder_only(folder: Path) -> None:
    async with running(folder) as dsn:
        assert await query(dsn, "SHOW listen_addresses") == ""
        place = embedded.choose(folder)
        assert place.home.stat().st_mode & 0o777 == 0o700
        found = psutil.Process(pid_of(folder)).net_connections(kind="all")
        assert {each.laddr for each in found if each.laddr} == {str(place.home / ".s.PGSQL.5432")}
        assert {each.family for each in found} == {socket.AF_UNIX}


async def test_start_changes_no_permission_of_the_folders_above(folder: Path) -> None:
    before = [path.stat() for path in (folder, *folder.parents)]
    async with running(folder):
        after = [path.stat() for path in (folder, *folder.parents)]
    assert [(s.st_mode, s.st_uid) for s in before] == [(s.st_mode, s.st_uid) for s in after]


async def test_second_start_finds_the_data_of_the_first(folder: Path) -> None:
    async with running(folder) as dsn:
        await query(dsn, "CREATE TABLE kept AS SELECT 7 AS n")
    async with running(folder) as dsn:
        assert await query(dsn, "SELECT n FROM kept") == 7


async def test_running_server_is_adopted_and_left_alone(folder: Path) -> None:
    async with running(folder) as dsn:
        first = pid_of(folder)
        assert finish(await asyncio.to_thread(helper, folder, "pass")) == str(first)
        assert await query(dsn, "SELECT 1") == 1
        assert pid_of(folder) == first


async def test_starter_leaves_the_stopping_to_the_last_user(folder: Path) -> None:
    starter = helper(folder, WAIT_FOR_INPUT)
    assert starter.stdout is not None
    first = int(starter.stdout.readline())
    async with running(folder) as dsn:
        starter.communicate("\n", timeout=60)
        assert await query(dsn, "SELECT 1") == 1
        assert pid_of(folder) == first
    assert pid_of(folder) is None


async def test_server_survives_its_killed_starter_and_the_next_owner_stops_it(folder: Path) -> None:
    first = int(finish(helper(folder, KILL_MYSELF)))
    async with running(folder) as dsn:
        assert (pid_of(folder), await query(dsn, "SELECT 1")) == (first, 1)
    assert pid_of(folder) == first
    async with running(folder, owner=True):
        assert pid_of(folder) == first
    assert pid_of(folder) is None


async def test_committed_rows_survive_a_killed_server(folder: Path) -> None:
    first = int(finish(helper(folder, KILL_MYSELF)))
    dsn = embedded.choose(folder).dsn
    await query(dsn, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
    os.kill(first, signal.SIGKILL)
    async with running(folder) as again:
        assert pid_of(folder) != first
        assert await query(again, "SELECT count(*) FROM kept") == 1000


async def test_pid_that_now_belongs_to_a_stranger_is_not_mistaken_for_the_server(folder: Path) -> None:
    first = int(finish(helper(folder, KILL_MYSELF)))
    os.kill(first, signal.SIGKILL)
    place = embedded.choose(folder)
    with contextlib.closing(Stranger(place)) as stranger:
        note = place.data / "postmaster.pid"
        note.write_text(note.read_text().replace(str(first), str(stranger.pid), 1))
        assert pid_of(folder) is None
        async with running(folder) as dsn:
            assert await query(dsn, "SELECT 1") == 1
        assert stranger.lives()


async def test_postgres_of_another_folder_is_not_mistaken_for_ours(folder: Path, postgres: Any) -> None:
    async with running(folder):
        pass
    place = embedded.choose(folder)
    shutil.copy(postgres.place.data / "postmaster.pid", place.data)
    assert pid_of(folder) is None


async def test_two_starts_at_once_share_one_server(folder: Path) -> None:
    both = [helper(folder, WAIT_FOR_INPUT) for _ in range(2)]
    pids = {process.stdout.readline() for process in both if process.stdout}
    assert len(pids) == 1
    for process in both:
        process.communicate("\n", timeout=60)
    assert pid_of(folder) is None


async def test_terminals_interrupt_does_not_reach_the_server(folder: Path) -> None:
    async with running(folder):
        found = pid_of(folder)
        assert found is not None
        assert os.getsid(found) != os.getsid(0)


async def test_stop_does_not_wait_for_an_idle_client(folder: Path) -> None:
    async with running(folder) as dsn:
        connection = await asyncpg.connect(dsn)
        await connection.execute("BEGIN")
        before = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - before < server.STOP_SECONDS
    connection.terminate()


async def test_interrupted_first_start_is_begun_again(folder: Path) -> None:
    half = embedded.choose(folder).home / "data.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    async with running(folder) as dsn:
        assert await query(dsn, "SELECT 1") == 1


class Stranger:
    """A process of the server's account that is no postgres."""

    def __init__(self, place: embedded.Place) -> None:
        self.process = subprocess.Popen(["/bin/sleep", "60"], **place.run_as)
        self.pid = self.process.pid

    def lives(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
