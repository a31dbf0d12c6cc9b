"""Mail as it comes back: what servers and robots write."""

from email.message import EmailMessage
from email.policy import SMTP
from uuid import UUID

from events_app.notifications.tables import Message

HOST = "lembayung.example"
DSN = """\
Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mx.{host}>
To: events@{host}
Subject: Undelivered Mail Returned to Sender
Date: Wed, 25 Nov 2026 09:00:00 +0700
Message-ID: <{number}.bounce@mx.{host}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

<{to}>: {said}

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{host}

Final-Recipient: rfc822; {to}
Original-Recipient: rfc822;{to}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--b1
Content-Type: {returned}

Message-ID: {message_id}
Subject: Undangan

{body}
--b1--
"""


def message_id(message: Message | UUID) -> str:
    """What the message was sent with."""
    return f"<{message if isinstance(message, UUID) else message.id}@{HOST}>"


def dsn(message: Message | UUID, *, to: str = "dwi@dinas.example", **more: str) -> bytes:
    """A delivery status notification; `status`, `action`, `said`, `returned`, `named` (its Message-ID)."""
    returned = more.get("returned", "message/rfc822")
    text = DSN.format(
        host=HOST,
        to=to,
        number=more.get("number", "1"),
        status=more.get("status", "5.1.1"),
        action=more.get("action", "failed"),
        said=more.get("said", f"550 5.1.1 <{to}>: user unknown"),
        returned=returned,
        message_id=more.get("named", message_id(message)),
        body="https://acara.lembayung.example/rsvp/SECRET" if returned == "message/rfc822" else "",
    )
    return text.replace("\n", "\r\n").encode()


def prose(text: str, *, subject: str = "failure notice", sender: str = "MAILER-DAEMON@mx.example") -> bytes:
    """A bounce of a server that knows no RFC 3464."""
    return letter(text, subject=subject, sender=sender)


def letter(
    text: str, *, subject: str = "Pertanyaan", sender: str = "dwi@dinas.example", **headers: str
) -> bytes:
    """A mail that somebody, or something, wrote; headers with underscores for hyphens."""
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, headers.pop("to", f"events@{HOST}"), subject
    mail["Date"] = "Wed, 25 Nov 2026 09:00:00 +0700"
    mail["Message-ID"] = headers.pop("number", "<1.letter@mx.example>")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()
