"""The short way to `POST /api/v1/events/{id}/scans`: a hall's plain scans skip what only other requests need.

It asks the same questions by the same functions (who is it, may they, is it forged, is it well written) and
answers only where every one is a yes. Anything else takes the long way, which says what is wrong: scans are
answered once and for good, so nothing is lost by asking twice.
"""

import re
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

import msgspec
from litestar.connection import ASGIConnection
from litestar.types import ASGIApp, HTTPResponseBodyEvent, HTTPResponseStartEvent, Receive, Scope, Send

from events_app.accounts import remembered
from events_app.accounts.access import Recognise, recognised
from events_app.accounts.actor import Actor
from events_app.accounts.remembered import Claim
from events_app.accounts.rights import Right
from events_app.checkin import actions
from events_app.checkin.answers import ScanResults
from events_app.checkin.forms import ScansIn
from events_app.web import bodies, csrf

PLACE = re.compile("/api/v1/events/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})/scans")
TEMPLATE = "/api/v1/events/{event_id}/scans"
SMALL = 4_000
"""Bytes; longer lists are flushes of a queue, whose answers are worth compressing."""

WRITE = msgspec.json.Encoder().encode


class QuickScans:
    """Wraps the application inside its shell; `others` recognise who is no user, as at the gate."""

    def __init__(self, app: ASGIApp, others: Sequence[Recognise] = ()) -> None:
        self.app, self.others = app, others

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        event = _event(scope)
        if event is None:
            await self.app(scope, receive, send)
            return
        body = await bodies.read(receive)
        answer = await self._answer(scope, event, body)
        if answer is None:
            await self.app(scope, bodies.replayed(body), send)
        else:
            await _send(answer, send)

    async def _answer(self, scope: Scope, event: UUID, body: bytes) -> bytes | None:
        """The verdicts as JSON, or None where the long way has to say what is wrong."""
        sender = _sender(scope)
        claim = remembered.recall(sender)
        try:
            actor = claim.actor if claim else await self._recognised(scope, event, sender)
            if actor is None or not actor.may(Right.scan):
                return None
            said = ScansIn.model_validate_json(body)
            found = await actions.record_scans(
                actor, event, said.device or "", said.scans, said.sent_at, claim
            )
        except Exception:  # a refusal, or a fault: the long way meets it too, and knows how to tell it
            remembered.forget(sender)
            return None
        cast("Any", scope)["path_template"] = TEMPLATE
        return WRITE(ScanResults(found))

    async def _recognised(self, scope: Scope, event: UUID, sender: bytes) -> Actor | None:
        """Who sends this, asked of the database; a token's holder is remembered."""
        long_way = dict(scope)
        long_way |= {"path_template": TEMPLATE, "path_params": {"event_id": event}}
        connection: Any = ASGIConnection(cast("Any", long_way))
        known = await recognised(connection, self.others)
        if known is None:
            return None
        if known.actor.via == "token":
            remembered.keep(sender, Claim(known.actor, known.roles))
        return known.actor


def _sender(scope: Scope) -> bytes:
    client = scope.get("client")
    said = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    return remembered.sender(said, client[0] if client else "")


def _event(scope: Scope) -> UUID | None:
    """The event of a small, plain request that nobody can have forged."""
    place = PLACE.fullmatch(scope["path"]) if scope.get("method") == "POST" else None
    if place is None:
        return None
    headers = dict(scope["headers"])
    plain = (
        len(headers) == len(list(scope["headers"]))  # which of two counts is not ours to say
        and b"idempotency-key" not in headers
        and headers.get(b"content-type") == b"application/json"
        and _length(headers) <= SMALL
        and csrf.is_proven(headers, scope["state"])
    )
    return UUID(place[1]) if plain else None


def _length(headers: dict[bytes, bytes]) -> int:
    said = headers.get(b"content-length", b"")
    return int(said) if said.isdigit() else SMALL + 1


async def _send(answer: bytes, send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    start: HTTPResponseStartEvent = {"type": "http.response.start", "status": 200, "headers": headers}
    body: HTTPResponseBodyEvent = {"type": "http.response.body", "body": answer, "more_body": False}
    await send(start)
    await send(body)
