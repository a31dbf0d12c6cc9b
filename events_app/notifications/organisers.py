"""The organiser's address in a calendar file, tagged so that a reply tells whose it is: `events+TOKEN@city.example`.

Until delivery the tag is a placeholder, like any personal link: the outbox holds nothing that answers for somebody.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from icalendar.parser import Contentline

from events_app import tokens
from events_app.notifications.links import Link, fill, marking

PROPERTY = "ORGANIZER"


def marked(calendar: str, reply: Link, message: UUID) -> str:
    """The calendar as the outbox keeps it: a placeholder where the receiver's token will stand."""
    with marking(message):
        tag = str(reply)
    return tagged(calendar, tag, fold=False)


def personal(calendar: str, message: UUID) -> str:
    """The calendar as it is delivered to its one receiver."""
    return _each_organiser(calendar, lambda line: fill(line, message, lambda link: tag_of(link)))


def tag_of(link: Link) -> str:
    """The tag of a receiver, in small letters: mail programs change capitals as they like."""
    return tokens.derive(link.purpose, link.subject, link.version).lower()


def tagged(calendar: str, tag: str, *, fold: bool = True) -> str:
    """The calendar with this tag in the address of its organiser."""

    def one(line: str) -> str:
        name, at, host = line.rpartition("@")
        return f"{name}+{tag}{at}{host}" if at else line

    return _each_organiser(calendar, one, fold=fold)


def _each_organiser(calendar: str, change: Callable[[str], str], *, fold: bool = True) -> str:
    lines = calendar.replace("\r\n ", "").split("\r\n")
    written = (change(line) if line.startswith(PROPERTY) else line for line in lines)
    return "\r\n".join(_folded(line) if fold else line for line in written)


def _folded(line: str) -> str:
    content: Any = Contentline
    folded: bytes = content(line).to_ical()
    return folded.decode()
