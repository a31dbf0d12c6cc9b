"""What the WhatsApp service tells: signed, in any order, as often as it likes; each thing is noted once.

Our own id comes back with each status, so a status is known even where the answer to our call was lost: then
the message counts as sent, and is not sent again.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from events_app import settings
from events_app.database import atomically, execute, fetch_one
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.ids import new_id, uuid_of
from events_app.notifications.mailbox.refusals import BadSignature

KNOWN = ("sent", "delivered", "read", "failed")
MOST = 1_000_000

FIND = """
SELECT m.id, m.organisation, m.state FROM whatsapp_message w JOIN message m ON m.id = w.message
WHERE w.provider_id = $1 OR (m.id = $2 AND w.provider_id IS NULL) FOR UPDATE OF m
"""
NOTE = """
INSERT INTO whatsapp_status (id, created_at, organisation, message, status, told_at, said)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (message, status) DO NOTHING RETURNING id
"""
NAME = "UPDATE whatsapp_message SET provider_id = $2 WHERE message = $1 AND provider_id IS NULL"
ARRIVED = """
UPDATE message SET state = 'sent', sent_at = coalesce(sent_at, $2), last_error = NULL, next_try_at = NULL
WHERE id = $1 AND state = 'queued'
"""
FAILED = """
UPDATE message SET state = 'failed', last_error = $2, next_try_at = NULL WHERE id = $1 AND state IN ('queued', 'sent')
  AND NOT EXISTS (SELECT 1 FROM whatsapp_status s WHERE s.message = $1 AND s.status IN ('delivered', 'read'))
"""


class NotAStatus(Refusal):
    status_code = 422
    message = N_("This is no notice of the WhatsApp service.")


@dataclass(frozen=True)
class Status:
    """One notice: of which message, what became of it, when, and the code of a failure."""

    provider_id: str
    ours: UUID | None
    status: str
    told_at: datetime
    said: str


def challenge(mode: str, token: str, answer: str) -> str:
    """The answer that proves that this address is ours. Raises NotFound, or BadSignature for another token."""
    service = settings.current().whatsapp
    if service is None:
        raise NotFound()
    if mode != "subscribe" or not hmac.compare_digest(token.encode(), service.verify_token.encode()):
        raise BadSignature()
    return answer


def check(body: bytes, signature: str) -> None:
    """Raises BadSignature for what the service did not sign, and NotFound where it is not set up."""
    service = settings.current().whatsapp
    if service is None:
        raise NotFound()
    if not hmac.compare_digest(sign(service.app_secret, body), signature.encode()):
        raise BadSignature()


def sign(secret: str, body: bytes) -> bytes:
    """What `X-Hub-Signature-256` says."""
    return b"sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest().encode()


def read(body: bytes) -> list[Status]:
    """The notices in a request; what is none is passed over. Raises NotAStatus for what is no JSON object."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        raise NotAStatus() from None
    if not isinstance(told, dict):
        raise NotAStatus()
    return [status for one in _statuses(told) if (status := _status(one))]


@atomically
async def take(statuses: list[Status], now: datetime) -> int:
    """Note what is new; returns how many were. In the order of the ids, so that two requests do not deadlock."""
    noted = 0
    for one in sorted(statuses, key=lambda one: (one.provider_id, one.told_at)):
        row = await fetch_one(FIND, one.provider_id, one.ours)
        if row is None:
            continue
        new = await fetch_one(
            NOTE, new_id(), now, row["organisation"], row["id"], one.status, one.told_at, one.said
        )
        if new is not None:
            noted += 1
            await execute(NAME, row["id"], one.provider_id)
            await _follow(row["id"], one)
    return noted


async def _follow(message: UUID, one: Status) -> None:
    """A failure counts unless it was delivered after all; anything else means that it went out."""
    if one.status == "failed":
        await execute(FAILED, message, one.said or "failed")
    else:
        await execute(ARRIVED, message, one.told_at)


def _statuses(told: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for entry in _list(told.get("entry")):
        for change in _list(entry.get("changes")):
            value = change.get("value")
            yield from _list(value.get("statuses") if isinstance(value, dict) else None)


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _status(one: dict[str, Any]) -> Status | None:
    name, word, stamp = str(one.get("id", "")), one.get("status"), str(one.get("timestamp", ""))
    if (
        not 0 < len(name) <= 200
        or "\0" in name
        or word not in KNOWN
        or not (stamp.isdecimal() and len(stamp) < 11)
    ):
        return None
    fault = next(iter(_list(one.get("errors"))), {})
    code = fault.get("code")
    said = f"({code})" if isinstance(code, int) else ""
    return Status(
        name,
        uuid_of(str(one.get("biz_opaque_callback_data"))),
        str(word),
        datetime.fromtimestamp(int(stamp), UTC),
        said,
    )
