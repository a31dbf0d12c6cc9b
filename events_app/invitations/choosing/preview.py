"""The mail of an invitation as it will read, before anybody is asked."""

from dataclasses import dataclass

from events_app.events.tables import Event
from events_app.i18n import LOCALES, gettext, using
from events_app.ids import new_id
from events_app.invitations import mails
from events_app.invitations.queries import Recipient
from events_app.notifications.links import readable
from events_app.notifications.render import render


@dataclass(frozen=True)
class Preview:
    """The mail in one language."""

    language: str
    subject: str
    text: str


async def previews(event: Event) -> list[Preview]:
    """The mail in both languages, as an institution would read it."""
    about = await mails.occasion(event)
    return [await _preview(about, language) for language in LOCALES]


async def _preview(about: mails.Occasion, language: str) -> Preview:
    message = new_id()
    with using(language):
        office = gettext("Name of the institution")
        somebody = Recipient(message, 1, office, "", None, False, "office@events.invalid", language, seats=2)
        written = render(await mails.invitation(about, somebody), message, about.organiser.name, about.own)
        return Preview(language, written.subject, readable(written.text, message))
