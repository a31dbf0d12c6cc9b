"""QR codes drawn on request: vector for pages and print, bitmap for mail."""

import itertools
import re
import struct
import zlib
from html import escape
from urllib.parse import urlsplit

from events_app.qr_matrix import Matrix, matrix

QUIET_ZONE = 4
LEVEL = 3
"""How hard a bitmap is squeezed: harder takes twice as long for a tenth less."""
SIGNATURE = b"\x89PNG\r\n\x1a\n"
DIGITS = bytes.maketrans(b"\0\1", b"01")
_TICKET_PATH = re.compile(r"/T/[0-9A-Za-z]+")
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")


def _runs(modules: str) -> str:
    runs = [(one, len(list(same))) for one, same in itertools.groupby(modules)]
    return "".join(f"h{length}" if one == "1" else f"m{length} 0" for one, length in runs)


DRAWN = [_runs(f"{byte:08b}") for byte in range(256)]
"""The strokes of eight modules."""


def svg(text: str, *, title: str = "") -> str:
    """Draw `text` as an `<svg role="img">` that needs no style and is named for those who cannot see it."""
    rows = _matrix(text)
    side = len(rows) + 2 * QUIET_ZONE
    name = escape(title or "QR")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{name}" '
        f'shape-rendering="crispEdges"><title>{name}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="none" stroke="#000" d="{_strokes(rows)}"/></svg>'
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


def _strokes(rows: Matrix) -> str:
    """A line of dark strokes and light gaps for each row, one module high, the pen starting in the middle of the first.

    Eight modules at once, since all they can look like is known: faster than looking for one run after the other.
    """
    width = (len(rows) + 7) // 8
    rest = bytes(8 * width - len(rows))
    bits = b"".join([row + rest for row in rows]).translate(DIGITS)
    drawn = [DRAWN[byte] for byte in int(bits, 2).to_bytes(width * len(rows), "big")]
    drawn[::width] = [f"m-{8 * width} 1{first}" for first in drawn[::width]]
    return f"M{QUIET_ZONE + 8 * width} {QUIET_ZONE - 1}.5" + "".join(drawn)
