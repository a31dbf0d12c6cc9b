"""Atom feeds (RFC 4287): what the public pages of several rooms offer to feed readers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree as ET

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One thing that is new; its id stays the same whatever becomes of it."""

    id: UUID
    title: str
    link: str
    published: datetime
    updated: datetime
    summary: str


@dataclass(frozen=True)
class Feed:
    """A list of entries, with the address it is at, and that of the page it stands for."""

    id: UUID
    title: str
    author: str
    address: str
    page: str
    began: datetime
    """When it counts as changed while it has no entry."""


def write(feed: Feed, entries: Sequence[Entry]) -> bytes:
    """The whole document, as UTF-8 with a declaration."""
    ET.register_namespace("", NAMESPACE)
    root = ET.Element(f"{{{NAMESPACE}}}feed")
    _text(root, "title", feed.title)
    _text(root, "id", f"urn:uuid:{feed.id}")
    _text(root, "updated", _moment(max((one.updated for one in entries), default=feed.began)))
    _link(root, "self", feed.address)
    _link(root, "alternate", feed.page)
    _text(ET.SubElement(root, f"{{{NAMESPACE}}}author"), "name", feed.author)
    for one in entries:
        _entry(root, one)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: ET.Element, one: Entry) -> None:
    entry = ET.SubElement(root, f"{{{NAMESPACE}}}entry")
    _text(entry, "title", one.title)
    _text(entry, "id", f"urn:uuid:{one.id}")
    _text(entry, "published", _moment(one.published))
    _text(entry, "updated", _moment(one.updated))
    _link(entry, "alternate", one.link)
    _text(entry, "summary", one.summary)


def _text(parent: ET.Element, name: str, text: str) -> None:
    """XML 1.0 has no room for most control characters; a feed with one is no feed."""
    legal = "".join(
        char for char in text if char in "\t\n" or (ord(char) >= 32 and ord(char) not in (0xFFFE, 0xFFFF))
    )
    ET.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = legal


def _link(parent: ET.Element, rel: str, href: str) -> None:
    ET.SubElement(parent, f"{{{NAMESPACE}}}link", rel=rel, href=href)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
