"""Personal links in messages: placeholders until delivery, when the token is derived.

A placeholder carries a mark that only this installation can make and that differs for each message. Text
that merely looks like one, such as a person's name, stays what it is.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from events_app import settings, tokens
from events_app.i18n import N_, _

SHOWN_TO_ORGANISERS = frozenset({"rsvp", "pass"})
"""Purposes whose links organisers may see anyway, in the list of invitations."""

HIDDEN = N_("[personal link]")

_PLACEHOLDER = re.compile(
    r"\{\{(link|qr):([a-z_]+):([0-9a-f-]{36}):(\d+):(/(?:[\w-]+/)*):(\w{12})\}\}", re.ASCII
)
_mark: ContextVar[str] = ContextVar("placeholder_mark")


@dataclass(frozen=True)
class Link:
    """A link of one person; printed in a mail template it becomes the placeholder."""

    kind: Literal["link", "qr"]
    purpose: str
    subject: UUID
    version: int
    path: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z_]+", self.purpose) or not re.fullmatch(r"/(?:[\w-]+/)*", self.path, re.A):
            raise ValueError("a link needs a purpose in lower case and a path such as /rsvp/")

    def __str__(self) -> str:
        fields = (self.kind, self.purpose, str(self.subject), str(self.version), self.path, _mark.get())
        return "{{" + ":".join(fields) + "}}"

    __html__ = __str__  # nothing in it means anything to HTML

    @property
    def address(self) -> str:
        """The working address; derived, never stored."""
        token = tokens.derive(self.purpose, self.subject, self.version)
        return f"{settings.current().public_url}{self.path}{token}"


def link(purpose: str, subject: UUID, version: int, path: str) -> Link:
    """A personal link: `link("rsvp", invitation.id, invitation.token_version, "/rsvp/")`."""
    return Link("link", purpose, subject, version, path)


def qr(purpose: str, subject: UUID, version: int, path: str) -> Link:
    """The same as a QR code: `<img src="{{ qr }}" alt="…">` in HTML; elsewhere it reads as the address."""
    return Link("qr", purpose, subject, version, path)


@contextmanager
def marking(message: UUID) -> Iterator[None]:
    """Inside the block links print themselves as placeholders of this message."""
    token = _mark.set(_mark_of(message))
    try:
        yield
    finally:
        _mark.reset(token)


def fill(text: str, message: UUID, write: Callable[[Link], str]) -> str:
    """The text with each placeholder of this message written by `write`; all else untouched."""
    mark = _mark_of(message)

    def one(found: re.Match[str]) -> str:
        kind, purpose, subject, version, path, theirs = found.groups()
        if theirs != mark:
            return found[0]
        return write(Link("qr" if kind == "qr" else "link", purpose, UUID(subject), int(version), path))

    return _PLACEHOLDER.sub(one, text)


def moved(text: str, message: UUID, to: UUID) -> str:
    """The text with its placeholders made those of another message: a copy has a mark of its own."""
    with marking(to):
        return fill(text, message, str)


def readable(text: str, message: UUID, *, purposes: frozenset[str] = frozenset()) -> str:
    """The text for eyes: links of these purposes work, every other one is named and hidden."""
    return fill(text, message, lambda one: one.address if one.purpose in purposes else _(HIDDEN))


def _mark_of(message: UUID) -> str:
    return tokens.derive("placeholder", message)[:12]
