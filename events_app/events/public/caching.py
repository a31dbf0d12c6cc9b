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
) -> Response[Any]:
    """A 304 for a known ETag, else what `build` gives."""
    headers = {"ETag": etag, "Cache-Control": f"{'private' if private else 'public'}, max-age=300"}
    known = request.headers.get("if-none-match", "").split(",")
    if etag in [one.strip().removeprefix("W/") for one in known]:
        return Response(None, status_code=304, headers=headers)
    return Response(await build(), media_type=media_type, headers=headers)
