"""The OpenAPI document, finished: what the framework derives from the doors, completed for those who call them.

The framework knows paths, parameters and shapes. Added here, for every operation alike: a readable name, the
door's docstring, whether it needs a token, the refusals it may answer with, and an example to send. Shapes
come from pydantic itself, which knows its own constraints best.
"""

from typing import Any

from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import OpenAPI

from events_app import niks
from events_app.web import openapi_shapes

PROBLEM = "#/components/schemas/Problem"
REFUSALS = {
    "400": "`bad_request`: this is no request that can be read.",
    "401": "`not_signed_in`: no token, or one that is not valid any more.",
    "403": "`not_allowed`, or a more exact code: the user is known and may not do this.",
    "404": "`not_found`: it does not exist, or belongs to another organisation.",
    "409": "A named refusal: what is asked contradicts what is.",
    "410": "A named refusal: it was taken back for good.",
    "413": "`body_too_large`, or `files_too_large` beside the field of the files.",
    "422": "`invalid`, with every fault in `errors`, or a more exact code.",
    "429": "`slow_down`: too many tries; `Retry-After` says in how many seconds to come back.",
    "503": "`busy`: many are doing this at once; try again.",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and body again give the first answer, and nothing is done twice.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200},
}


KEEP_NUMBERS = {
    "name": niks.HEADER,
    "in": "header",
    "required": False,
    "description": "`yes` stores a text although it looks like a national identity number (422 `looks_like_nik`).",
    "schema": {"type": "string"},
}


class Contract(OpenAPIConfig):
    """The settings of the document; remembers each operation's door while the framework walks them."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.doors: dict[str, HTTPRouteHandler] = {}
        self.operation_id_creator = self._name

    def to_openapi_schema(self) -> OpenAPI:
        """The empty document, which finishes itself when it is written."""
        plain = super().to_openapi_schema()
        document = Document(**vars(plain))
        document.doors = self.doors
        return document

    def _name(self, door: HTTPRouteHandler, _method: Any, _parts: Any) -> str:
        self.doors[door.handler_name] = door
        return door.handler_name


class Document(OpenAPI):
    """An OpenAPI document that completes what the framework wrote."""

    doors: dict[str, HTTPRouteHandler]

    def to_schema(self) -> dict[str, Any]:
        """The finished document."""
        document = super().to_schema()
        shapes = openapi_shapes.of_doors(self.doors.values())
        document["components"]["schemas"] |= shapes | {"Problem": openapi_shapes.PROBLEM}
        for path, item in document["paths"].items():
            for method, operation in item.items():
                door = self.doors.get(operation["operationId"])
                _finish(operation, method, path, door, document["components"]["schemas"])
        return openapi_shapes.tidy(document)


def _finish(operation: Any, method: str, path: str, door: HTTPRouteHandler | None, shapes: Any) -> None:
    public = bool(door and door.opt.get("public"))
    operation["summary"] = _summary(operation, door)
    operation.setdefault("description", (door and door.fn.__doc__) or operation["summary"])
    if public:
        operation["security"] = []
    writes = method in ("post", "put", "patch", "delete")
    if method == "post" and not public:
        operation.setdefault("parameters", []).append(KEY)
    if writes and "requestBody" in operation:
        operation.setdefault("parameters", []).append(KEEP_NUMBERS)
    for parameter in operation.get("parameters", []):
        parameter["schema"] = openapi_shapes.without_null(parameter["schema"])
    _exemplify(operation, shapes)
    own = list(door.opt.get("refuses", ())) if door else []
    operation["responses"] = _answers(operation, path, own, public=public, writes=writes)


def _summary(operation: Any, door: HTTPRouteHandler | None) -> str:
    if door is None or door.summary:
        return str(operation["summary"])
    return door.handler_name.replace("_", " ").capitalize()


def _answers(operation: Any, path: str, own: list[str], *, public: bool, writes: bool) -> dict[str, Any]:
    """What it answers when all is well, the refusals that this kind of door knows, and those that are its `own`."""
    good = {status: answer for status, answer in operation["responses"].items() if status < "400"}
    for answer in good.values():
        answer["description"] = "As described."
    known = ["429"] if public else ["401", "403"]
    known += ["401"] if "/inbound/" in path else []
    known += ["404"] if "{" in path else []
    known += ["404", "409", "413", "503"] if writes else []
    known += ["400"] if "requestBody" in operation else []
    known += ["422"] if operation.get("parameters") or "requestBody" in operation else []
    return good | {status: _refusal(status) for status in sorted({*known, *own})}


def _refusal(status: str) -> dict[str, Any]:
    answer: dict[str, Any] = {
        "description": REFUSALS[status],
        "content": {"application/problem+json": {"schema": {"$ref": PROBLEM}}},
    }
    if status in ("429", "503"):
        answer["headers"] = {"Retry-After": {"schema": {"type": "string"}}}
    return answer


def _exemplify(operation: Any, shapes: Any) -> None:
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        if kind == "application/json" and "example" not in content:
            content["example"] = openapi_shapes.example(content["schema"], shapes)
