"""The parts of a mail, read so that no bytes whatever raise."""

import contextlib
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from typing import Any

from events_app.notifications.mail import one_line

MOST = 1_000_000
EXCERPT = 2_000
DEPTH = 200
BROKEN = (ValueError, LookupError, TypeError, AttributeError, RecursionError, AssertionError)
"""What the standard library raises for mails that are none."""

RECEIVERS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
TAG = re.compile(r"\+[0-9A-Za-z]{20,60}@")
LINK = re.compile(r"https?://\S+")
UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def parsed(raw: bytes) -> Message:
    """The mail; may raise one of BROKEN."""
    return message_from_bytes(raw[:MOST], policy=policy.compat32)


def header(mail: Message, name: str, most: int = 300) -> str:
    """One header as people read it."""
    value = str(mail.get(name, ""))
    with contextlib.suppress(*BROKEN):
        value = str(make_header(decode_header(value)))
    return one_line(UNWRITABLE.sub("�", value), most)


def sender(mail: Message) -> str:
    """The bare address that it says it is from."""
    return one_line(UNWRITABLE.sub("�", parseaddr(str(mail.get("from", "")))[1]), 254)


def receivers(mail: Message) -> list[str]:
    """Every address it was sent to."""
    values = [str(value) for name in RECEIVERS for value in mail.get_all(name, [])]
    return [address for _name, address in getaddresses(values)]


def each(mail: Message) -> Iterator[Message]:
    """Its parts, those of an enclosed mail included; not without end."""
    for number, part in enumerate(mail.walk()):
        if number >= DEPTH:
            return
        yield part


def text_of(part: Message) -> str:
    """The words of one part."""
    body: Any = part.get_payload(decode=True)
    if not isinstance(body, bytes):
        return ""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        return body.decode(charset, "replace")
    except LookupError:
        return body.decode("utf-8", "replace")


def plain_text(mail: Message) -> str:
    """The words of the mail itself, without HTML and without what it encloses."""
    for part in each(mail):
        if part.get_content_type() == "text/plain" and not part.get_filename():
            return text_of(part)
    return ""


def excerpt(mail: Message) -> str:
    """The beginning of the words, for a person to judge; whatever could open something is taken out."""
    return without_secrets(plain_text(mail))[:EXCERPT].strip()


def without_secrets(text: str) -> str:
    """Text without links and without tagged addresses: both may answer in somebody's name."""
    return UNWRITABLE.sub("�", TAG.sub("+…@", LINK.sub("…", text)))
