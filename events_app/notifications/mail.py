"""A message before it is written down: facts and the template that turns them into words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from events_app.notifications.links import Link
from events_app.notifications.making import Made
from events_app.notifications.wording.kinds import Wording

ACCOUNT_KINDS = "accounts."
MOST_ATTACHED = 5_000_000

_LOCAL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL})*", re.ASCII)
ADDRESS = f"^(?:{_ADDRESS.pattern})$"
"""What `is_address` accepts, as a pattern for PostgreSQL; two dots in a row and the length are asked beside it."""
_QUOTED = "'" + ADDRESS.replace("'", "''") + "'"


@dataclass(frozen=True)
class Attachment:
    """A small file, a personal QR code (`links.qr`) drawn as a PNG at delivery, or one that is made then (`making`)."""

    name: str
    content_type: str
    content: bytes | Link | Made


@dataclass(frozen=True)
class Pattern:
    """The facts again, with marks (`patterns.mark`) where `own` has the texts and links of this receiver alone."""

    facts: Mapping[str, Any]
    own: Mapping[str, str | Link]


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One message to one person.

    `kind` names it for lists and rules: `invitations.invitation`. Kinds of `accounts.` carry links that
    nobody but the receiver ever sees. Without a `template` it says the words of its kind, which an organisation
    may change. `facts` are the template's names; links are `links.link` and
    `links.qr`. With a `dedup_key`, a second message of that key in the organisation is the first one.
    A `pattern` lets receivers of one shape share a rendering; without it every message is rendered by itself.
    `calendar` is a whole iCalendar text (without personal links) for `calendar_method`, such as REQUEST; with
    `reply` its organiser's address gets the receiver's own tag at delivery. `attachments` go with it as files.
    `wording` is said instead of the kind's own words. `bulk` names the crowd it belongs to, so that all of it can be
    stopped; a message of a crowd never overtakes one to a single person. `offers_wish` adds the link with which one says what
    may be mailed to a message that nobody can be spared.
    """

    kind: str
    to_address: str
    to_name: str
    language: str
    template: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    event: UUID | None = None
    subject_row: UUID | None = None
    dedup_key: str | None = None
    calendar: str | None = None
    calendar_method: str | None = None
    reply: Link | None = None
    attachments: tuple[Attachment, ...] = ()
    pattern: Pattern | None = None
    wording: Wording | None = None
    bulk: UUID | None = None
    offers_wish: bool = False

    def __post_init__(self) -> None:
        if (self.calendar is None) != (self.calendar_method is None):
            raise ValueError("a calendar needs its method, and a method its calendar")
        if (
            sum(len(one.content) for one in self.attachments if isinstance(one.content, bytes))
            > MOST_ATTACHED
        ):
            raise ValueError("too much is attached for a mail")


def is_address(text: str) -> bool:
    """Whether a mail can be addressed to it: one plain address, no name, no line break, no other script."""
    return len(text) <= 254 and _ADDRESS.fullmatch(text) is not None and ".." not in text


def usable(column: str, pattern: str = _QUOTED) -> str:
    """SQL for the same of a column, which must not be null; `pattern` is a parameter that holds `ADDRESS`."""
    return f"({column} ~ {pattern} AND strpos({column}, '..') = 0 AND length({column}) <= 254)"


def one_line(text: str, most: int = 300) -> str:
    """Text that is safe in a header: control characters and line breaks become spaces."""
    plain = " ".join(re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).split())
    return plain if len(plain) <= most else plain[: most - 1] + "…"
