"""Refuses writes that another site could have caused.

A browser's write must carry the secret of its own CSRF cookie, in the form (`_csrf`) or in the header
`X-CSRF`, and must not say that it comes from another site. A bearer token is no cookie, so a program's
request is exempt; so is an API request without a session, which has no borrowed power.
"""

import hmac
from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from events_app.errors import Refusal
from events_app.i18n import N_

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class ForgedRequest(Refusal):
    status_code = 403
    message = N_(
        "This form has expired or came from another site. Please go back, reload, and send it again."
    )


class Csrf(ASGIMiddleware):
    """The check itself, for every route that writes."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        request: Request[Any, Any, Any] = Request(scope, receive=receive, send=send)
        if request.method not in SAFE and not _exempt(request):
            await _check(request)
        await next_app(scope, receive, send)


def is_proven(headers: Mapping[bytes, bytes], state: Mapping[str, Any]) -> bool:
    """Whether an API request needs no further look: it has a bearer token, or the header of a page of ours."""
    if headers.get(b"authorization", b"")[:7].lower() == b"bearer ":
        return True
    site, given = headers.get(b"sec-fetch-site", b"same-origin"), headers.get(b"x-csrf", b"")
    own = site in {b"same-origin", b"none"} and not state["csrf_is_new"]
    return own and hmac.compare_digest(given, state["csrf"].encode())


def _exempt(request: Request[Any, Any, Any]) -> bool:
    if request.scope["route_handler"].opt.get("one_click"):
        return True  # a mail program posts for the receiver; the address itself is the permission
    if not request.scope["path"].startswith("/api/"):
        return False
    bearer = request.headers.get("authorization", "").lower().startswith("bearer ")
    return bearer or not any(name.endswith("session") for name in request.cookies)


async def _check(request: Request[Any, Any, Any]) -> None:
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise ForgedRequest()
    given = request.headers.get("x-csrf") or await _from_form(request)
    state = request.scope["state"]
    if state["csrf_is_new"] or not hmac.compare_digest(given.encode(), state["csrf"].encode()):
        raise ForgedRequest()


async def _from_form(request: Request[Any, Any, Any]) -> str:
    if not request.headers.get("content-type", "").startswith(FORMS):
        return ""
    value = (await request.form()).get("_csrf", "")
    return value if isinstance(value, str) else ""
