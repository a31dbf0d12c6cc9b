"""The kinds of long papers: the room that makes some says what they are called, who may have them, where one came from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right


@dataclass(frozen=True, kw_only=True)
class PaperKind:
    """One kind: `title` is a message id, `counts` what its `total` counts, `tab` the event's section that it belongs to.

    `back` says where it is begun, from an event (none where the paper is the asker's own) and what was asked; `called`,
    what it is called more closely, as a message id. `sees` asks, besides the rights, whether somebody may
    have what was asked: the file can be fetched by others than who began it.
    """

    name: str
    title: str
    rights: tuple[Right, ...]
    back: Callable[[Any, str], str]
    counts: Literal["people", "letters", "chapters", "rows", "files"] = "people"
    tab: str = "documents"
    sees: Callable[[Actor, str], bool] | None = None
    called: Callable[[str], str] | None = None

    def title_of(self, asked: str) -> str:
        """What the paper that was asked for so is called, as a message id."""
        return self.called(asked) if self.called else self.title

    def is_for(self, actor: Actor, asked: str) -> bool:
        """Whether somebody may have the paper that was asked for so."""
        if not any(actor.may(right) for right in self.rights):
            return False
        return self.sees is None or self.sees(actor, asked)


_kinds: dict[str, PaperKind] = {}


def register(kind: PaperKind) -> PaperKind:
    """Make a kind known; a name has one."""
    if _kinds.setdefault(kind.name, kind) is not kind:
        raise ValueError(f"papers of kind {kind.name!r} are known already")
    return kind


def kind_of(name: str) -> PaperKind:
    """The kind of that name."""
    return _kinds[name]


def may_have(actor: Actor, run: Mapping[str, Any]) -> bool:
    """Whether somebody may know of a paper that was begun, and fetch it."""
    if run["event"] is None and not _still_own(actor, run):
        return False
    return kind_of(run["kind"]).is_for(actor, run["asked"])


def _still_own(actor: Actor, run: Mapping[str, Any]) -> bool:
    """Whoever lost the right to what is confidential does not keep what was made with it."""
    if run["reads_confidential"] and not actor.may(Right.read_confidential):
        return False
    return bool(run["created_by"] == actor.user)


def way_of(run: Mapping[str, Any]) -> str:
    """The address of the page of a paper."""
    return f"/events/{run['event']}/paper-runs/{run['id']}" if run["event"] else f"/paper-runs/{run['id']}"
