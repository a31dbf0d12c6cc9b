"""A real IMAP server (pymap) in a process of its own, which can be filled, read, stopped and started anew."""

import contextlib
import imaplib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.notifications.postman import free_port

USER, PASSWORD = "surat", "rahasia-sekali"
RUN = "import sys; from pymap.main import main; sys.exit(main())"


class ImapServer:
    """One mailbox, INBOX, of one user."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"imap://{USER}:{PASSWORD}@127.0.0.1:{self.port}/INBOX?starttls=0"

    def start(self) -> None:
        """A mailbox numbered anew each time: it is kept in memory."""
        command = [sys.executable, "-c", RUN, "--no-service", "admin", "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--no-tls"]
        command += ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
        with (self._folder / "imap.log").open("ab") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        self._wait()
        self.make_empty()

    def make_empty(self) -> None:
        """It runs, and nothing is in the mailbox."""
        if self._process is None:
            self.start()
        with self.signed_in() as client:
            client.uid("STORE", "1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(10)
            self._process = None

    @contextlib.contextmanager
    def signed_in(self) -> Iterator[imaplib.IMAP4]:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=10)
        client.login(USER, PASSWORD)
        client.select("INBOX")
        yield client
        client.logout()

    def put(self, *mails: bytes) -> None:
        """They arrive."""
        with self.signed_in() as client:
            for mail in mails:
                assert client.append("INBOX", None, None, mail)[0] == "OK"

    def unread(self) -> int:
        with self.signed_in() as client:
            found = client.uid("SEARCH", "UNSEEN")[1][0]
            return len(found.split())

    def _wait(self) -> None:
        ends = time.monotonic() + 20
        while True:
            try:
                imaplib.IMAP4("127.0.0.1", self.port, timeout=2).logout()
            except OSError:
                assert time.monotonic() < ends, (self._folder / "imap.log").read_text()
                time.sleep(0.05)
            else:
                return
