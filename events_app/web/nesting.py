"""The flat names of a browser's inputs (`steps.0.title`) as the tree that a model reads, and back."""

import types
from typing import Any, Union, get_args, get_origin

from litestar.datastructures import UploadFile
from pydantic import BaseModel

Ranks = dict[int, dict[str, str]]


def nested(model: type[BaseModel], typed: dict[str, list[Any]]) -> dict[str, Any]:
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


def ordered(value: Any) -> Any:
    """Rows numbered by the browser become a list; their numbers may have gaps."""
    if _numbered(value):
        return [ordered(value[key]) for key in sorted(value, key=int)]
    if isinstance(value, dict):
        return {name: ordered(inner) for name, inner in value.items()}
    return value


def kept(model: type[BaseModel], typed: dict[str, list[Any]]) -> dict[str, Any]:
    texts = {name: [v for v in values if isinstance(v, str)] for name, values in typed.items()}
    return {
        name: values if _is_list(model, name) else ([v for v in values if not _empty(v)] or values)[-1]
        for name, values in texts.items()
        if values
    }


def closed_up(tree: dict[str, Any], values: dict[str, Any]) -> dict[str, Any]:
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
