"""The mail server: a few kept connections, and its answers sorted into sent, later, and refused."""

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

LINES = 2
PATIENCE = 15.0
MOST_ON_A_LINE = 50
FRESH = 1.0

Result = Literal["sent", "later", "refused"]


@dataclass(frozen=True)
class Answer:
    """What came of a try; the reply never holds an address."""

    result: Result
    reply: str


@dataclass(frozen=True)
class Server:
    """Where `EVENTS_SMTP_URL` points; `starttls` is demanded or not used."""

    host: str
    port: int
    user: str | None
    password: str | None
    tls: bool
    starttls: bool


def parse(url: str) -> Server:
    """`smtp://user:pass@host:port?starttls=1` or `smtps://…`; a password never goes out in the clear."""
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    wish = parse_qs(parts.query).get("starttls", [""])[0]
    user = unquote(parts.username) if parts.username else None
    starttls = False if tls else {"1": True, "0": False}.get(wish, user is not None)
    return Server(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if tls else 587 if user else 25),
        user=user,
        password=unquote(parts.password) if parts.password else None,
        tls=tls,
        starttls=starttls,
    )


@dataclass
class _Line:
    client: aiosmtplib.SMTP
    used: int = 0
    used_at: float = 0.0


class Post:
    """The kept connections to one server, in one event loop."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.loop = asyncio.get_running_loop()
        self.turns = asyncio.Semaphore(LINES)
        self._idle: list[_Line] = []

    async def send(self, message: EmailMessage, sender: str, recipient: str) -> Answer:
        """Hand a message over. Never raises for what the server or the network did."""
        line: _Line | None = None
        try:
            line = await self._line()
            _errors, reply = await line.client.send_message(message, sender=sender, recipients=[recipient])
        except Exception as fault:
            self._put_back(line)
            return _answer(fault)
        except BaseException:
            _drop(line)
            raise
        self._put_back(line)
        return Answer("sent", without_addresses(reply))

    async def close(self) -> None:
        """Say goodbye on every kept connection."""
        while self._idle:
            line = self._idle.pop()
            with contextlib.suppress(Exception):
                await line.client.quit(timeout=1.0)
            _drop(line)

    async def _line(self) -> _Line:
        while self._idle:
            line = self._idle.pop()
            if await _alive(line):
                return line
            _drop(line)
        line = _Line(_client(self.server))
        await line.client.connect()
        return line

    def _put_back(self, line: _Line | None) -> None:
        if line is None:
            return
        line.used += 1
        line.used_at = time.monotonic()
        if line.client.is_connected and line.used < MOST_ON_A_LINE:
            self._idle.append(line)
        else:
            _drop(line)


_post: Post | None = None


def post(url: str) -> Post:
    """The connections for this URL; another URL or event loop gets new ones."""
    global _post
    if _post is None or _post.loop is not asyncio.get_running_loop() or _post.server != parse(url):
        _post = Post(parse(url))
    return _post


async def hang_up() -> None:
    """Close what is kept, when the worker ends."""
    global _post
    known, _post = _post, None
    if known is not None and known.loop is asyncio.get_running_loop():
        await known.close()


async def probe(url: str) -> str | None:
    """What is wrong with the mail server, or None when it lets us in."""
    client = _client(parse(url))
    try:
        await client.connect(timeout=5.0)
        await client.quit(timeout=5.0)
    except (OSError, aiosmtplib.SMTPException) as fault:
        return _answer(fault).reply.strip()
    finally:
        client.close()
    return None


def without_addresses(text: str) -> str:
    """A server's reply, fit to be kept and logged."""
    return re.sub(r"\S+@\S+", "<…>", " ".join(text.split()))[:500]


def _client(server: Server) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user,
        password=server.password,
        use_tls=server.tls,
        start_tls=server.starttls,
        timeout=PATIENCE,
    )


async def _alive(line: _Line) -> bool:
    """Ask before use: a send that fails half-way cannot tell whether the message was taken."""
    if not line.client.is_connected:
        return False
    if time.monotonic() - line.used_at < FRESH:
        return True
    try:
        await line.client.noop(timeout=5.0)
    except (OSError, aiosmtplib.SMTPException):
        return False
    return True


def _drop(line: _Line | None) -> None:
    if line is not None:
        line.client.close()


def _answer(fault: Exception) -> Answer:
    """5xx about this recipient or this message is final; about us or the server it may be mended."""
    code, text = _said(fault)
    final = isinstance(fault, aiosmtplib.SMTPRecipientsRefused | aiosmtplib.SMTPDataError) and code >= 500
    return Answer("refused" if final else "later", without_addresses(f"{code or ''} {text}"))


def _said(fault: Any) -> tuple[int, str]:
    if isinstance(fault, aiosmtplib.SMTPRecipientsRefused):
        fault = fault.recipients[0]
    if isinstance(fault, aiosmtplib.SMTPResponseException):
        return fault.code, fault.message
    return 0, type(fault).__name__
