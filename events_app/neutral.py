"""What an event, and somebody anonymised, is called where others look on: in titles of tabs, at doors, in mails and papers.

A confidential one is never called by its title there. Every page and paper asks here, so that none can forget it;
`event` is a row of the table or of a query, with `ref`, `title` and `confidential`.
"""

from functools import cache
from typing import Any

from events_app.i18n import LOCALES, N_, gettext, using

ANONYMISED = N_("Anonymised person")
"""What somebody is called whose name is gone; kept in the organisation's language, read in the reader's."""


def called(event: Any) -> str:
    """The title; of a confidential event its number alone."""
    return str(_fact(event, "ref" if _fact(event, "confidential") else "title"))


def meeting(event: Any) -> str:
    """The title; of a confidential event `Meeting E-2026-0007`, where a number alone would say too little."""
    name = called(event)
    return gettext("Meeting %(ref)s", ref=name) if _fact(event, "confidential") else name


def person(name: str) -> str:
    """A person's name; of somebody who is anonymised the neutral label, in the language of the moment."""
    return gettext(ANONYMISED) if name in _labels() else name


@cache
def _labels() -> frozenset[str]:
    return frozenset(label(language) for language in LOCALES)


def label(language: str) -> str:
    """What is written in the place of a name, in a language."""
    with using(language):
        return gettext(ANONYMISED)


def _fact(event: Any, name: str) -> Any:
    return getattr(event, name) if hasattr(event, name) else event[name]
