"""Bytes that rest for a while and open nothing: sealed with the installation's own key, which no backup of the database holds.

A stream from SHAKE-256, keyed and new for each sealing, hides the bytes; an HMAC-SHA256 over them is looked at first, so
that what was changed is never opened.
"""

import hashlib
import hmac
import io
import secrets
from collections.abc import Iterator

from events_app import settings

NONCE, TAG = 16, 32
PIECE = 2**20


class Broken(ValueError):
    """What was sealed elsewhere, or was changed since."""


def seal(data: bytes, purpose: str) -> bytes:
    """The bytes, closed; sealing them again gives others."""
    out, nonce, mark = io.BytesIO(), secrets.token_bytes(NONCE), _mark(len(data), purpose)
    mark.update(nonce)
    out.write(nonce + bytes(TAG))
    for piece in _mixed(data, nonce, purpose):
        mark.update(piece)
        out.write(piece)
    out.seek(NONCE)
    out.write(mark.digest())
    return out.getvalue()


def unseal(sealed: bytes, purpose: str) -> bytes:
    """What was sealed for this purpose. Raises Broken."""
    nonce, tag, hidden = sealed[:NONCE], sealed[NONCE : NONCE + TAG], memoryview(sealed)[NONCE + TAG :]
    mark = _mark(len(hidden), purpose)
    mark.update(nonce)
    mark.update(hidden)
    if not hmac.compare_digest(tag, mark.digest()):
        raise Broken()
    out = io.BytesIO()
    for piece in _mixed(hidden, nonce, purpose):
        out.write(piece)
    return out.getvalue()


def _mixed(data: bytes | memoryview, nonce: bytes, purpose: str) -> Iterator[bytes]:
    """Piece by piece: at once, a file would be in memory six times over."""
    key = _key(purpose, "hide") + nonce
    for start in range(0, len(data), PIECE):
        piece = data[start : start + PIECE]
        # The first piece has the stream itself, so that what was sealed before there were pieces still opens.
        number = (start // PIECE).to_bytes(8) if start else b""
        stream = hashlib.shake_256(key + number).digest(len(piece))
        yield (int.from_bytes(piece, "big") ^ int.from_bytes(stream, "big")).to_bytes(len(piece), "big")


def _mark(size: int, purpose: str) -> hmac.HMAC:
    use = "mark" if size <= PIECE else "mark pieces"
    return hmac.new(_key(purpose, use), digestmod="sha256")


def _key(purpose: str, use: str) -> bytes:
    return hmac.digest(settings.current().secret_key, f"seal|{purpose}|{use}".encode(), "sha256")
