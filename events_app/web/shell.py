"""The outermost layer: what every answer carries, 404, 405 and 500 included.

It gives each request an id, a language and a CSRF secret, adds the security headers, and writes one log
line with the route's template, never the path: paths may hold tokens.
"""

import logging
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any

from litestar.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils import uuid4

from events_app import i18n, niks, tokens
from events_app.web import headers

LOG = logging.getLogger("events_app.request")


class Shell:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if str(scope["type"]) != "http":
            await self.app(scope, receive, send)
            return
        await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        state = _prepare(scope)
        wish = next((value for name, value in scope["headers"] if name == niks.HEADER.lower().encode()), b"")
        niks.insisted.set(wish.lower() == b"yes")
        started = time.perf_counter()

        async def finish(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers.add(message, scope, state)
                _log(scope, state, message["status"], time.perf_counter() - started)
            await send(message)

        with i18n.using(state["locale"]):
            await self.app(scope, receive, finish)


def _prepare(scope: Scope) -> dict[str, Any]:
    cookies = _cookies(scope)
    state: dict[str, Any] = scope.setdefault("state", {})
    state["request_id"] = str(uuid4())
    state["cookies"] = cookies
    state["locale"] = _locale(scope, cookies)
    state["csrf"] = cookies.get(headers.csrf_cookie()) or ""
    state["csrf_is_new"] = len(state["csrf"]) != 32
    if state["csrf_is_new"] and not scope["path"].startswith("/api/"):  # which never sets the cookie
        state["csrf"] = tokens.random_token()
    return state


def _cookies(scope: Scope) -> dict[str, str]:
    raw = next((value for name, value in scope["headers"] if name == b"cookie"), b"")
    if not raw:
        return {}
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(raw.decode("latin-1")).items()}
    except CookieError:
        return {}


def _locale(scope: Scope, cookies: dict[str, str]) -> str:
    if cookies.get("lang") in i18n.LOCALES:
        return cookies["lang"]
    wanted = next((value for name, value in scope["headers"] if name == b"accept-language"), b"")
    for part in wanted.decode("latin-1").lower().split(","):
        if part.strip()[:2] in i18n.LOCALES:
            return part.strip()[:2]
    return i18n.DEFAULT


def _log(scope: Any, state: dict[str, Any], status: int, seconds: float) -> None:
    if not LOG.isEnabledFor(logging.INFO):
        return
    facts = {
        "request_id": state["request_id"],
        "method": scope["method"],
        "route": scope.get("path_template", "unmatched"),
        "status": status,
        "ms": round(seconds * 1000, 1),
    }
    LOG.info("request", extra={"facts": facts})
