"""Words from a template and facts, in the reader's language; written down once, at enqueueing."""

from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from css_inline import CSSInliner
from jinja2 import Environment

from events_app import templating
from events_app.i18n import using
from events_app.notifications.links import marking
from events_app.notifications.mail import Mail, one_line


@dataclass(frozen=True)
class Words:
    """What will be sent, with placeholders for personal links."""

    subject: str
    text: str
    html: str


def render(mail: Mail, message: UUID, organisation: str) -> Words:
    """Subject, text and HTML of a message; templates also know `organisation_name` and `locale`."""
    facts = {"organisation_name": organisation, "locale": mail.language, **mail.facts}
    with using(mail.language), marking(message):
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
