"""The kinds of long papers: the room that makes some says what they are called, who may have them, where one came from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """One kind: `title` is a message id, `counts` what its `total` counts, `tab` the event's section that it belongs to.

    `back` says where it is begun, from an event and what was asked.
    """

    name: str
    title: str
    rights: tuple[Right, ...]
    back: Callable[[UUID, str], str]
    counts: Literal["people", "letters"] = "people"
    tab: str = "documents"

    def is_for(self, actor: Actor) -> bool:
        """Whether somebody may have such papers."""
        return any(actor.may(right) for right in self.rights)


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> PaperKind:
    """Make a kind known; a name has one."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"papers of kind {kind.name!r} are known already")
    return kind


def kind_of(name: str) -> PaperKind:
    """The kind of that name."""
    return _kinds[name]


def names_for(actor: Actor) -> set[str]:
    """The kinds that somebody may have."""
    return {kind.name for kind in _kinds.values() if kind.is_for(actor)}
