"""Answers of doors that carry a file: always a download, never a page of ours."""

from urllib.parse import quote

from litestar import Response
from litestar.response import Stream

from events_app.documents import names, store
from events_app.documents.tables import Document


async def stored(document: Document) -> Stream:
    """The bytes of a kept file, in pieces; the door has already asked whether this reader may."""
    pieces = await store.open(document.sha256)
    headers = _headers(document.filename) | {"Content-Length": str(document.size)}
    return Stream(pieces, media_type=document.media_type, headers=headers)


def made(filename: str, media_type: str, data: bytes) -> Response[bytes]:
    """A paper, workbook or list that was made for this request."""
    return Response(data, media_type=media_type, headers=_headers(filename))


def shown(filename: str, media_type: str, data: bytes) -> Response[bytes]:
    """A paper of our own making, opened by the browser instead of saved; never for what a stranger handed in."""
    headers = _headers(filename)
    headers["Content-Disposition"] = headers["Content-Disposition"].replace("attachment", "inline", 1)
    # A browser's own PDF viewer does not start inside a sandbox.
    headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    )
    return Response(data, media_type=media_type, headers=headers)


def picture(filename: str, media_type: str, data: bytes) -> Response[bytes]:
    """A picture of what a stranger handed in, for a page of ours to show; by itself it runs and loads nothing."""
    headers = _headers(filename)
    headers["Content-Disposition"] = headers["Content-Disposition"].replace("attachment", "inline", 1)
    return Response(data, media_type=media_type, headers=headers)


def _headers(filename: str) -> dict[str, str]:
    """Keep strangers' bytes from running on our address, and private ones out of caches."""
    return {
        "Content-Disposition": _disposition(names.clean(filename)),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }


def _disposition(name: str) -> str:
    plain = "".join(char if char.isascii() and char not in '"\\%' else "_" for char in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
