"""QR codes drawn on request: vector for pages and print, bitmap for mail."""

import io
import re
from collections.abc import Iterator
from html import escape
from urllib.parse import urlsplit

import qrcode
from PIL import Image

QUIET_ZONE = 4
_TICKET_PATH = re.compile(r"/T/[0-9A-Za-z]+")
_ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")

Matrix = list[list[bool]]


def svg(text: str, *, title: str = "") -> str:
    """Draw `text` as an `<svg role="img">` that needs no style and is named for those who cannot see it."""
    matrix = _matrix(text)
    side = len(matrix) + 2 * QUIET_ZONE
    name = escape(title or "QR")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" aria-label="{name}" '
        f'shape-rendering="crispEdges"><title>{name}</title>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{"".join(_runs(matrix))}"/></svg>'
    )


def png(text: str, scale: int = 8) -> bytes:
    """Draw `text` as a one-bit PNG, `scale` pixels a module, quiet zone included."""
    matrix = _matrix(text)
    side = len(matrix) + 2 * QUIET_ZONE
    image = Image.new("L", (side, side), 255)
    shades = bytes(0 if dark else 255 for row in matrix for dark in row)
    image.paste(Image.frombytes("L", (len(matrix), len(matrix)), shades), (QUIET_ZONE, QUIET_ZONE))
    out = io.BytesIO()
    grown = image.resize((side * scale, side * scale), Image.Resampling.NEAREST)
    grown.convert("1", dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


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
    # A fixed mask costs a fifth of trying all eight and reads as well; the version is never forced,
    # because a longer public address must grow the code instead of failing.
    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M, border=0, mask_pattern=3)
    code.add_data(text, optimize=20)
    code.make(fit=True)
    return [[bool(module) for module in row] for row in code.modules]


def _runs(matrix: Matrix) -> Iterator[str]:
    for y, row in enumerate(matrix, QUIET_ZONE):
        start = 0
        while start < len(row):
            end = start
            while end < len(row) and row[end] == row[start]:
                end += 1
            if row[start]:
                yield f"M{start + QUIET_ZONE} {y}h{end - start}v1h-{end - start}z"
            start = end
