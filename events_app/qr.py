"""QR codes drawn on request: vector for pages and print, bitmap for mail."""

import re
import struct
import zlib
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from urllib.parse import urlsplit

from events_app.qr_matrix import Matrix, matrix

QUIET_ZONE = 4
LEVEL = 3
"""How hard a bitmap is squeezed: harder takes twice as long for a tenth less."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
_TICKET_PATH = re.compile(r"/T/[0-9A-Za-z]+")
_DARK = re.compile(b"\x01+")
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")


def svg(text: str, *, title: str = "") -> str:
    """Draw `text` as an `<svg role="img">` that needs no style and is named for those who cannot see it."""
    rows = _matrix(text)
    side = len(rows) + 2 * QUIET_ZONE
    name = escape(title or "QR")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{name}" '
        f'shape-rendering="crispEdges"><title>{name}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{"".join(_runs(rows))}"/></svg>'
    )


def png(text: str, scale: int = 8) -> bytes:
    """Draw `text` as a one-bit PNG, `scale` pixels a module, quiet zone included."""
    rows = _matrix(text)
    side = (len(rows) + 2 * QUIET_ZONE) * scale
    edge = b"1" * (QUIET_ZONE * scale)
    light, dark = b"1" * scale, b"0" * scale
    lines = [edge + row.replace(b"\0", light).replace(b"\1", dark) + edge for row in rows]
    blank = _line(b"1" * side)
    again = b"\2" + bytes(len(blank) - 1)
    quiet = blank + again * (QUIET_ZONE * scale - 1)
    drawn = b"".join(_line(line) + again * (scale - 1) for line in lines)
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = (b"IHDR", head), (b"IDAT", zlib.compress(quiet + drawn + quiet, LEVEL)), (b"IEND", b"")
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in parts)


def _line(bits: bytes) -> bytes:
    """A line of a bitmap without a filter, its bits padded to whole bytes; the next ones say only that they are equal."""
    width = (len(bits) + 7) // 8
    return b"\0" + int(bits.ljust(width * 8, b"0"), 2).to_bytes(width, "big")


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def payload(url: str) -> str:
    """Upper-case a ticket's address, whose code is then smaller; leave every other address as it is.

    Scheme, host and token mean the same in either case, any other path does not.
    """
    parts = urlsplit(url)
    bare = url.isascii() and not (parts.query or parts.fragment or parts.username or parts.password)
    upper = url.upper()
    safe = bare and _TICKET_PATH.fullmatch(parts.path) and _ALPHANUMERIC.fullmatch(upper)
    return upper if safe else url


def _matrix(text: str) -> Matrix:
    if not text:
        raise ValueError("A QR code needs something to say.")
    return matrix(text)


def _runs(matrix: Matrix) -> Iterator[str]:
    for y, row in enumerate(matrix, QUIET_ZONE):
        for run in _DARK.finditer(row):
            yield _run(y, *run.span())


@lru_cache(30_000)
def _run(y: int, start: int, end: int) -> str:
    width = end - start
    return f"M{start + QUIET_ZONE} {y}h{width}v1h-{width}z"
