"""The shapes and examples of the OpenAPI document, as pydantic itself describes them."""

from collections.abc import Iterable, Iterator
from typing import Any, get_args

from litestar.handlers import HTTPRouteHandler
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

REF = "#/components/schemas/"
SOME_ID = "01980000-0000-7000-8000-000000000001"
FORMATS = {"uuid": SOME_ID, "date": "2027-03-31", "date-time": "2026-12-12T09:00:00+07:00"}

PROBLEM: dict[str, Any] = {
    "title": "Problem",
    "description": "A refusal (RFC 9457). `code` is stable; `title` is a sentence in the reader's language.",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
        "errors": {
            "description": "With `invalid`: every fault of the input.",
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "message"],
                "properties": {
                    "field": {"type": "string", "examples": ["actions.0.due"]},
                    "code": {"type": "string", "examples": ["missing"]},
                    "message": {"type": "string"},
                },
            },
        },
        "conflict": {
            "description": "With `room_taken` and `person_taken`: what stands in the way.",
            "type": "object",
        },
    },
    "examples": [
        {
            "type": "about:blank",
            "title": "Some fields need another look.",
            "status": 422,
            "code": "invalid",
            "errors": [{"field": "name", "code": "missing", "message": "Please fill this in."}],
        }
    ],
}


def of_doors(doors: Iterable[HTTPRouteHandler]) -> dict[str, Any]:
    """Every model that the doors take or give, with its constraints, under its name."""
    wanted: dict[tuple[Any, Any], None] = {}
    for door in doors:
        taken = door.parsed_fn_signature.parameters.get("data")
        wanted |= {(model, "validation"): None for model in _models(taken.annotation if taken else None)}
        given = door.parsed_fn_signature.return_type.annotation
        wanted |= {(model, "serialization"): None for model in _models(given)}
    _, found = models_json_schema(list(wanted), ref_template=REF + "{model}")
    shapes: dict[str, Any] = found.get("$defs", {})
    return shapes


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from _models(inner)


def example(schema: Any, shapes: dict[str, Any]) -> Any:
    """Something to send: the examples of the shape or of its fields, and of what is required, any value."""
    schema = _resolved(schema, shapes)
    if schema.get("examples"):
        return schema["examples"][0]
    if "properties" in schema:
        return _object(schema, shapes)
    if schema.get("type") == "array":
        return [example(schema["items"], shapes)]
    if "enum" in schema:
        return schema["enum"][0]
    return _plain(schema)


def _object(schema: Any, shapes: dict[str, Any]) -> dict[str, Any]:
    required = schema.get("required", [])
    return {
        name: example(field, shapes)
        for name, field in schema["properties"].items()
        if name in required or _resolved(field, shapes).get("examples")
    }


def _plain(schema: Any) -> Any:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    return {"boolean": False, "integer": schema.get("minimum", 1)}.get(schema.get("type"), "…")


def _resolved(schema: Any, shapes: dict[str, Any]) -> Any:
    """What a reference stands for; what stands beside the reference counts first."""
    if "$ref" not in schema:
        return schema
    return shapes[schema["$ref"].removeprefix(REF)] | {k: v for k, v in schema.items() if k != "$ref"}


def without_null(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter that is not given is left out: in an address there is no null."""
    choices = [one for one in schema.get("oneOf", []) if one.get("type") != "null"]
    if len(choices) == 1:
        chosen: dict[str, Any] = choices[0]
        return chosen | {name: value for name, value in schema.items() if name != "oneOf"}
    if isinstance(schema.get("type"), list):
        kinds = [kind for kind in schema["type"] if kind != "null"]
        values = {"enum": [one for one in schema["enum"] if one is not None]} if "enum" in schema else {}
        return schema | values | {"type": kinds[0] if len(kinds) == 1 else kinds}
    return schema


def tidy(document: dict[str, Any]) -> dict[str, Any]:
    """Whole numbers without a fraction, and no shape that nothing refers to."""
    whole = _whole(document)
    shapes, used = whole["components"]["schemas"], set[str]()
    waiting = _references(whole["paths"])
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting |= _references(shapes[name])
    whole["components"]["schemas"] = {name: shapes[name] for name in sorted(used)}
    return dict(whole)


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"].removeprefix(REF)} if isinstance(value.get("$ref"), str) else set[str]()
        return own.union(*map(_references, value.values()))
    return set[str]().union(*map(_references, value)) if isinstance(value, list) else set()
