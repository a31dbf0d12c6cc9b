"""`Idempotency-Key`: a creating request sent twice is carried out once, and answered the same both times.

The key's row, the action's rows and the kept answer commit together, so a crash at any moment leaves either
all of them or none. A second request with the key waits for the first one's commit.
"""

import base64
import gzip
import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import brotli  # type: ignore[import-untyped]
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from events_app import sealing
from events_app.accounts.actor import Actor
from events_app.database import execute, fetch_one, transaction
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.ids import new_id
from events_app.web import bodies

UNPACK = {b"br": brotli.decompress, b"gzip": gzip.decompress}

CLAIM = """
INSERT INTO idempotency_key (id, created_at, organisation, "user", device, key, door, body_hash)
VALUES ($1, now(), $2, $3, $4, $5, $6, $7)
ON CONFLICT (organisation, key, "user", device) DO NOTHING RETURNING id
"""
FIRST = """
SELECT door, body_hash, status, answer FROM idempotency_key
WHERE organisation = $1 AND "user" IS NOT DISTINCT FROM $2 AND device IS NOT DISTINCT FROM $3 AND key = $4
"""
PURPOSE = "idempotency"
Holder = tuple[UUID, UUID | None, UUID | None]


class IdempotencyMismatch(Refusal):
    message = N_("This idempotency key was used for a different request.")


class KeyTooLong(Refusal):
    status_code = 422
    message = N_("An idempotency key has at most 200 characters.")


class Undone(Exception):
    """The answer is a refusal: what the request wrote is rolled back, key included."""


@dataclass
class Answer:
    """A captured response."""

    messages: list[Message] = field(default_factory=list)

    async def capture(self, message: Message) -> None:
        self.messages.append(message)

    @property
    def status(self) -> int:
        return int(self.messages[0]["status"])  # type: ignore[typeddict-item]

    @property
    def text(self) -> str:
        """The body as it was before it was compressed for its first reader; the next may not take that."""
        body = b"".join(m["body"] for m in self.messages if m["type"] == "http.response.body")
        headers = {name.lower(): value for name, value in self.messages[0]["headers"]}  # type: ignore[typeddict-item]
        unpack = UNPACK.get(headers.get(b"content-encoding", b""))
        return (unpack(body) if unpack else body).decode()


class Idempotency(ASGIMiddleware):
    """Stands behind the gate of the API; requests without the header pass untouched."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        key = _key(scope)
        holder = _holder(scope.get("user"))
        if key is None or scope.get("method") != "POST" or holder is None:
            await next_app(scope, receive, send)
            return
        body = await bodies.read(receive)
        answer = Answer()
        try:
            async with transaction():
                await _once(holder, key, scope, body, answer, next_app)
                if answer.status >= 400:
                    raise Undone
        except Undone:
            pass
        except Exception:
            # what was answered is thrown away with the rows, so the fault can still be told
            ScopeState.from_scope(scope).response_started = False
            raise
        for message in answer.messages:
            await send(message)


async def _once(holder: Holder, key: str, scope: Scope, body: bytes, answer: Answer, app: ASGIApp) -> None:
    door, body_hash = f"POST {scope['path']}", _content_hash(scope, body)
    row = await fetch_one(CLAIM, new_id(), *holder, key, door, body_hash)
    if row is None:
        first = await fetch_one(FIRST, *holder, key)
        if first is None or (first["door"], first["body_hash"]) != (door, body_hash):
            raise IdempotencyMismatch()
        await _replay(first, answer)
        return
    await app(scope, bodies.replayed(body), answer.capture)
    if answer.status < 400:
        sql = "UPDATE idempotency_key SET status = $2, answer = $3 WHERE id = $1"
        await execute(sql, row["id"], answer.status, _sealed(answer.text))


def _sealed(text: str) -> str:
    """An answer may hold what is shown once, such as a secret, so it does not rest in clear."""
    return base64.b64encode(sealing.seal(text.encode(), PURPOSE)).decode()


def _holder(actor: Any) -> Holder | None:
    """Whose key it is: a user's or a paired phone's. Nobody else reaches a door that makes something."""
    if not isinstance(actor, Actor):
        return None
    device = actor.credential if actor.via == "device" else None
    return (actor.organisation, actor.user, device) if actor.user or device else None


def _content_hash(scope: Scope, body: bytes) -> bytes:
    """The SHA-256 of what is sent; a multipart boundary is random on every try and does not count."""
    kind = next((value for name, value in scope["headers"] if name == b"content-type"), b"")
    boundary = kind.partition(b"boundary=")[2].strip(b'"')
    return hashlib.sha256(body.replace(boundary, b"") if boundary else body).digest()


async def _replay(first: Any, answer: Answer) -> None:
    headers = [(b"content-type", b"application/json"), (b"idempotent-replayed", b"true")]
    await answer.capture({"type": "http.response.start", "status": first["status"], "headers": headers})
    body = sealing.unseal(base64.b64decode(first["answer"]), PURPOSE)
    await answer.capture({"type": "http.response.body", "body": body, "more_body": False})


def _key(scope: Scope) -> str | None:
    raw = next((value for name, value in scope["headers"] if name == b"idempotency-key"), None)
    if raw is not None and len(raw) > 200:
        raise KeyTooLong()
    return raw.decode("latin-1") if raw else None
