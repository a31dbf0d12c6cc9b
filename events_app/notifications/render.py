"""Words from a template and facts, in the reader's language; written down once, at enqueueing."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from css_inline import CSSInliner
from jinja2 import Environment

from events_app import templating
from events_app.i18n import using
from events_app.notifications.links import Link, marking
from events_app.notifications.mail import Mail, one_line
from events_app.notifications.wording import letter
from events_app.notifications.wording.kinds import Kind, Wording, known

Own = Mapping[tuple[str, str], Wording]
"""An organisation's own words, by kind and language."""


@dataclass(frozen=True)
class Words:
    """What will be sent, with placeholders for personal links."""

    subject: str
    text: str
    html: str


def render(
    mail: Mail, message: UUID, organisation: str, own: Own | None = None, stop: Link | None = None
) -> Words:
    """Subject, text and HTML of a message; `stop` is the link of those who want no more letters."""
    facts = {"organisation_name": organisation, "locale": mail.language, **mail.facts}
    with using(mail.language), marking(message):
        kind = known(mail.kind)
        if mail.template or kind is None:
            return _from_template(mail, facts)
        words = mail.wording or (own or {}).get((mail.kind, mail.language)) or kind.default()
        return _from_wording(kind, words, facts, organisation, stop)


def _from_wording(
    kind: Kind, words: Wording, facts: dict[str, Any], organisation: str, stop: Link | None
) -> Words:
    values = kind.values(facts)
    return Words(
        one_line(letter.subject(words, values)),
        letter.plain(words, values, organisation, stop).replace("\0", ""),  # PostgreSQL keeps no NUL
        letter.page(words, values, organisation, stop).replace("\0", ""),
    )


def _from_template(mail: Mail, facts: dict[str, Any]) -> Words:
    subject = one_line(_part(mail, "subject.txt", facts))
    text = _part(mail, "body.txt", facts)
    html = _part(mail, "body.html", facts | {"subject": subject})
    return Words(subject, text.strip() + "\n", _inliner().inline(html))


def _part(mail: Mail, part: str, facts: dict[str, Any]) -> str:
    words = environment().get_template(f"mail/{mail.template}/{part}").render(facts)
    return words.replace("\0", "")  # PostgreSQL keeps no NUL


def environment() -> Environment:
    """The product's one template environment."""
    return templating.environment()


@cache
def _inliner() -> CSSInliner:
    """Mail programs drop style sheets, so the rules are written into each element."""
    return CSSInliner(keep_style_tags=True, load_remote_stylesheets=False)
