"""Browser forms: everything wrong is said at once, beside its field, and everything typed is kept."""

import types
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Generic, TypeVar, Union, get_args, get_origin

from litestar import Request
from litestar.datastructures import UploadFile
from pydantic import BaseModel, ValidationError

from events_app import niks
from events_app.errors import Invalid, Refusal
from events_app.web.faults import field_errors
from events_app.web.limits import too_much

MOST_DOTS = 8
"""No form of ours has rows within rows within rows; a longer name is nobody's input."""

MOST_NAME = 200
"""A number of a row as long as this is no number any more."""

M = TypeVar("M", bound=BaseModel)
Ranks = dict[int, dict[str, str]]


@dataclass
class Form(Generic[M]):
    """What was typed (`values`, flat names), what is wrong with it (`errors`), and the model if nothing is.

    `doubted` are the fields that may be stored all the same, when somebody insists; `advice` says beside a field
    what would be better, and refuses nothing.
    """

    model: type[M]
    values: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    doubted: set[str] = field(default_factory=set)
    advice: dict[str, str] = field(default_factory=dict)
    refused_as: int = 422
    _value: M | None = None

    @classmethod
    def blank(cls, model: type[M], **initial: Any) -> "Form[M]":
        """An unsent form, showing initial values."""
        return cls(model, {name: _as_typed(value) for name, value in initial.items() if value is not None})

    @property
    def ok(self) -> bool:
        return not self.errors

    @property
    def is_read(self) -> bool:
        """Whether the fields were in order by themselves, whatever was refused afterwards."""
        return self._value is not None

    @property
    def status(self) -> int:
        """200 for a form as first shown, 422 for one that needs another look, 413 for one with too much in it."""
        return self.refused_as if self.errors else 200

    @property
    def value(self) -> M:
        """The model; only a form that is `ok` and was read has one."""
        assert self._value is not None, "a form with errors has no value"
        return self._value

    def refuse(self, refusal: Refusal) -> "Form[M]":
        """Puts a refusal beside its field, each fault of several beside its own, or on top when it has none."""
        faults = refusal.errors if isinstance(refusal, Invalid) else ()
        self.errors |= {one.field: one.message for one in faults} or {refusal.field: refusal.text}
        return self

    def refuse_list(self, refusal: Refusal) -> "Form[M]":
        """The same of a list that came as `file` or as `pasted` cells: beside the one that was sent."""
        if refusal.field == "file" and not getattr(self._value, "file", None):
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
    tree = _nested(model, typed)
    form = Form(model, _closed_up(tree, _kept(model, typed)))
    try:
        form._value = model.model_validate({name: _ordered(value) for name, value in tree.items()})
    except ValidationError as wrong:
        for fault in field_errors(wrong):
            form.errors.setdefault(fault.field, fault.message)
            if fault.code == niks.CODE:
                form.doubted.add(fault.field)
    return form


def _closed_up(tree: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
    """What was typed, its rows numbered as the model counts them, so that each fault finds its input.

    Rows left blank, of which the model knows nothing, are gone.
    """
    ranks: Ranks = {}
    moved = {name: _place(tree, name.split("."), ranks) for name in values}
    return {new: values[name] for name, new in moved.items() if new is not None}


def _place(tree: Any, path: list[str], ranks: Ranks) -> str | None:
    place, tree = path[:1], tree.get(path[0])
    for part in path[1:]:
        rank = _ranks(tree, ranks)
        if rank and part.isdecimal():
            if part not in rank:
                return None
            place.append(rank[part])
        else:
            place.append(part)
        tree = tree.get(part) if isinstance(tree, dict) else None
    return ".".join(place)


def _ranks(tree: Any, ranks: Ranks) -> dict[str, str]:
    """As which row each number counts; none where no rows are. Sorted once for all inputs of all rows."""
    if id(tree) not in ranks:
        rows = sorted(tree, key=int) if _numbered(tree) else []
        ranks[id(tree)] = {number: str(rank) for rank, number in enumerate(rows)}
    return ranks[id(tree)]


def _kept(model: type[BaseModel], typed: dict[str, list[Any]]) -> dict[str, Any]:
    texts = {name: [v for v in values if isinstance(v, str)] for name, values in typed.items()}
    return {
        name: values if _is_list(model, name) else ([v for v in values if not _empty(v)] or values)[-1]
        for name, values in texts.items()
        if values
    }


def _nested(model: type[BaseModel], typed: dict[str, list[Any]]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, values in typed.items():
        full = [value for value in values if not _empty(value)]
        if full:
            _plant(tree, name.split("."), full if _is_list(model, name) else full[-1])
    return tree


def _plant(tree: dict[str, Any], path: list[str], value: Any) -> None:
    for part in path[:-1]:
        branch = tree.setdefault(part, {})
        if not isinstance(branch, dict):
            return
        tree = branch
    tree[path[-1]] = value


def _ordered(value: Any) -> Any:
    """Rows numbered by the browser become a list; their numbers may have gaps."""
    if _numbered(value):
        return [_ordered(value[key]) for key in sorted(value, key=int)]
    if isinstance(value, dict):
        return {name: _ordered(inner) for name, inner in value.items()}
    return value


def _numbered(value: Any) -> bool:
    return isinstance(value, dict) and bool(value) and all(key.isdecimal() for key in value)


def _empty(value: Any) -> bool:
    if isinstance(value, UploadFile):
        return not value.filename
    return isinstance(value, str) and not value.strip()


def _is_list(model: type[BaseModel], name: str) -> bool:
    known = model.model_fields.get(name)
    if known is None:
        return False
    kind = known.annotation
    options = get_args(kind) if get_origin(kind) in (Union, types.UnionType) else (kind,)
    return any(get_origin(option) in (list, tuple, set) for option in options)


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
