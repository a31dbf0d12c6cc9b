"""The kinds of messages whose words an organisation may change. A room registers those it sends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from events_app.notifications.wording.values import Values


@dataclass(frozen=True)
class Wording:
    """Subject and text with placeholders; a blank line begins a paragraph."""

    subject: str
    body: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind: `placeholders` are names and what they stand for (message ids), `needed` must
    stand in the text, `blocks` stand only there.

    `default` says the words that come with the product and `values` what the placeholders stand for, both in
    the language of the moment. `stops` is what somebody must have asked to be spared, to get no such message;
    it then carries the link with which one asks.
    """

    name: str
    title: str
    placeholders: Mapping[str, str]
    blocks: frozenset[str]
    needed: frozenset[str]
    default: Callable[[], Wording]
    values: Callable[[Mapping[str, Any]], Values]
    stops: Literal["letters", "mail"] | None = None


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make the words of a kind changeable."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"the kind {kind.name!r} has its words already")
    return kind


def kinds() -> dict[str, Kind]:
    """Every kind by its name."""
    return dict(_kinds)


def known(name: str) -> Kind | None:
    """The kind of that name, if its words may be changed."""
    return _kinds.get(name)
