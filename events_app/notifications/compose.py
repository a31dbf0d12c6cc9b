"""The mail itself, made at the moment of delivery: links filled in, codes drawn, parts in their order."""

import base64
import json
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime, parseaddr
from functools import cache
from typing import Any
from uuid import UUID

from events_app import qr, settings
from events_app.notifications import mime
from events_app.notifications.links import Link, fill
from events_app.notifications.organisers import personal
from events_app.notifications.wishes import links as wishes


def compose(message: Mapping[str, Any], now: datetime) -> bytes:
    """A claimed row of the outbox as a mail: text and HTML, inline codes, calendar and its file, attachments.

    The Message-ID follows from the row, so a second delivery of the same message can be known as one.
    """
    one: UUID = message["id"]
    shown = [mime.text(fill(message["text"], one, lambda link: link.address), "plain"), _html(message)]
    files = [
        mime.file(_bytes(kept), kept["type"], kept["name"]) for kept in json.loads(message["attachments"])
    ]
    if message["calendar"]:
        calendar = personal(message["calendar"], one)
        # Inside the alternatives for mail programs that answer, and as a file for those that do not.
        shown.append(mime.text(calendar, "calendar", method=message["calendar_method"]))
        files.insert(0, mime.file(calendar.encode(), "application/ics", "event.ics"))
    body = mime.multipart("alternative", shown, one, 1)
    return _headers(message, now) + mime.multipart("mixed", [body, *files], one, 0)


def sender_address() -> str:
    """The bare address that mail comes from."""
    return _bare(settings.current().mail_from)


@cache
def _bare(sender: str) -> str:
    return parseaddr(sender)[1]


def _headers(message: Mapping[str, Any], now: datetime) -> bytes:
    sender = sender_address()
    lines = {
        "From": mime.mailbox(message["organisation_name"], sender),
        "To": mime.mailbox(message["to_name"], message["to_address"]),
    }
    plain = {
        "Date": format_datetime(now),
        "Message-ID": f"<{message['id']}@{sender.rpartition('@')[2]}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": message["language"],
        "MIME-Version": "1.0",
    } | wishes.headers(message["unsubscribe"], message["kind"])
    known = b"".join(f"{name}: {value}\r\n".encode() for name, value in lines.items())
    return known + mime.header("Subject", message["subject"]) + _plain(plain)


def _plain(headers: Mapping[str, str]) -> bytes:
    return b"".join(mime.header(name, value) for name, value in headers.items())


def _html(message: Mapping[str, Any]) -> bytes:
    codes: dict[str, Link] = {}

    def write(link: Link) -> str:
        if link.kind == "link":
            return link.address
        name = f"{link.purpose}.{link.subject}"
        codes[name] = link
        return f"cid:{name}@qr"

    page = mime.text(fill(message["html"], message["id"], write), "html")
    drawn = [
        mime.file(_png(link), "image/png", f"{link.purpose}.png", cid=f"{name}@qr")
        for name, link in codes.items()
    ]
    return mime.multipart("related", [page, *drawn], message["id"], 2)


def _bytes(attached: dict[str, Any]) -> bytes:
    if "qr" in attached:
        purpose, subject, version, path = attached["qr"]
        return _png(Link("qr", purpose, UUID(subject), version, path))
    return base64.b64decode(attached["base64"])


def _png(link: Link) -> bytes:
    return qr.png(qr.payload(link.address))
