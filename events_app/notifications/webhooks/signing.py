"""Secrets and signatures, as the Standard Webhooks specification has them."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence

from events_app import sealing

PURPOSE = "webhook"
PREFIX = "whsec_"


def new_secret() -> str:
    """A secret as a receiver's library takes it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sealed(secret: str) -> bytes:
    """The secret as the database keeps it."""
    return sealing.seal(secret.encode(), PURPOSE)


def opened(kept: bytes) -> str:
    """The secret again. Raises sealing.Broken where the installation has another key."""
    return sealing.unseal(kept, PURPOSE).decode()


def signature(secrets_: Sequence[str], identity: str, timestamp: int, body: bytes) -> str:
    """`v1,` and the HMAC-SHA256 over id, timestamp and body, once for each secret, with spaces between."""
    signed = f"{identity}.{timestamp}.".encode() + body
    return " ".join(_one(secret, signed) for secret in secrets_)


def _one(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
