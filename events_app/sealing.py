"""Bytes that rest for a while and open nothing: sealed with the installation's own key, which no backup of the database holds.

A stream from SHAKE-256, keyed and new for each sealing, hides the bytes; an HMAC-SHA256 over them is looked at first, so
that what was changed is never opened.
"""

import hashlib
import hmac
import secrets

from events_app import settings

NONCE, TAG = 16, 32


class Broken(ValueError):
    """What was sealed elsewhere, or was changed since."""


def seal(data: bytes, purpose: str) -> bytes:
    """The bytes, closed; sealing them again gives others."""
    nonce = secrets.token_bytes(NONCE)
    hidden = _mixed(data, nonce, purpose)
    return nonce + _tag(nonce + hidden, purpose) + hidden


def unseal(sealed: bytes, purpose: str) -> bytes:
    """What was sealed for this purpose. Raises Broken."""
    nonce, tag, hidden = sealed[:NONCE], sealed[NONCE : NONCE + TAG], sealed[NONCE + TAG :]
    if not hmac.compare_digest(tag, _tag(nonce + hidden, purpose)):
        raise Broken()
    return _mixed(hidden, nonce, purpose)


def _mixed(data: bytes, nonce: bytes, purpose: str) -> bytes:
    stream = hashlib.shake_256(_key(purpose, "hide") + nonce).digest(len(data))
    return (int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(data), "big")


def _tag(data: bytes, purpose: str) -> bytes:
    return hmac.digest(_key(purpose, "mark"), data, "sha256")


def _key(purpose: str, use: str) -> bytes:
    return hmac.digest(settings.current().secret_key, f"seal|{purpose}|{use}".encode(), "sha256")
