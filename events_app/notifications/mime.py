"""The bytes of a mail, written directly: parsing and folding its headers anew would cost more than sending it.

Everything that comes in is made harmless here: no header can hold a line break, no part can end itself.
"""

import base64
import binascii
import re
from collections.abc import Sequence
from uuid import UUID

CRLF = b"\r\n"
_BREAKS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
PLAIN_LINE = 900
WORD = 42
"""Bytes in one encoded word: with its frame they stay under the 75 characters a word may have."""


def header(name: str, value: str) -> bytes:
    """A header for everybody's words; other letters than ASCII are written as encoded words."""
    return f"{name}: {words(value)}".encode() + CRLF


def mailbox(name: str, address: str) -> str:
    """A name and its address, the name in quotes or encoded as it needs."""
    name = _BREAKS.sub(" ", name).strip()
    if not name:
        return address
    if name.isascii() and len(name) < PLAIN_LINE:
        shown = name if _ATOMS.fullmatch(name) else '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'
        return f"{shown} <{address}>"
    return f"{words(name)} <{address}>"


def words(text: str) -> str:
    """Text as a header may hold it, on one line or several that continue it."""
    text = _BREAKS.sub(" ", text)
    if text.isascii() and len(text) < PLAIN_LINE and "=?" not in text:
        return text
    return "\r\n ".join(
        f"=?utf-8?b?{base64.b64encode(some.encode('utf-8', 'replace')).decode()}?=" for some in _pieces(text)
    )


def text(content: str, subtype: str, *, charset: str = "utf-8", **parameters: str) -> bytes:
    """Words of a message, readable in the source as far as they are ASCII."""
    more = "".join(f'; {name}="{value}"' for name, value in parameters.items())
    body = binascii.b2a_qp(content.replace("\r\n", "\n").encode("utf-8", "replace"), istext=True)
    head = f'Content-Type: text/{subtype}; charset="{charset}"{more}\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    return head.encode() + CRLF + body.replace(b"\r\n", b"\n").replace(b"\n", CRLF)


def file(content: bytes, content_type: str, name: str, *, cid: str = "") -> bytes:
    """An attachment, or with `cid` a picture that the HTML shows."""
    shown = "inline" if cid else "attachment"
    head = header("Content-Type", _BREAKS.sub("", content_type)) + b"Content-Transfer-Encoding: base64\r\n"
    head += f"Content-Disposition: {shown}; {_filename(name)}".encode() + CRLF
    head += f"Content-ID: <{cid}>".encode() + CRLF if cid else b""
    return head + CRLF + base64.encodebytes(content).replace(b"\n", CRLF)


def multipart(subtype: str, parts: Sequence[bytes], message: UUID, level: int) -> bytes:
    """Parts behind one another; a single one stays what it is.

    The boundary cannot occur in a part: neither base64 nor quoted-printable text holds `=_`.
    """
    if len(parts) == 1:
        return parts[0]
    boundary = f"=_{level}.{message.hex}"
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'.encode()
    fence = b"--" + boundary.encode()
    return head + b"".join(fence + CRLF + part + CRLF for part in parts) + fence + b"--" + CRLF


def _filename(name: str) -> str:
    plain = _BREAKS.sub(" ", name)
    if plain.isascii():
        return 'filename="' + re.sub(r'(["\\])', r"\\\1", plain) + '"'
    coded = "".join(chr(b) if chr(b).isalnum() and b < 128 else f"%{b:02X}" for b in plain.encode())
    return f"filename*=utf-8''{coded}"


def _pieces(text: str) -> list[str]:
    """The text cut so that each piece, as UTF-8, fits one encoded word and no letter is cut in two."""
    pieces, piece, size = [], "", 0
    for letter in text:
        width = len(letter.encode("utf-8", "replace"))
        if size + width > WORD:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + letter, size + width
    return [*pieces, piece]
