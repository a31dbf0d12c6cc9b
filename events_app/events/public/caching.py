"""Answers that need not be built when the asker has them already (RFC 9110, 13.1.2)."""

from collections.abc import Awaitable, Callable
from typing import Any

from litestar import Request, Response


async def cached(
    request: Request[Any, Any, Any],
    etag: str,
    media_type: str,
    build: Callable[[], Awaitable[bytes]],
    *,
    private: bool = False,
    for_seconds: int = 300,
) -> Response[Any]:
    """A 304 for a known ETag, else what `build` gives. Kept without asking `for_seconds`; with none, never."""
    kept = f"max-age={for_seconds}" if for_seconds else "no-cache"
    headers = {"ETag": etag, "Cache-Control": f"{'private' if private else 'public'}, {kept}"}
    known = request.headers.get("if-none-match", "").split(",")
    if etag in [one.strip().removeprefix("W/") for one in known]:
        return Response(None, status_code=304, headers=headers)
    return Response(await build(), media_type=media_type, headers=headers)
