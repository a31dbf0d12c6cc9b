"""The bodies that come in two shapes: evidence as JSON with links, or as multipart with files."""

from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.exceptions import LitestarException
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat
from pydantic import ValidationError

from events_app.commitments.actions.evidence import File
from events_app.commitments.forms import ProofIn
from events_app.commitments.tables import InfeasibleReason
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, gettext
from events_app.web.faults import field_errors

P = TypeVar("P", bound=ProofIn)
FILES = ("files", "files[]")
LISTS = {"links": "links", "links[]": "links"}
NOT_JSON = N_("This is neither JSON nor a form with files.")


async def read_proof(request: Request[Any, Any, Any], model: type[P]) -> tuple[P, list[File]]:
    """What was sent, checked; raises Invalid with every fault."""
    kind = request.content_type[0]
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        sent, files = await _of_form(request)
    else:
        sent, files = await _of_json(request), []
    try:
        return model.model_validate(sent), files
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

    needed: ClassVar[dict[str, Schema]] = {"statement": Schema(type=OpenAPIType.STRING)}
    sample: ClassVar[dict[str, Any]] = {
        "statement": "All posts are open.",
        "links": ["https://example.org/posts"],
    }

    def __post_init__(self) -> None:
        day = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE)
        links = _list_of(OpenAPIFormat.URL)
        private = Schema(type=OpenAPIType.BOOLEAN)
        common = self.needed | {"links": links, "evidence_date": day, "contains_personal_data": private}
        files = {"files[]": _list_of(OpenAPIFormat.BINARY)}
        needed = list(self.needed)
        self.request_body = RequestBody(
            required=True,
            content={
                "multipart/form-data": OpenAPIMediaType(schema=_object(common | files, needed)),
                "application/json": OpenAPIMediaType(schema=_object(common, needed), example=self.sample),
            },
        )


@dataclass
class InfeasibleOperation(SubmissionOperation):
    """The same for what shows that something cannot be done."""

    needed: ClassVar[dict[str, Schema]] = {
        "reason_class": Schema(type=OpenAPIType.STRING, enum=[one.value for one in InfeasibleReason]),
        "reason": Schema(type=OpenAPIType.STRING),
    }
    sample: ClassVar[dict[str, Any]] = {
        "reason_class": "regulation_change",
        "reason": "The province has taken the task over.",
        "links": ["https://example.org/regulation"],
    }


def _list_of(kind: OpenAPIFormat) -> Schema:
    return Schema(type=OpenAPIType.ARRAY, items=Schema(type=OpenAPIType.STRING, format=kind))


def _object(properties: dict[str, Schema], needed: list[str]) -> Schema:
    return Schema(type=OpenAPIType.OBJECT, properties=dict(properties), required=needed)
