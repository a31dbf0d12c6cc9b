"""One try: the request as a receiver gets it, and what its answer means. Nothing here knows the database."""

import asyncio
import json
import time
from dataclasses import dataclass
from datetime import datetime
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from uuid import UUID

import httpx

from events_app.notifications.webhooks import signing
from events_app.notifications.webhooks.addresses import CheckedTransport, PrivateAddress
from events_app.notifications.webhooks.tables import WebhookOutcome

PATIENCE = 10.0
"""Seconds that a receiver has for everything: connection, request and answer."""

FIRST_BYTES = 200
AT_ONCE = 16
KEPT = 8 * AT_ONCE
"""Connections that stay open for the next message, of all endpoints that are sent to at a time."""


@dataclass(frozen=True)
class Target:
    """Where it goes and what signs it."""

    url: str
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What is told."""

    id: UUID
    kind: str
    occurred_at: datetime
    organisation: str
    facts: dict[str, Any]

    @property
    def body(self) -> bytes:
        """The same bytes at every try."""
        whole = {
            "id": str(self.id),
            "type": self.kind,
            "timestamp": self.occurred_at.isoformat(),
            "organisation": self.organisation,
            "data": self.facts,
        }
        return json.dumps(whole, separators=(",", ":"), sort_keys=True).encode()


@dataclass(frozen=True)
class Result:
    """What came of it: how long it took, and the first bytes of the answer."""

    outcome: WebhookOutcome
    ms: int
    status: int | None = None
    answer: str = ""


def open_client() -> httpx.AsyncClient:
    """A client whose every connection is checked; redirects are answers, not ways, and cookies are not kept."""
    return httpx.AsyncClient(
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        transport=CheckedTransport(KEPT),
        timeout=PATIENCE,
        follow_redirects=False,
        trust_env=False,
    )


async def post(client: httpx.AsyncClient, target: Target, told: Told, now: datetime) -> Result:
    """Send it. Never raises for what the receiver or the network did."""
    began = time.perf_counter()
    try:
        async with asyncio.timeout(PATIENCE):
            status, answer = await _exchange(client, target, told, now)
    except (TimeoutError, httpx.TimeoutException):
        return Result(WebhookOutcome.timeout, _ms(began))
    except (
        httpx.HTTPError,
        httpx.InvalidURL,
        OSError,
        ValueError,
    ) as fault:  # the last: names that IDNA forbids
        private = isinstance(fault.__cause__, PrivateAddress)
        outcome = WebhookOutcome.private_address if private else WebhookOutcome.unreachable
        return Result(outcome, _ms(began), answer="" if private else type(fault).__name__)
    return Result(_meaning(status), _ms(began), status, answer)


async def _exchange(client: httpx.AsyncClient, target: Target, told: Told, now: datetime) -> tuple[int, str]:
    body, stamp = told.body, int(now.timestamp())
    headers = {
        "content-type": "application/json",
        "user-agent": "events-app-webhooks/1",
        "webhook-id": str(told.id),
        "webhook-timestamp": str(stamp),
        "webhook-signature": signing.signature(target.secrets, str(told.id), stamp, body),
    }
    async with client.stream("POST", target.url, content=body, headers=headers) as answer:
        return answer.status_code, await _first_bytes(answer)


async def _first_bytes(answer: httpx.Response) -> str:
    """A little of the answer as it came, not unpacked; however long it goes on."""
    taken = b""
    async for part in answer.aiter_raw(1024):
        taken += part
        if len(taken) >= FIRST_BYTES:
            break
    text = taken[:FIRST_BYTES].decode("utf-8", "replace")
    return "".join(one if one.isprintable() else " " for one in text).strip()


def _meaning(status: int) -> WebhookOutcome:
    if 200 <= status < 300:
        return WebhookOutcome.delivered
    if 300 <= status < 400:
        return WebhookOutcome.redirect
    return WebhookOutcome.gone if status == 410 else WebhookOutcome.status


def _ms(began: float) -> int:
    return int((time.perf_counter() - began) * 1000)
