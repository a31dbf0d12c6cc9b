"""The real command in a process of its own, on an embedded database in a folder of its own."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx

COMMAND = [sys.executable, "-m", "events_app.cli"]


@dataclass
class Installation:
    """A data folder, and commands that are run on it."""

    folder: Path
    port: int
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        mine = {
            "EVENTS_DATA_DIR": str(self.folder / "var"),
            "EVENTS_PORT": str(self.port),
            "EVENTS_DEMO": "0",
            "EVENTS_EMBEDDED_HOME": str(self.folder / "embedded"),
        }
        kept = {name: value for name, value in os.environ.items() if not name.startswith("EVENTS_")}
        return kept | mine | self.variables

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end."""
        return subprocess.run(
            [*COMMAND, *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def must(self, *arguments: str) -> str:
        """What a command prints that has to succeed."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    @contextlib.contextmanager
    def serving(self) -> Iterator["Server"]:
        """A running `serve`, ready to answer; ended by SIGTERM when nobody ended it before."""
        with (self.folder / "serve.log").open("w+") as log:
            process = subprocess.Popen([*COMMAND, "serve"], env=self.environment(), stdout=log, stderr=log)
            server = Server(process, self.url, Path(log.name))
            try:
                server.wait_ready()
                yield server
            finally:
                server.stop()


@dataclass
class Server:
    """A `serve` that answers."""

    process: subprocess.Popen[bytes]
    url: str
    log: Path

    def wait_ready(self) -> None:
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(httpx.TransportError):
                if httpx.get(f"{self.url}/health/ready").status_code == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def link(self, kind: str) -> str:
        """A one-time link that `serve` printed."""
        found = re.search(rf"http://\S+(/{kind}/\w+)", self.log.read_text())
        assert found is not None, self.log.read_text()
        return found.group(1)

    def stop(self) -> float:
        """Asks it to end and returns how many seconds that took."""
        started = time.monotonic()
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(timeout=30)
        return time.monotonic() - started


@contextlib.contextmanager
def installation(**variables: str) -> Iterator[Installation]:
    """A fresh installation in a short folder that any account may pass through; removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="events-"))
    folder.chmod(0o711)
    try:
        yield Installation(folder, free_port(), variables)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """A TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
