"""A file in a multipart body, for JSON doors that take one."""

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from litestar import Request
from litestar.datastructures import UploadFile
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat
from pydantic import AfterValidator, BaseModel, Field, ValidationError
from pydantic_core import PydanticCustomError

from events_app.errors import Invalid
from events_app.i18n import N_
from events_app.web.faults import field_errors
from events_app.web.limits import too_much

M = TypeVar("M", bound=BaseModel)


def _uploaded(given: Any) -> Any:
    """A file, not the text of one."""
    if not isinstance(given, UploadFile):
        raise PydanticCustomError("missing", N_("Please choose a file."))
    return given


File = Annotated[
    Any, AfterValidator(_uploaded), Field(json_schema_extra={"type": "string", "format": "binary"})
]
"""An `UploadFile`; anything else is refused with `missing`."""


async def read_upload(request: Request[Any, Any, Any], model: type[M]) -> M:
    """The multipart body as a model; raises Invalid with every fault, or FilesTooLarge.

    Read inside the handler, so that a row which is not there is said before a body that is wrong.
    """
    sent = await request.form()
    if over := too_much(request.scope):
        raise over
    typed = {name: sent.getall(name)[-1] for name in dict.fromkeys(sent.keys()) if name != "_csrf"}
    try:
        return model.model_validate(typed)
    except ValidationError as wrong:
        raise Invalid(field_errors(wrong)) from None


@dataclass
class UploadOperation(Operation):
    """Says in the OpenAPI document that the body is multipart with one file; subclasses add their texts."""

    def __post_init__(self) -> None:
        file = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        needed = ["file", *self.required()]
        whole = Schema(type=OpenAPIType.OBJECT, properties={"file": file, **self.texts()}, required=needed)
        self.request_body = RequestBody(
            required=True, content={"multipart/form-data": OpenAPIMediaType(schema=whole)}
        )

    def texts(self) -> dict[str, Schema]:
        """The other fields of the body."""
        return {}

    def required(self) -> list[str]:
        """Those of them that must be sent."""
        return []
