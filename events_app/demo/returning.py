"""What came back to the city: an address that fails, a server that tries on, a question, and somebody on leave."""

from datetime import datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from events_app.database import fetch
from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.invitations.whatsapp import actions as whatsapp
from events_app.invitations.whatsapp.tables import Words
from events_app.notifications.mailbox import actions
from events_app.notifications.mailbox.actions import Origin
from events_app.notifications.mailbox.tables import Source
from events_app.stakeholders.tables import Institution

MESSAGES = """
SELECT id, to_address FROM message WHERE organisation = $1 AND kind = 'invitations.invitation' ORDER BY id LIMIT 3
"""

SILENT = """
SELECT i.id, i.event, i.institution FROM invitation i JOIN event e ON e.id = i.event
WHERE i.organisation = $1 AND i.state = 'sent' AND i.institution IS NOT NULL AND e.starts_at > $2
ORDER BY i.id LIMIT 3
"""


async def tell(city: City, now: datetime) -> None:
    """Two messages have come back, and two letters wait."""
    first, second, third = await fetch(MESSAGES, city.organisation.id)
    letters = (
        _report(first, "failed", "5.1.1", "550 5.1.1 user unknown"),
        _report(second, "delayed", "4.4.1", "connection timed out"),
        _letter(third, "Re: Undangan", "Apakah tersedia tempat parkir untuk kursi roda?"),
        _letter(second, "Re: Undangan", "Mohon kirim ulang ke alamat baru kami."),
        _letter(third, "Balasan otomatis: Undangan", "Saya sedang cuti sampai pekan depan."),
    )
    for number, mail in enumerate(letters):
        mail["Message-ID"] = f"<{number}.{city.organisation.id}@lembayung.example>"
        origin = Origin(Source.hook, city.organisation.id)
        await actions.arrive(mail.as_bytes(), origin, now - timedelta(hours=9 - number))
    await _telephones(city, now)


async def _telephones(city: City, now: datetime) -> None:
    """Three offices that have not answered can be reached by telephone; one was written to already."""
    silent = await fetch(SILENT, city.organisation.id, now)
    for number, row in enumerate(silent):
        phone = f"+62811000000{number}"
        await Institution.update({Institution.phone: phone}).where(Institution.id == row["institution"])
    event = await Event.objects().get(Event.id == silent[0]["event"])
    assert event is not None, "its invitations name it"
    await whatsapp.mark(city.organiser, event, silent[0]["id"], Words.invitation, now)


def _letter(about: Any, subject: str, text: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = about["to_address"], subject
    mail["In-Reply-To"] = f"<{about['id']}@lembayung.example>"
    mail.set_content(text)
    return mail


def _report(about: Any, action: str, status: str, said: str) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["Subject"] = "MAILER-DAEMON@lembayung.example", "Undelivered Mail Returned to Sender"
    mail["In-Reply-To"] = f"<{about['id']}@lembayung.example>"
    mail.set_content("This is the mail system at host lembayung.example.")
    told = f"Final-Recipient: rfc822; {about['to_address']}\nAction: {action}\nStatus: {status}\n"
    part = EmailMessage(policy=SMTP)
    part["Content-Type"] = "message/delivery-status"
    part.set_payload(
        [_fields("Reporting-MTA: dns; lembayung.example"), _fields(f"{told}Diagnostic-Code: smtp; {said}")]
    )
    mail.make_mixed()
    mail.attach(part)
    return mail


def _fields(text: str) -> EmailMessage:
    block = EmailMessage(policy=SMTP)
    for line in text.split("\n"):
        name, _colon, value = line.partition(": ")
        block[name] = value
    return block
