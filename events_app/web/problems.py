"""The one place where a no is rendered: problem+json (RFC 9457) for programs, a helpful page for people."""

import logging
import re
from typing import Any
from urllib.parse import quote

from asyncpg import DeadlockDetectedError, SerializationError
from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException, ValidationException
from pydantic import ValidationError

from events_app import errors
from events_app.errors import FieldError, Invalid, NotFound, NotSignedIn, Refusal, SlowDown
from events_app.i18n import N_, gettext
from events_app.web.faults import field_errors
from events_app.web.limits import ended_early
from events_app.web.pages import page, redirect

LOG = logging.getLogger("events_app.request")
AnyRequest = Request[Any, Any, Any]
AnyResponse = Response[Any]
_LEFT_OUT = re.compile(r"Missing required \w+ parameter '([^']+)'")
"""The framework names a parameter that was left out in its sentence only."""


class MethodNotAllowed(Refusal):
    status_code = 405
    message = N_("This address does not take that method.")


class BodyTooLarge(Refusal):
    status_code = 413
    message = N_("This is more than we can take at once.")


class Unusable(Refusal):
    status_code = 400
    code = "bad_request"
    message = N_("This request could not be understood.")


class Busy(SlowDown):
    status_code = 503
    code = "busy"
    message = N_("Many people are doing this at once. Please try again.")


class Broken(Refusal):
    status_code = 500
    code = "internal_error"
    message = N_("Something broke on our side. What you sent was not saved; please try again.")


def refused(request: AnyRequest, refusal: Refusal) -> AnyResponse:
    """A refusal as problem+json or as a page; who is not signed in is sent to the login."""
    if request.scope["path"].startswith("/api/") or _asks_in_json(request):
        return _problem(refusal)
    if isinstance(refusal, NotSignedIn) and request.method == "GET":
        return redirect(f"/login?next={quote(request.scope['path'])}")
    return _with_retry(
        page("error.html", status=refusal.status_code, status_code=refusal.status_code, refusal=refusal),
        refusal,
    )


def http_fault(request: AnyRequest, fault: HTTPException) -> AnyResponse:
    """The framework's own faults, under our names."""
    if ended_early(request.scope):
        return refused(request, BodyTooLarge())
    if isinstance(fault, ValidationException) or _of_body(fault):
        return refused(request, Invalid(_faults(request, fault)))
    if isinstance(fault.__cause__, SerializationException):
        return refused(request, Invalid([FieldError("", "json_invalid", gettext(Unusable.message))]))
    if fault.status_code >= 500:
        return broken(request, fault)
    kinds: dict[int, type[Refusal]] = {
        401: NotSignedIn,
        403: errors.NotAllowed,
        404: NotFound,
        405: MethodNotAllowed,
        413: BodyTooLarge,
    }
    return refused(request, kinds.get(fault.status_code, Unusable)())


def broken(request: AnyRequest, fault: Exception) -> AnyResponse:
    """A fault of ours: logged with the request's id, told without any detail."""
    if isinstance(fault, DeadlockDetectedError | SerializationError):
        return refused(request, Busy(1))
    LOG.error("broken", exc_info=fault, extra={"facts": {"request_id": request.scope["state"]["request_id"]}})
    return refused(request, Broken())


def too_deep(request: AnyRequest, _fault: RecursionError) -> AnyResponse:
    """What is nested thousands of levels deep was sent by nobody who means well; nothing of ours nests."""
    return refused(request, Unusable())


HANDLERS: dict[Any, Any] = {
    Refusal: refused,
    HTTPException: http_fault,
    RecursionError: too_deep,
    Exception: broken,
}


def _asks_in_json(request: AnyRequest) -> bool:
    """A page's script that sends JSON, or asks for it, reads it."""
    said = (request.headers.get(name, "") for name in ("content-type", "accept"))
    return any(kind.startswith("application/json") for kind in said)


def _problem(refusal: Refusal) -> AnyResponse:
    answer: AnyResponse = Response(
        refusal.as_problem(), status_code=refusal.status_code, media_type="application/problem+json"
    )
    return _with_retry(answer, refusal)


def _with_retry(answer: AnyResponse, refusal: Refusal) -> AnyResponse:
    if isinstance(refusal, SlowDown):
        answer.headers["Retry-After"] = str(refusal.retry_after)
    return answer


def _of_body(fault: BaseException) -> ValidationError | None:
    """What pydantic found in the body. The framework calls it a fault of its own where the field is named like
    one of the door's dependencies, such as `device`."""
    cause: BaseException | None = fault
    while cause is not None and not isinstance(cause, ValidationError):
        cause = cause.__cause__ or cause.__context__
    return cause


def _faults(request: AnyRequest, fault: HTTPException) -> list[FieldError]:
    found = _of_body(fault)
    if found is not None:
        return field_errors(found)
    left_out = _LEFT_OUT.match(fault.detail)
    if left_out is not None:
        return [FieldError(left_out[1], "missing", gettext("Please fill this in."))]
    extra: Any = fault.extra or []
    rows = extra if isinstance(extra, list) else []
    return [_parameter(request, row) for row in rows] or [FieldError("", "invalid", gettext(Invalid.message))]


def _parameter(request: AnyRequest, row: dict[str, Any]) -> FieldError:
    name = _as_sent(request, str(row.get("key", "")))
    return FieldError(name, "invalid", gettext("This is not written as it should be."))


def _as_sent(request: AnyRequest, argument: str) -> str:
    """A query parameter by the name in the address, which is not always that of the door's or a dependency's argument."""
    door = request.route_handler
    asked: tuple[Any, ...] = (door, *door.resolve_dependencies().values())
    known = next(filter(None, (one.parsed_fn_signature.parameters.get(argument) for one in asked)), None)
    said = known.kwarg_definition if known else None
    return getattr(said, "name", None) or getattr(said, "query", None) or argument
