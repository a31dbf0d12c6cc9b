"""The same words for many receivers: a template is rendered once for each shape of facts, then filled for each one.

What differs between two receivers of one shape stands in the facts of the pattern as a mark, and in its `own` as
the text or link that takes its place. A mark is made of characters that no text of people holds; whatever a person typed
is put in by one pass and never read again.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from markupsafe import escape

from events_app.notifications.links import Link, marking
from events_app.notifications.mail import Mail, one_line
from events_app.notifications.render import Own, Words, render

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}([a-z_]+){CLOSE}")


@dataclass(frozen=True)
class Patterns:
    """An organisation's own words, and what was rendered already of one batch of messages."""

    own: Own = field(default_factory=dict)
    shapes: dict[Any, Words] = field(default_factory=dict)


def mark(name: str) -> str:
    """What stands in the facts for a text of one receiver."""
    return f"{OPEN}{name}{CLOSE}"


def written(mail: Mail, message: UUID, organisation: str, known: Patterns, stop: Link | None = None) -> Words:
    """The words of a message, as `render` has them; those with a pattern share its rendering in `known`."""
    if mail.pattern is None or stop is not None:
        return render(mail, message, organisation, known.own, stop)
    facts = mail.pattern.facts
    shape = (mail.kind, mail.template, mail.language, organisation, tuple(facts.items()))
    if shape not in known.shapes:
        known.shapes[shape] = render(replace(mail, facts=facts), message, organisation, known.own)
    with marking(message):
        own = {
            name: str(value).replace("\0", "") for name, value in mail.pattern.own.items()
        }  # no NUL in PostgreSQL
    words = known.shapes[shape]
    return Words(
        one_line(_filled(words.subject, own, str)),
        _filled(words.text, own, str),
        _filled(words.html, own, lambda text: str(escape(text))),
    )


def _filled(text: str, own: dict[str, str], write: Callable[[str], str]) -> str:
    return MARK.sub(lambda found: write(own[found[1]]), text)
