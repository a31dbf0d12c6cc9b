"""The body of a request, read before the one that is meant to read it, and then handed on."""

from typing import Any

from litestar.types import Receive

MOST = 40 * 1024 * 1024


async def read(receive: Receive) -> bytes:
    """All of it, or the part up to where it became too much."""
    parts: list[bytes] = []
    while True:
        message: Any = await receive()
        parts.append(message.get("body", b""))
        if not message.get("more_body") or sum(map(len, parts)) > MOST:
            return b"".join(parts)


def replayed(body: bytes) -> Receive:
    """A receiver that gives the body once more."""

    async def receive() -> Any:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive
