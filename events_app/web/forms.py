"""Browser forms: everything wrong is said at once, beside its field, and everything typed is kept."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar

from litestar import Request
from pydantic import BaseModel, ValidationError

from events_app import niks
from events_app.errors import Invalid, Refusal
from events_app.web.faults import field_errors
from events_app.web.limits import too_much
from events_app.web.nesting import closed_up, kept, nested, ordered

MOST_DOTS = 8
"""No form of ours has rows within rows within rows; a longer name is nobody's input."""

MOST_NAME = 200
"""A number of a row as long as this is no number any more."""

M = TypeVar("M", bound=BaseModel)


@dataclass
class Form(Generic[M]):
    """What was typed (`values`, flat names), what is wrong with it (`errors`), and the model if nothing is.

    `doubted` are the fields that may be stored all the same, when somebody insists; `advice` says beside a field
    what would be better, and refuses nothing. `parsed` is the model of fields that were in order by themselves,
    whatever was refused afterwards.
    """

    model: type[M]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)
    advice: dict[str, str] = field(default_factory=dict)
    refused_as: int = 422
    parsed: M | None = None

    @classmethod
    def blank(cls, model: type[M], **initial: Any) -> "Form[M]":
        """An unsent form, showing initial values."""
        return cls(model, {name: _as_typed(value) for name, value in initial.items() if value is not None})

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def status(self) -> int:
        """200 for a form as first shown, 422 for one that needs another look, 413 for one with too much in it."""
        return self.refused_as if self.errors else 200

    @property
    def value(self) -> M:
        """The model; only a form that is `ok` and was read has one. Raises `Faulty` for any other."""
        if self.parsed is None or self.errors:
            raise Faulty(self)
        return self.parsed

    def refusing(self) -> "Refusing":
        """`with form.refusing():` acts on the form's value, or leaves in `errors` why it was not done.

        The block ends where it asks a form with faults for its value, and where an action refuses; what follows
        asks whether the form is still `ok`.
        """
        return Refusing(self)

    def refuse(self, refusal: Refusal) -> "Form[M]":
        """Puts a refusal beside its field or on top when it has none, and of several faults each beside its own."""
        faults = refusal.errors if isinstance(refusal, Invalid) else ()
        for fault in faults:
            said = self.errors.get(fault.field, "")
            if fault.message not in said:
                self.errors[fault.field] = f"{said} {fault.message}".strip()
        if not faults:
            self.errors[refusal.field] = refusal.text
        return self

    def refuse_list(self, refusal: Refusal) -> "Form[M]":
        """The same of a list that came as `file` or as `pasted` cells: beside the one that was sent."""
        if refusal.field == "file" and not getattr(self.parsed, "file", None):
            refusal.field = "pasted"
        return self.refuse(refusal)

    def tells_of(self, *names: str) -> bool:
        """Whether something was typed, or is wrong, in one of these fields."""
        parts = (self.values, self.errors, self.advice, self.doubted)
        return any(name in part for part in parts for name in names)

    def rows(self, name: str) -> list[int]:
        """The row numbers of repeated inputs (`name.0.title`), in order."""
        heads = {
            key.split(".")[1] for key in self.values if key.startswith(f"{name}.") and key.count(".") > 1
        }
        return sorted(int(head) for head in heads if head.isdecimal())


class Faulty(Exception):
    """Somebody asked a form with faults for its value."""

    def __init__(self, form: Form[Any]) -> None:
        super().__init__("a form with faults has no value")
        self.form = form


@dataclass
class Refusing:
    """The block of `Form.refusing`: it ends quietly at a refusal, and at the faults of its own form."""

    form: Form[Any]

    def __enter__(self) -> None:
        """Nothing: what is acted on is the form's value."""

    def __exit__(self, kind: object, raised: BaseException | None, trace: object) -> bool:
        if isinstance(raised, Refusal):
            self.form.refuse(raised)
            return True
        return isinstance(raised, Faulty) and raised.form is self.form


async def read_form(request: Request[Any, Any, Any], model: type[M]) -> Form[M]:
    """Reads a urlencoded or multipart body into a model. Empty inputs count as not given."""
    sent = await request.form()
    if sent.get(niks.BOX):
        niks.insisted.set(True)
    own = ("_csrf", niks.BOX)
    names = (name for name in dict.fromkeys(sent.keys()) if name not in own and _is_ours(name))
    form = parse(model, {name: sent.getall(name) for name in names})
    if over := too_much(request.scope):
        form.refuse(over).refused_as = over.status_code
    return form


def _is_ours(name: str) -> bool:
    return len(name) <= MOST_NAME and name.count(".") <= MOST_DOTS


def asked(model: type[M], request: Request[Any, Any, Any], only: Iterable[str] = ()) -> Form[M]:
    """What an address asks for behind its question mark; with `only`, of these names and nothing else."""
    query = request.query_params
    names = [name for name in only if name in query] if only else dict.fromkeys(query.keys())
    return parse(model, {name: query.getall(name) for name in names})


def parse(model: type[M], typed: dict[str, list[Any]]) -> Form[M]:
    """The form that a person sent, checked against its model."""
    tree = nested(model, typed)
    form = Form(model, closed_up(tree, kept(model, typed)))
    try:
        form.parsed = model.model_validate({name: ordered(value) for name, value in tree.items()})
    except ValidationError as wrong:
        for fault in field_errors(wrong):
            form.errors.setdefault(fault.field, fault.message)
            if fault.code == niks.CODE:
                form.doubted.add(fault.field)
    return form


def _as_typed(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return [_as_typed(item) for item in value] if isinstance(value, list | tuple) else str(value)
