"""What a mail is: found once, before anything is decided. Never raises, whatever the bytes are."""

import hashlib
import re
from dataclasses import dataclass, field
from email.message import Message
from uuid import UUID

from events_app.notifications.mailbox import dsn, marks, parts
from events_app.notifications.mailbox.dsn import Notice
from events_app.notifications.mailbox.tables import MailKind

AWAY = re.compile(
    r"^(automatic reply|auto(matic)?[ -]?(reply|response|respon)|out of (the )?office|balasan otomatis|jawaban otomatis"
    r"|sedang cuti|di luar kantor)",
    re.I,
)
ANSWERING = ("x-autoreply", "x-autorespond", "x-auto-reply")
CALENDARS = ("text/calendar", "application/ics")


@dataclass(frozen=True)
class Arrived:
    """One mail, read: who it is from, what it is, and which messages of ours it names, the surest first."""

    identity: bytes
    kind: MailKind
    sender: str = ""
    subject: str = ""
    excerpt: str = ""
    messages: tuple[UUID, ...] = ()
    notices: tuple[Notice, ...] = field(default=())


def read(raw: bytes) -> Arrived:
    """The mail in these bytes; what cannot be read is `unreadable`, and is told apart by its bytes."""
    try:
        return _read(parts.parsed(raw), raw)
    except parts.BROKEN:
        return Arrived(hashlib.sha256(_evened(raw)).digest(), MailKind.unreadable)


def _read(mail: Message, raw: bytes) -> Arrived:
    notices = dsn.notices(mail)
    text = parts.plain_text(mail)
    if not notices and (prose := dsn.in_prose(mail, text)):
        notices = [prose]
    return Arrived(
        identity=_identity(mail, raw),
        kind=_kind(mail, notices),
        sender=parts.sender(mail),
        subject=parts.header(mail, "subject"),
        excerpt=parts.excerpt(mail),
        messages=tuple(_ours(mail, text, bool(notices))),
        notices=tuple(notices),
    )


def _kind(mail: Message, notices: list[Notice]) -> MailKind:
    if notices:
        fates = {one.fate for one in notices}
        if fates & {"permanent", "unclear"}:
            return MailKind.bounce
        return MailKind.delay if "delayed" in fates else MailKind.notice
    if any(_is_calendar(part) for part in parts.each(mail)):
        return MailKind.calendar_reply
    if mail.get_content_type() == "multipart/report":
        return MailKind.notice
    return MailKind.auto_reply if _is_automatic(mail) else MailKind.letter


def _is_calendar(part: Message) -> bool:
    named = str(part.get_filename() or "").casefold().endswith(".ics")
    return part.get_content_type() in CALENDARS or named


def _is_automatic(mail: Message) -> bool:
    submitted = str(mail.get("auto-submitted", "no")).strip().lower()
    if not submitted.startswith("no") or any(mail.get(name) for name in ANSWERING):
        return True
    if str(mail.get("precedence", "")).strip().lower() in ("bulk", "junk", "list", "auto_reply"):
        return True
    return AWAY.match(parts.header(mail, "subject")) is not None


def _ours(mail: Message, text: str, is_notice: bool) -> list[UUID]:
    """The return address first, then the mail that came back, then the thread; prose only of a robot."""
    found = [one] if (one := marks.returned_to(parts.receivers(mail))) else []
    for part in parts.each(mail):
        if part.get_content_type() == "text/rfc822-headers":
            found += marks.named(_message_id(parts.text_of(part)))
        elif part is not mail and part.get("message-id"):
            found += marks.named(str(part.get("message-id")))
    thread = f"{mail.get('references', '')} {mail.get('in-reply-to', '')}"
    found += marks.named(thread)[::-1]
    return list(dict.fromkeys(found + (marks.named(text) if is_notice else [])))


def _message_id(headers: str) -> str:
    found = re.search(r"^message-id:\s*(\S+)", headers, re.I | re.M)
    return found.group(1) if found else ""


def _identity(mail: Message, raw: bytes) -> bytes:
    """The same for the same mail, however it travelled: servers add to its head, not to its body."""
    body = _evened(raw).partition(b"\n\n")[2].rstrip()
    head = [str(mail.get(name, "")).strip() for name in ("message-id", "date", "from")]
    return hashlib.sha256("\n".join(head).encode(errors="replace") + b"\n\n" + body).digest()


def _evened(raw: bytes) -> bytes:
    return raw[: parts.MOST].replace(b"\r\n", b"\n")
