"""How much a body may hold. A larger one is refused while it comes in, before any of it is read.

A form without files has one limit for strangers and one for staff. Whatever else strangers send has that of their
forms, unless the door says with `takes_files`, or with a limit of its own, that it needs more.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.enums import ScopeType
from litestar.exceptions.http_exceptions import RequestEntityTooLarge
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Empty, Receive, Scope, Send
from litestar.utils.scope.state import ScopeState

from events_app.errors import FieldError, Refusal
from events_app.i18n import N_

FORM = b"application/x-www-form-urlencoded"
MULTIPART = b"multipart/form-data"

ONE_FILE = 26 * 1024 * 1024
"""The largest file that is taken, and the few words around it."""

SEVERAL_FILES = 40 * 1024 * 1024

LET_BY = 64 * 1024 * 1024
"""So much more is received and let go, since a browser shows no answer before it has sent everything."""


class FormTooLarge(Refusal):
    status_code = 413
    message = N_("This form holds far more than it asks for, so nothing of it was read or kept.")


@dataclass(frozen=True)
class Most:
    """The most bytes and fields of one form."""

    size: int
    fields: int


OF_STRANGERS = Most(1024 * 1024, 10_000)
"""An answer names some hundred people at most, by seven fields each."""

OF_STAFF = Most(16 * 1024 * 1024, 25_000)
"""Ten thousand invitees may be ticked at once, or a list of two million characters pasted."""


class FilesTooLarge(Refusal):
    """`megabytes` is how much one message may hold."""

    status_code = 413
    message = N_("What you chose is too large to be sent at once; at most %(megabytes)s MB, please.")

    def as_problem(self) -> dict[str, Any]:
        fault = FieldError(self.field, self.code, self.text)
        return super().as_problem() | {"errors": [fault.as_json()]}


@dataclass(frozen=True)
class Files:
    """What a door takes: in which field, and how many bytes in all."""

    field: str
    size: int


def takes_files(field: str, size: int) -> dict[str, Any]:
    """For a public door with files: at most `size` bytes, told beside `field` together with all other faults."""
    return {"request_max_body_size": None, "files": Files(field, size)}


def too_much(scope: Scope) -> FilesTooLarge | None:
    """What is to be said of a body whose files were cut off, once it was read."""
    return scope["state"].get("files_too_large")


def ended_early(scope: Scope) -> bool:
    """Whether what could not be read was only the beginning of something far too large."""
    return bool(scope["state"].get("ended_early"))


class FormLimits(ASGIMiddleware):
    """Counts what comes in, for every route."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        try:
            await next_app(scope, _limited(scope, receive), send)
        finally:
            await _close_files(scope)


async def _close_files(scope: Scope) -> None:
    """What was laid down in files while it came in takes no room once it is answered."""
    form = ScopeState.from_scope(scope).form
    for values in form.values() if isinstance(form, dict) else ():
        for one in values if isinstance(values, list) else [values]:
            if isinstance(one, UploadFile):
                await one.close()


def _limited(scope: Scope, receive: Receive) -> Receive:
    kind, door = dict(scope["headers"]).get(b"content-type", b"").lower(), scope["route_handler"]
    public = door.opt.get("public")
    if kind.startswith(FORM):
        return _counted(receive, OF_STRANGERS if public else OF_STAFF)
    files = door.opt.get("files")
    if files and kind.startswith(MULTIPART):
        return _cut(scope, receive, files)
    if public and (files or getattr(door, "request_max_body_size", Empty) is Empty):
        return _ended(scope, receive, kind.startswith(MULTIPART))
    return receive


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


def _ended(scope: Scope, receive: Receive, multipart: bool) -> Receive:
    async def end(_message: Any) -> Any:
        if not multipart:
            raise RequestEntityTooLarge()
        # The parser closes the files that it opened only if it finds the end by itself.
        scope["state"]["ended_early"] = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return _up_to(OF_STRANGERS.size, receive, end)


def _cut(scope: Scope, receive: Receive, files: Files) -> Receive:
    """What was typed before the files is still read, so that it is kept; of the files nothing more is."""

    async def end(message: Any) -> Any:
        scope["state"]["files_too_large"] = FilesTooLarge(field=files.field, megabytes=files.size // 2**20)
        await _let_by(receive, message)
        return {"type": "http.request", "body": _end_of(scope), "more_body": False}

    return _up_to(files.size, receive, end)


def _up_to(size: int, receive: Receive, end: Callable[[Any], Awaitable[Any]]) -> Receive:
    """So many bytes are passed on; `end` says what follows the message that holds more."""
    came = 0

    async def count() -> Any:
        nonlocal came
        message: Any = await receive()
        came += len(message.get("body", b""))
        return message if came <= size else await end(message)

    return count


async def _let_by(receive: Receive, message: Any) -> None:
    gone = 0
    while message.get("more_body") and gone <= LET_BY:
        message = await receive()
        gone += len(message.get("body", b""))


def _end_of(scope: Scope) -> bytes:
    boundary = Request[Any, Any, Any](scope).content_type[1].get("boundary", "")
    return f"\r\n--{boundary}--\r\n".encode()
