"""The server process: found, started, waited for, stopped."""

import os
import signal
import subprocess
import time
from pathlib import Path

import psutil

from events_app.embedded import locks
from events_app.embedded.faults import FolderInUse, StartFailed
from events_app.embedded.place import SOCKET, Place

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "fsync": "on",
    "full_page_writes": "on",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",  # a week of logs, each day's overwritten a week later
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_checkpoints": "off",
}
ORPHAN_SECONDS = 10.0
START_SECONDS = 600.0  # replaying the log after a crash may take long; it ends early when the process does
STOP_SECONDS = 5.0

_left_running: list[subprocess.Popen[bytes]] = []


def find(place: Place) -> psutil.Process | None:
    """The live postgres that works in this very data folder; a process that reuses its number is not it."""
    try:
        process = psutil.Process(int(_noted(place)[0]))
        with process.oneshot():
            alive = process.status() != psutil.STATUS_ZOMBIE
            ours = process.name().startswith("postgres") and Path(process.cwd()) == place.data.resolve()
    except (psutil.Error, LookupError, ValueError):
        return None
    return process if alive and ours else None


def start(place: Place) -> None:
    """Start the server and return once it takes connections."""
    lock = _lock_folder(place)
    try:
        _forget_dead(place)
        process = _launch(place, lock)
    finally:
        os.close(lock)  # the server and its children hold it now
    _left_running.append(process)  # else the interpreter complains of a child that is meant to outlive it
    wait_ready(place, process.pid)


def wait_ready(place: Place, pid: int) -> None:
    """Return once the server takes connections; raise `StartFailed` when it ends instead."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        noted = _noted(place)
        if len(noted) > 7 and noted[0] == str(pid) and noted[7] == "ready":
            return
        if _ended(pid):
            raise StartFailed(f"PostgreSQL did not start: {_last_words(place)}")
        time.sleep(0.01)
    raise StartFailed(f"PostgreSQL took more than {START_SECONDS:g} s to start: {_last_words(place)}")


def stop(process: psutil.Process) -> None:
    """Fast shutdown; what does not end in time is made to end, which loses nothing that was committed."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        try:
            process.send_signal(number)
            process.wait(STOP_SECONDS)
        except psutil.TimeoutExpired:
            continue
        except psutil.NoSuchProcess:
            pass
        break
    for child in [child for child in _left_running if child.pid == process.pid]:
        child.wait()
        _left_running.remove(child)


def is_stopping(place: Place) -> bool:
    lines = _noted(place)
    return len(lines) > 7 and lines[7] == "stopping"


def _lock_folder(place: Place) -> int:
    """Backends outlive a killed server for a moment, and a server in another container has no pid here."""
    descriptor = locks.opened(place, "server.lock")
    until = time.monotonic() + ORPHAN_SECONDS
    while not locks.take(descriptor):
        if time.monotonic() > until:
            os.close(descriptor)
            raise FolderInUse(
                f"{place.data} is used by another server, perhaps in another container: stop it"
            )
        time.sleep(0.02)
    return descriptor


def _forget_dead(place: Place) -> None:
    """The lock proves that no server works here, so these notes name a process that is gone or a stranger."""
    for stale in (place.data / "postmaster.pid", place.home / SOCKET, place.home / f"{SOCKET}.lock"):
        stale.unlink(missing_ok=True)


def _launch(place: Place, lock: int) -> subprocess.Popen[bytes]:
    settings = {**SETTINGS, "unix_socket_directories": f'"{place.home}"'}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    output = locks.opened(place, "start.log", os.O_TRUNC)
    try:
        return subprocess.Popen(  # noqa: S603
            [place.programs / "postgres", "-D", str(place.data), *options],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,  # Ctrl-C in the terminal is for us; we stop it last
            pass_fds=(lock,),
            **place.run_as,
        )
    finally:
        os.close(output)


def _ended(pid: int) -> bool:
    for child in _left_running:
        if child.pid == pid:
            return child.poll() is not None
    return not psutil.pid_exists(pid)


def _noted(place: Place) -> list[str]:
    """What the server wrote about itself: its pid first, its state eighth."""
    try:
        return [line.strip() for line in (place.data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def _last_words(place: Place) -> str:
    return (place.home / "start.log").read_text(errors="replace").strip()[-2000:]
