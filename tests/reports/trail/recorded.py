"""Every deed that the code writes into the audit trail, read from the code itself."""

import ast
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import events_app
from events_app.commitments.actions import moves
from events_app.commitments.kinds import Ratified
from events_app.commitments.promising.tables import PromiseState
from events_app.commitments.tables import CommitmentState
from events_app.invitations.mailings.tables import MailingState
from events_app.invitations.replies.tables import ReplyState
from events_app.notifications.mailbox.tables import MailState

ROOT = Path(events_app.__file__).parent
MADE: dict[str, tuple[type[Enum], ...]] = {
    "commitment.": (CommitmentState, Ratified),
    "exit_promise.": (PromiseState,),
    "inbound_mail.": (MailState,),
    "calendar_reply.": (ReplyState,),
    "mailing.": (MailingState,),
}
"""Deeds put together from a state, by their beginning."""

NEVER = {"commitment.not_needed", "commitment.pending"}
"""A ratification is answered by yes or no."""

JOINED = {
    f"{kind}.{what}"
    for kind in ("person", "institution")
    for what in ("merged", "merge_undone", "kept_apart")
}


def recorded() -> set[str]:
    """All codes of deeds."""
    found = {verb for path in ROOT.rglob("*.py") for verb in _in(ast.parse(path.read_text()))}
    steps = {one.verb for one in vars(moves).values() if isinstance(one, moves.Move)}
    made = {f"{begin}{one.value}" for begin, states in MADE.items() for state in states for one in state}
    return (found | steps | made | JOINED) - NEVER


def _in(tree: ast.AST) -> Iterator[str]:
    """Texts such as `event.published` that are handed to a call which writes an entry, or kept in `verb` for one."""
    for node in ast.walk(tree):
        for given in _given(node):
            for one in ast.walk(given):
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and _is_deed(one.value):
                    yield one.value


def _given(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in WRITES:
        return node.args
    if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "verb":
        return [node.value]
    return []


WRITES = {"record", "record_all", "_note", "_change", "_retire", "_restore", "_said"}


def _is_deed(text: str) -> bool:
    room, dot, what = text.partition(".")
    return bool(
        dot and room.replace("_", "").isalpha() and what.replace("_", "").isalpha() and text.islower()
    )
