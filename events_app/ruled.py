"""Rules between the fields of one body, told together with the faults of its single fields."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from inspect import isfunction
from typing import Any, NamedTuple, Self, TypeVar

from pydantic import (
    ModelWrapValidatorHandler,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from events_app.shapes import Body

F = TypeVar("F", bound=Callable[[Any], None])
Read = list[Mapping[str, Any]]

_read: ContextVar[Read] = ContextVar("read")


class Rule(NamedTuple):
    """The fields that a rule reads, and the one beside which its fault is told; above all of them when empty."""

    reads: tuple[str, ...]
    beside: str


def rule(*reads: str, beside: str = "") -> Callable[[F], F]:
    """Makes a method of a `Ruled` body a rule between the fields it reads; it raises PydanticCustomError."""

    def mark(check: F) -> F:
        check.__dict__["rule"] = Rule(reads, beside)
        return check

    return mark


class Ruled(Body):
    """A body with rules between its fields: whatever else is wrong, each rule whose own fields are right is asked.

    A rule sees the fields as they came in, before any `mode="after"` validator of the subclass changed them.
    """

    @field_validator("*", mode="before")
    @classmethod
    def _remembered(cls, value: Any, info: ValidationInfo) -> Any:
        """Pydantic fills `info.data` field by field, defaults too; at the end it holds every field that is right."""
        _read.get([]).append(info.data)
        return value

    @model_validator(mode="wrap")
    @classmethod
    def _all_at_once(cls, given: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        with _reading() as read:
            try:
                whole = handler(given)
            except ValidationError as wrong:
                broken = _broken(_partly(cls, _right(cls, given, read)))
                faults = [_kept(fault) for fault in wrong.errors(include_url=False)] + broken
                raise ValidationError.from_exception_data(cls.__name__, faults) from None
        if faults := _broken(whole):
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return whole


@cache
def rules_of(model: type[Ruled]) -> dict[str, Rule]:
    """The rules of a body and of what it is made from, by name, in the order in which they are written."""
    bodies = [one for one in reversed(model.__mro__) if issubclass(one, Ruled)]
    methods = {name: made for one in bodies for name, made in vars(one).items() if isfunction(made)}
    return {name: made.__dict__["rule"] for name, made in methods.items() if "rule" in made.__dict__}


@contextmanager
def _reading() -> Iterator[Read]:
    mine: Read = []
    before = _read.set(mine)
    try:
        yield mine
    finally:
        _read.reset(before)


def _right(model: type[Ruled], given: Any, read: Read) -> Mapping[str, Any]:
    if read:
        return read[-1]
    if not isinstance(given, Mapping):
        return {}
    optional = {name: field for name, field in model.model_fields.items() if not field.is_required()}
    return {name: field.get_default(call_default_factory=True) for name, field in optional.items()}


def _broken(body: Ruled) -> list[InitErrorDetails]:
    faults: list[InitErrorDetails] = []
    for name, one in rules_of(type(body)).items():
        if all(field in body.__dict__ for field in one.reads):
            try:
                getattr(body, name)()
            except PydanticCustomError as fault:
                faults.append({"type": fault, "loc": (one.beside,) if one.beside else (), "input": None})
    return faults


def _partly(model: type[Ruled], right: Mapping[str, Any]) -> Ruled:
    """A body of the fields that are right: the others it does not have."""
    part = model.model_construct()
    part.__dict__.clear()
    part.__dict__.update(right)
    return part


def _kept(fault: Any) -> InitErrorDetails:
    """A fault of pydantic's own, in its own words, to be raised again beside ours."""
    known = PydanticCustomError(fault["type"], fault["msg"], fault.get("ctx"))
    return {"type": known, "loc": fault["loc"], "input": fault["input"]}
