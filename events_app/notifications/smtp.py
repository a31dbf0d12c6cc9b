"""The mail server: a few kept connections, and its answers sorted into sent, later, and refused."""

import asyncio
import contextlib
import re
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any, Literal
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from events_app.notifications.nobody import is_nobody

LINES = 4
PATIENCE = 15.0
MOST_ON_A_LINE = 50
FRESH = 1.0

BUSY = {421, 450, 451, 452}
"""With these the server asks to be left in peace, unless it says that one mailbox is meant."""

ONE_MAILBOX = re.compile(r"4\.[12]\.\d")
IN_A_ROW = 3
"""So many receivers put off one after the other: it is not their mailboxes."""

Result = Literal["sent", "later", "refused"]


@dataclass(frozen=True)
class Answer:
    """What came of a try; the reply never holds an address.

    `busy`: no other message will fare better now. `nobody`: no other message to this receiver will.
    """

    result: Result
    reply: str
    busy: bool = False
    nobody: bool = False


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
        self.handing_over = asyncio.Lock()
        self._idle: list[_Line] = []
        self._put_off: set[str] = set()

    async def send(self, mail: bytes, sender: str, recipient: str, doubt: AsyncExitStack) -> Answer:
        """Hand a message over. Never raises for what the server or the network did.

        `doubt` stays entered until the caller has recorded the answer: between the last dot and that record a
        worker that dies leaves a message of which nobody knows whether it was taken. There is one at most.
        """
        line: _Line | None = None
        try:
            line = await self._line()
            await line.client.mail(sender)
            await line.client.rcpt(recipient)
            await doubt.enter_async_context(self.handing_over)
            reply = await line.client.data(mail)
        except Exception as fault:
            await self._start_over(line)
            return self._answer(fault, recipient)
        except BaseException:
            _drop(line)
            raise
        self._put_back(line)
        self._put_off.clear()
        return Answer("sent", without_addresses(reply.message))

    def _answer(self, fault: Exception, recipient: str) -> Answer:
        answer = _answer(fault)
        if answer.result != "later":
            self._put_off.clear()
            return answer
        self._put_off.add(recipient)
        return replace(answer, busy=True) if len(self._put_off) >= IN_A_ROW else answer

    async def _start_over(self, line: _Line | None) -> None:
        """A line that was refused something is good for the next message once it forgot this one."""
        if line is not None and line.client.is_connected:
            with contextlib.suppress(OSError, aiosmtplib.SMTPException):
                await line.client.rset(timeout=5.0)
                self._put_back(line)
                return
        _drop(line)

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

    def _put_back(self, line: _Line) -> None:
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
    return re.sub(r"\S+@\S+", "<…>", " ".join(text[:5_000].split()))[:500]


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
    about_it = isinstance(fault, aiosmtplib.SMTPRecipientRefused | aiosmtplib.SMTPDataError)
    reply = without_addresses(f"{code or ''} {text}")
    at_receiver = isinstance(fault, aiosmtplib.SMTPRecipientRefused)
    if about_it and code >= 500:
        return Answer("refused", reply, nobody=is_nobody(code, text, at_receiver=at_receiver))
    mailbox = at_receiver and code != 421
    busy = not code or (code in BUSY and not mailbox and not ONE_MAILBOX.match(text))
    return Answer("later", reply, busy=busy)


def _said(fault: Any) -> tuple[int, str]:
    if isinstance(fault, aiosmtplib.SMTPResponseException):
        return fault.code, fault.message
    return 0, type(fault).__name__
