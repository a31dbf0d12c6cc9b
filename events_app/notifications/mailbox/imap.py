"""An IMAP mailbox, spoken to in a thread: how far it goes, its mails by number, and the mark that one was read.

The standard library's client; everything it raises becomes a `MailboxFault` that holds no password and no address.
"""

import asyncio
import contextlib
import imaplib
import re
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qs, unquote, urlsplit

PATIENCE = 15.0
MOST = 1_000_000
"""Bytes of a mail that are fetched: what a bounce says stands before the mail that it returns."""

T = TypeVar("T")


class MailboxFault(Exception):
    """Why the mailbox could not be read, in words fit for a log."""


@dataclass(frozen=True)
class Place:
    """Where `EVENTS_IMAP_URL` points; `starttls` is demanded or not used."""

    host: str
    port: int
    user: str
    password: str
    folder: str
    tls: bool
    starttls: bool

    @property
    def name(self) -> str:
        """As people may see it."""
        return f"{self.host} / {self.folder}"


def parse(url: str) -> Place:
    """`imaps://user:pass@host:port/INBOX` or `imap://…?starttls=1`; a password never goes out in the clear."""
    parts = urlsplit(url)
    tls = parts.scheme == "imaps"
    wish = parse_qs(parts.query).get("starttls", ["1"])[0]
    return Place(
        host=parts.hostname or "localhost",
        port=parts.port or (993 if tls else 143),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        folder=unquote(parts.path.strip("/")) or "INBOX",
        tls=tls,
        starttls=not tls and wish == "1",
    )


class Box:
    """One open mailbox. Every call may raise MailboxFault; `close` ends a call that hangs."""

    def __init__(self, client: imaplib.IMAP4, uid_validity: int) -> None:
        self._client = client
        self.uid_validity = uid_validity

    async def after(self, uid: int, most: int) -> list[int]:
        """The numbers of the next mails, the oldest first."""
        answer = await _in_thread(lambda: self._client.uid("SEARCH", f"UID {uid + 1}:*"))
        words = b" ".join(one for one in _ok(answer) if isinstance(one, bytes)).split()
        # A star is the last mail even where the range begins after it.
        return sorted(number for word in words if (number := int(word)) > uid)[:most]

    async def last(self) -> int:
        """The number of the newest mail."""
        answer = await _in_thread(lambda: self._client.uid("SEARCH", "UID *"))
        words = b" ".join(one for one in _ok(answer) if isinstance(one, bytes)).split()
        return max(map(int, words), default=0)

    async def fetch(self, uid: int) -> bytes | None:
        """The beginning of a mail, unread as it was; None when somebody took it away meanwhile."""
        answer = await _in_thread(lambda: self._client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST}>)"))
        bodies = [part[1] for part in _ok(answer) if isinstance(part, tuple)]
        return bodies[0] if bodies else None

    async def mark_read(self, uid: int) -> None:
        """Say that it was read."""
        _ok(await _in_thread(lambda: self._client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")))

    def close(self) -> None:
        """Hang up at once, whatever a thread waits for."""
        with contextlib.suppress(OSError, AttributeError):
            self._client.sock.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError, AttributeError, imaplib.IMAP4.error):
            self._client.shutdown()


async def open_box(place: Place) -> Box:
    """Sign in and open the folder."""
    return await _in_thread(lambda: _open(place))


async def probe(url: str) -> str | None:
    """What is wrong with the mailbox, or None when it lets us in."""
    try:
        box = await open_box(parse(url))
    except MailboxFault as fault:
        return str(fault)
    box.close()
    return None


def _open(place: Place) -> Box:
    client = _connect(place)
    try:
        if place.starttls:
            _encrypt(client)
        client.login(place.user, place.password)
        _ok(client.select(_quoted(place.folder)))
        return Box(client, _validity(client))
    except BaseException:
        client.shutdown()
        raise


def _connect(place: Place) -> imaplib.IMAP4:
    if not place.tls:
        return imaplib.IMAP4(place.host, place.port, timeout=PATIENCE)
    context = ssl.create_default_context()
    return imaplib.IMAP4_SSL(place.host, place.port, ssl_context=context, timeout=PATIENCE)


def _encrypt(client: imaplib.IMAP4) -> None:
    """Demanded where it is configured: else the password would go out for all to read."""
    if "STARTTLS" not in client.capabilities:
        raise MailboxFault("the server does not offer STARTTLS")
    client.starttls(ssl.create_default_context())


def _quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _validity(client: imaplib.IMAP4) -> int:
    _kind, values = client.response("UIDVALIDITY")
    digits = re.search(rb"\d+", values[0] or b"") if values else None
    if digits is None:
        raise MailboxFault("the server names no UIDVALIDITY")
    return int(digits.group())


def _ok(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise MailboxFault(f"the server answered {kind}")
    return data


async def _in_thread(call: Callable[[], T]) -> T:
    with _named_faults():
        return await asyncio.to_thread(call)


@contextlib.contextmanager
def _named_faults() -> Iterator[None]:
    """The server's own words may hold the account's name, so only the kind of fault is told."""
    try:
        yield
    except imaplib.IMAP4.abort:
        raise MailboxFault("the connection was lost") from None
    except imaplib.IMAP4.error as fault:
        raise MailboxFault(_reason(str(fault))) from None
    except TimeoutError:
        raise MailboxFault("no answer in time") from None
    except (OSError, ssl.SSLError, UnicodeError) as fault:
        raise MailboxFault(type(fault).__name__) from None


def _reason(text: str) -> str:
    lowered = text.lower()
    if "auth" in lowered or "login" in lowered or "credential" in lowered:
        return "the server refused the name or the password"
    return "the server refused"
