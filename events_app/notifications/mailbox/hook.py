"""Mail handed in over HTTP: a secret an organisation, a signature over time and body, and a window for both.

The signature is the lower-case hex of HMAC-SHA256 over `timestamp + "." + body`, keyed with the secret. What
is sent again within the window is known by its identity, so a replay does nothing.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from events_app import tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.database import atomically, execute, fetch_one
from events_app.notifications.mailbox.refusals import BadSignature, StaleSignature
from events_app.notifications.mailbox.tables import InboundHook

WINDOW = timedelta(minutes=5)
MOST = 5_000_000
PURPOSE = "inbound_mail"

BY_SLUG = """
SELECT h.id, h.organisation, h.version FROM inbound_hook h JOIN organisation o ON o.id = h.organisation
WHERE o.slug = $1 AND h.active
"""


@dataclass(frozen=True)
class Signed:
    """What a request says of itself."""

    organisation: str
    timestamp: str
    signature: str


@atomically
async def rotate(actor: Actor, now: datetime) -> str:
    """A new secret, which is told this once; the one before ends at once."""
    actor.must(Right.manage)
    hook = await _locked(actor)
    if hook is None:
        hook = InboundHook(organisation=actor.organisation, version=1, active=True, changed_at=now)
    else:
        hook.version, hook.active, hook.changed_at = hook.version + 1, True, now
    await hook.save()
    await audit.record(actor, "inbound_hook.rotated", hook.id, after={"version": hook.version})
    return secret_of(hook.id, hook.version)


@atomically
async def shut(actor: Actor, now: datetime) -> None:
    """No mail is taken any more; twice is once."""
    actor.must(Right.manage)
    hook = await _locked(actor)
    if hook is not None and hook.active:
        hook.active, hook.changed_at = False, now
        await hook.save()
        await audit.record(actor, "inbound_hook.shut", hook.id)


async def of_organisation(organisation: UUID) -> InboundHook | None:
    """The hook as it stands."""
    found: InboundHook | None = await InboundHook.objects().get(InboundHook.organisation == organisation)
    return found


async def sender_of(signed: Signed, body: bytes, now: datetime) -> UUID:
    """The organisation that a request is for. Raises BadSignature or StaleSignature."""
    row = await fetch_one(BY_SLUG, signed.organisation[:60].replace("\0", ""))
    secret = secret_of(row["id"], row["version"]) if row else tokens.random_token()
    if (
        not hmac.compare_digest(signature(secret, signed.timestamp, body), signed.signature.encode())
        or not row
    ):
        raise BadSignature()
    if not _is_number(signed.timestamp) or abs(now - _moment(signed.timestamp)) > WINDOW:
        raise StaleSignature()
    await execute("UPDATE inbound_hook SET used_at = $2 WHERE id = $1", row["id"], now)
    organisation: UUID = row["organisation"]
    return organisation


def signature(secret: str, timestamp: str, body: bytes) -> bytes:
    """What a sender puts into `X-Events-Signature`, after `sha256=`."""
    signed = timestamp.encode() + b"." + body
    return b"sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest().encode()


def secret_of(hook: UUID, version: int) -> str:
    """Derived, never stored: neither the database nor a backup of it signs anything."""
    return tokens.derive(PURPOSE, hook, version)


def _is_number(text: str) -> bool:
    """Digits of ASCII alone: a superscript is a digit to Python and no number."""
    return text.isascii() and text.isdigit()


def _moment(timestamp: str) -> datetime:
    return datetime.fromtimestamp(min(int(timestamp[:12]), 32_503_680_000), UTC)


async def _locked(actor: Actor) -> InboundHook | None:
    """The organisation's row is held, so that two owners make one hook."""
    await Organisation.objects().get(Organisation.id == actor.organisation).lock_rows()
    return await of_organisation(actor.organisation)
