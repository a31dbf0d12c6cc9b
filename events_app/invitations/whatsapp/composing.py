"""The words of a WhatsApp message: those of the mail, with the personal link, made when the page is shown.

Nothing of it is kept: the link stands in the page alone, for those who may see it there anyway.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from events_app.ids import new_id
from events_app.invitations import mails
from events_app.invitations.mails import Occasion
from events_app.invitations.whatsapp.queries import Reachable
from events_app.invitations.whatsapp.tables import Words
from events_app.notifications.links import fill
from events_app.notifications.render import render

SIGNATURE = re.compile(r"\n-- ?\n.*", re.S)


@dataclass(frozen=True)
class Ready:
    """One row of the page: whom, and the link that opens WhatsApp with the text in it."""

    one: Reachable
    text: str
    url: str


async def ready(about: Occasion, one: Reachable, words: Words, organisation: str) -> Ready:
    """The text in the receiver's language, and where a tap leads."""
    text = await text_for(about, one, words, organisation)
    return Ready(one, text, f"https://wa.me/{one.phone.lstrip('+')}?text={quote(text, safe='')}")


async def text_for(about: Occasion, one: Reachable, words: Words, organisation: str) -> str:
    """The mail's own text, without what only a mail needs at its end."""
    asking = words == Words.invitation
    mail = await (mails.invitation(about, one.to) if asking else mails.reminder(about, one.to, "now"))
    message = new_id()
    text = fill(render(mail, message, organisation, about.own).text, message, lambda link: link.address)
    return re.sub(r"\n{3,}", "\n\n", SIGNATURE.sub("", text)).strip()
