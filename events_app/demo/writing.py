"""Letters to guests at each step, and words that the city says in its own way."""

from datetime import datetime
from typing import Any

from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.invitations.mailings import actions
from events_app.invitations.mailings.forms import MailingIn
from events_app.invitations.mailings.tables import MailingAudience
from events_app.notifications.wording.actions import keep
from events_app.notifications.wording.forms import WordingIn
from events_app.notifications.wording.kinds import known

SENT = "{salutation}\n\nMohon membawa laptop dan data desa masing-masing. Parkir tersedia di halaman timur.\n\n{facts}"
ASKING = (
    "{salutation}\n\nKami belum menerima kabar dari {office}. Tempat terbatas, mohon kabari kami.\n\n{facts}"
)
ASKING_EN = (
    "{salutation}\n\nWe have not heard from {office} yet. Seats are few, so please let us know.\n\n{facts}"
)
THANKS = "{salutation}\n\nTerima kasih atas kehadiran Anda. Notulen menyusul.\n\n{facts}"
REMINDER = (
    "{salutation}\n\nIzinkan kami mengingatkan undangan berikut.\n\n{facts}\n\n{seats}\n\n"
    "Jawaban dapat diberikan tanpa akun:\n{link}\n\n{answer_by}"
)


async def letters(city: City, event: Event, now: datetime) -> None:
    """One that is approved, one that waits for approval, one that is being written; and a changed reminder."""
    first = await actions.write(
        city.organiser, event, _letter(MailingAudience.coming, "Yang perlu dibawa ke {event}", SENT)
    )
    await actions.submit(city.organiser, event, first, now)
    await actions.approve(city.owner, first, now)
    both = {"subject_en": "Will you come to {event}?", "body_en": ASKING_EN}
    asking = _letter(MailingAudience.silent, "Apakah Anda hadir di {event}?", ASKING, **both)
    await actions.submit(city.organiser, event, await actions.write(city.organiser, event, asking), now)
    await actions.write(
        city.organiser, event, _letter(MailingAudience.everyone, "Bahan bacaan {event}", SENT)
    )
    reminder = known("invitations.invitation_reminder")
    assert reminder is not None, "registered with the words of inviting"
    words = WordingIn(subject="Mengingatkan: {event}", body=REMINDER)
    await keep(city.organiser, reminder, "id", words, now)


async def follow_up(city: City, event: Event, now: datetime) -> None:
    """Thanks after an event, approved; and a second letter that is still being written."""
    thanks = _letter(MailingAudience.coming, "Terima kasih: {event}", THANKS)
    first = await actions.write(city.organiser, event, thanks)
    await actions.submit(city.organiser, event, first, now)
    await actions.approve(city.owner, first, now)
    await actions.write(city.organiser, event, _letter(MailingAudience.everyone, "Notulen {event}", SENT))


def _letter(audience: MailingAudience, subject: str, body: str, **more: Any) -> MailingIn:
    return MailingIn(audience=audience, subject_id=subject, body_id=body, **more)
