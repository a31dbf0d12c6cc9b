"""How much a form without files may hold. A larger one is refused while it comes in, before any of it is read."""

from dataclasses import dataclass
from typing import Any

from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from events_app.errors import Refusal
from events_app.i18n import N_

FORM = b"application/x-www-form-urlencoded"


class FormTooLarge(Refusal):
    status_code = 413
    message = N_("This form holds far more than it asks for, so nothing of it was read or kept.")


@dataclass(frozen=True)
class Most:
    """The most bytes and fields of one form."""

    size: int
    fields: int


OF_STRANGERS = Most(1024 * 1024, 2_000)
"""An answer names a few dozen people, by six fields each."""

OF_STAFF = Most(16 * 1024 * 1024, 25_000)
"""Ten thousand invitees may be ticked at once, or a list of two million characters pasted."""


class FormLimits(ASGIMiddleware):
    """Counts what comes in as a form, for every route."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        kind = dict(scope["headers"]).get(b"content-type", b"").lower()
        if kind.startswith(FORM):
            public = scope["route_handler"].opt.get("public")
            receive = _counted(receive, OF_STRANGERS if public else OF_STAFF)
        await next_app(scope, receive, send)


def _counted(receive: Receive, most: Most) -> Receive:
    size = fields = 0

    async def count() -> Any:
        nonlocal size, fields
        message: Any = await receive()
        part: bytes = message.get("body", b"")
        size, fields = size + len(part), fields + part.count(b"&")
        if size > most.size or fields >= most.fields:
            raise FormTooLarge()
        return message

    return count
