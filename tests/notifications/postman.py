"""A real mail server for tests, which can be told to refuse, to wait, or to be away."""

import asyncio
import contextlib
import email
import email.policy
import socket
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Postman:
    """Keeps what it acknowledged; `refusals` answers a receiver's next tries with these replies."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.refusals: dict[str, list[str]] = {}
        self.slowness = 0.0
        self.busy = ""
        self.started = 0
        self.connections = 0
        self.port = free_port()

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.busy:
            return self.busy
        if self.refusals.get(address):
            return self.refusals[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.started += 1
        await asyncio.sleep(self.slowness)
        # A connection that is gone hears no acknowledgement, so what it brought is not taken.
        if server.transport is None or server.transport.is_closing():
            return "451 gone"
        mail: Any = email.message_from_bytes(envelope.content, policy=email.policy.SMTP)
        self.mails.append(mail)
        return "250 taken"

    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.mails]


@contextlib.contextmanager
def standing(postman: Postman, port: int) -> Iterator[None]:
    """The server stands at this port inside the block."""
    controller = Controller(postman, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
