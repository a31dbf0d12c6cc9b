"""Bounces: delivery status notifications (RFC 3464), and the prose of servers that write none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import Literal

from events_app.notifications.mail import one_line
from events_app.notifications.mailbox import parts

Fate = Literal["permanent", "delayed", "fine", "unclear"]

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\w.-])([45]\d\d)[ -](?=[A-Za-z5<#])")
ROBOTS = re.compile(r"^(mailer-daemon|postmaster|mail-?delivery\S*|bounces?|mdaemon)(\+\S*)?@", re.I)
SUBJECTS = re.compile(
    r"undeliver|delivery (status|failure|has failed)|mail delivery|returned mail|failure notice|not delivered"
    r"|gagal (terkirim|dikirim)|tidak (dapat|bisa) (dikirim|disampaikan)|delayed",
    re.I,
)
FATES: dict[str, Fate] = {"failed": "permanent", "delayed": "delayed"}
FINE = ("delivered", "relayed", "expanded")


@dataclass(frozen=True)
class Notice:
    """What a server says became of a mail: its fate, the enhanced status, its words, and the receiver it names."""

    fate: Fate
    status: str = ""
    said: str = ""
    receiver: str = ""


def notices(mail: Message) -> list[Notice]:
    """What a delivery status notification says, one for each receiver; nothing for any other mail."""
    for part in parts.each(mail):
        if part.get_content_type() == "message/delivery-status":
            return [_notice(group) for group in _groups(part) if "action" in group]
    return []


def in_prose(mail: Message, text: str) -> Notice | None:
    """What a robot's prose says, or None when no robot wrote it."""
    robot = ROBOTS.match(parts.sender(mail)) or str(mail.get("return-path", "")).strip() == "<>"
    if not robot or not (SUBJECTS.search(parts.header(mail, "subject")) or ROBOTS.match(parts.sender(mail))):
        return None
    found = STATUS.search(text) or REPLY.search(text)
    said = _line_of(text, found)
    return Notice(_fate_of(found.group(1) if found else ""), _status(found), said)


def _groups(part: Message) -> Iterator[dict[str, str]]:
    """The fields of each receiver; the first group is about the message and has no action."""
    blocks = part.get_payload()
    for block in blocks if isinstance(blocks, list) else []:
        if isinstance(block, Message):
            yield {name.lower(): str(value) for name, value in block.items()}


def _notice(group: dict[str, str]) -> Notice:
    action = group["action"].strip().lower().split()[:1]
    word = action[0] if action else ""
    found = STATUS.search(group.get("status", ""))
    said = _cleaned(group.get("diagnostic-code", "").partition(";")[2])
    receiver = group.get("original-recipient") or group.get("final-recipient") or ""
    named = one_line(receiver.partition(";")[2].strip(" <>"), 254).lower()
    return Notice(_by_action(word, found), found.group(1) if found else "", said, named)


def _by_action(word: str, found: re.Match[str] | None) -> Fate:
    """The class of the status decides where it contradicts: some servers call a failure of today `failed`."""
    if word in FINE:
        return "fine"
    if found and word in FATES:
        return _fate_of(found.group(1))
    return FATES.get(word, "unclear")


def _fate_of(code: str) -> Fate:
    fates: dict[str, Fate] = {"5": "permanent", "4": "delayed", "2": "fine"}
    return fates.get(code[:1], "unclear")


def _status(found: re.Match[str] | None) -> str:
    return found.group(1) if found else ""


def _line_of(text: str, found: re.Match[str] | None) -> str:
    if found is None:
        return ""
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    return _cleaned(text[start : end if end > 0 else len(text)])


def _cleaned(text: str) -> str:
    """A server's words without links; addresses in them are the receiver's own."""
    return one_line(parts.without_secrets(text), 300)
