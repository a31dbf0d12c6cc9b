"""The one body that comes in two shapes: a submission as JSON with links, or as multipart with files."""

from dataclasses import dataclass
from typing import Any

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import LitestarException
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat
from pydantic import ValidationError

from events_app.commitments.actions.evidence import File
from events_app.commitments.forms import SubmissionIn
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, gettext
from events_app.web.faults import field_errors

FILES = ("files", "files[]")
LISTS = {"links": "links", "links[]": "links"}
NOT_JSON = N_("This is neither JSON nor a form with files.")


async def read_submission(request: Request[Any, Any, Any]) -> tuple[SubmissionIn, list[File]]:
    """What was sent, checked; raises Invalid with every fault."""
    kind = request.content_type[0]
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        sent, files = await _of_form(request)
    else:
        sent, files = await _of_json(request), []
    try:
        return SubmissionIn.model_validate(sent), files
    except ValidationError as wrong:
        raise Invalid(field_errors(wrong)) from None


async def _of_form(request: Request[Any, Any, Any]) -> tuple[dict[str, Any], list[File]]:
    form = await request.form()
    sent: dict[str, Any] = {}
    files: list[File] = []
    for name in dict.fromkeys(form.keys()):
        values = form.getall(name)
        if name in FILES:
            files += [File(one.filename, await one.read()) for one in values if _is_file(one)]
        elif name in LISTS:
            sent["links"] = [*sent.get("links", []), *values]
        elif name != "_csrf":
            sent[name] = values[-1]
    return sent, files


async def _of_json(request: Request[Any, Any, Any]) -> Any:
    try:
        return await request.json()
    except (LitestarException, ValueError):
        raise Invalid([FieldError("", "json_invalid", gettext(NOT_JSON))]) from None


def _is_file(value: Any) -> bool:
    return isinstance(value, UploadFile) and bool(value.filename)


@dataclass
class SubmissionOperation(Operation):
    """Says both shapes in the OpenAPI document, which cannot be read from one annotation."""

    def __post_init__(self) -> None:
        text, day = (
            Schema(type=OpenAPIType.STRING),
            Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE),
        )
        links = Schema(
            type=OpenAPIType.ARRAY, items=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.URL)
        )
        files = Schema(
            type=OpenAPIType.ARRAY, items=Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        )
        common = {"statement": text, "links": links, "evidence_date": day}
        self.request_body = RequestBody(
            required=True,
            content={
                "multipart/form-data": OpenAPIMediaType(schema=_object(common | {"files[]": files})),
                "application/json": OpenAPIMediaType(schema=_object(common), example=_EXAMPLE),
            },
        )


_EXAMPLE = {"statement": "All posts are open.", "links": ["https://example.org/posts"]}


def _object(properties: dict[str, Schema]) -> Schema:
    return Schema(type=OpenAPIType.OBJECT, properties=dict(properties), required=["statement"])
