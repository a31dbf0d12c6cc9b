"""The mail itself, made at the moment of delivery: links filled in, codes drawn, parts in their order."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from uuid import UUID

from events_app import qr, settings
from events_app.notifications.links import Link, fill
from events_app.notifications.organisers import personal


def compose(message: Mapping[str, Any], now: datetime) -> EmailMessage:
    """A claimed row of the outbox as a mail: text and HTML, inline codes, calendar and its file, attachments.

    The Message-ID follows from the row, so a second delivery of the same message can be known as one.
    """
    mail = EmailMessage(policy=SMTP)
    _address(mail, message, now)
    mail.set_content(fill(message["text"], message["id"], lambda link: link.address))
    _add_html(mail, message)
    if message["calendar"]:
        _add_calendar(mail, personal(message["calendar"], message["id"]), message["calendar_method"])
    for one in json.loads(message["attachments"]):
        kind, _slash, subtype = one["type"].partition("/")
        mail.add_attachment(_bytes(one), maintype=kind, subtype=subtype, filename=one["name"])
    return mail


def sender_address() -> str:
    """The bare address that mail comes from."""
    return parseaddr(settings.current().mail_from)[1]


def _address(mail: EmailMessage, message: Mapping[str, Any], now: datetime) -> None:
    sender = sender_address()
    mail["From"] = Address(message["organisation_name"], addr_spec=sender)
    mail["To"] = Address(message["to_name"], addr_spec=message["to_address"])
    mail["Subject"] = message["subject"]
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{message['id']}@{sender.rpartition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message["language"]


def _add_html(mail: EmailMessage, message: Mapping[str, Any]) -> None:
    codes: dict[str, Link] = {}

    def write(link: Link) -> str:
        if link.kind == "link":
            return link.address
        name = f"{link.purpose}.{link.subject}"
        codes[name] = link
        return f"cid:{name}@qr"

    mail.add_alternative(fill(message["html"], message["id"], write), subtype="html")
    page: Any = mail.get_payload()
    for name, link in codes.items():
        page[1].add_related(_png(link), "image", "png", cid=f"<{name}@qr>", filename=f"{link.purpose}.png")


def _add_calendar(mail: EmailMessage, calendar: str, method: str) -> None:
    """Inside the alternatives for mail programs that answer, and as a file for those that do not."""
    mail.add_alternative(calendar, subtype="calendar", params={"method": method})
    mail.add_attachment(calendar.encode(), maintype="application", subtype="ics", filename="event.ics")


def _bytes(attached: dict[str, Any]) -> bytes:
    if "qr" in attached:
        purpose, subject, version, path = attached["qr"]
        return _png(Link("qr", purpose, UUID(subject), version, path))
    return base64.b64decode(attached["base64"])


def _png(link: Link) -> bytes:
    return qr.png(qr.payload(link.address))
