"""What an event is called where others look on: in titles of tabs, at doors, in mails, calendars and papers.

A confidential one is never called by its title there. Every page and paper asks here, so that none can forget it;
`event` is a row of the table or of a query, with `ref`, `title` and `confidential`.
"""

from typing import Any

from events_app.i18n import gettext


def called(event: Any) -> str:
    """The title; of a confidential event its number alone."""
    return str(_fact(event, "ref" if _fact(event, "confidential") else "title"))


def meeting(event: Any) -> str:
    """The title; of a confidential event `Meeting E-2026-0007`, where a number alone would say too little."""
    name = called(event)
    return gettext("Meeting %(ref)s", ref=name) if _fact(event, "confidential") else name


def _fact(event: Any, name: str) -> Any:
    return getattr(event, name) if hasattr(event, name) else event[name]
