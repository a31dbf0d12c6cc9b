"""An organisation's public events as an Atom feed (RFC 4287), the last changed first."""

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from events_app import settings
from events_app.accounts.tables import Organisation
from events_app.events.public.queries import Listed
from events_app.formats import span_text
from events_app.i18n import gettext

ATOM = "http://www.w3.org/2005/Atom"


def feed(organisation: Organisation, events: Sequence[Listed]) -> bytes:
    """The whole document, in the language of the moment."""
    ET.register_namespace("", ATOM)
    home = f"{settings.current().public_url}/o/{organisation.slug}"
    root = ET.Element(f"{{{ATOM}}}feed")
    _text(root, "title", gettext("Events of %(organisation)s", organisation=organisation.name))
    _text(root, "id", f"urn:uuid:{organisation.id}")
    _text(root, "updated", _moment(max((one.changed_at for one in events), default=organisation.created_at)))
    _link(root, "self", f"{home}/events.atom")
    _link(root, "alternate", home)
    _text(ET.SubElement(root, f"{{{ATOM}}}author"), "name", organisation.name)
    for one in events:
        _entry(root, one)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: ET.Element, event: Listed) -> None:
    entry = ET.SubElement(root, f"{{{ATOM}}}entry")
    _text(entry, "title", event.title)
    _text(entry, "id", f"urn:uuid:{event.id}")
    _text(entry, "published", _moment(event.published_at))
    _text(entry, "updated", _moment(event.changed_at))
    _link(entry, "alternate", f"{settings.current().public_url}/e/{event.slug}")
    when = span_text(event.starts_at, event.ends_at, event.timezone)
    _text(
        entry, "summary", " · ".join(part for part in (_state(event), when, event.place, event.theme) if part)
    )


def _state(event: Listed) -> str:
    names = {"cancelled": gettext("Cancelled"), "postponed": gettext("Postponed")}
    return names.get(event.state, "")


def _text(parent: ET.Element, name: str, text: str) -> None:
    """XML 1.0 has no room for most control characters; a feed with one is no feed."""
    legal = "".join(
        char for char in text if char in "\t\n" or (ord(char) >= 32 and ord(char) not in (0xFFFE, 0xFFFF))
    )
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = legal


def _link(parent: ET.Element, rel: str, href: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href)


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
