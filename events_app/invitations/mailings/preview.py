"""A letter as one of its receivers would read it, before it is sent."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.accounts.tables import User
from events_app.database import fetch_one
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations import mails, queries
from events_app.invitations.mailings.feeding import wordings
from events_app.invitations.queries import Recipient
from events_app.notifications import actions as outbox
from events_app.notifications.links import readable
from events_app.notifications.render import Words, render
from events_app.notifications.tables import Message
from events_app.notifications.wishes.links import wish_link

FROZEN = """
SELECT subject, recipient FROM mailing_recipient WHERE mailing = $1 AND ($2::uuid IS NULL OR id = $2)
ORDER BY problem IS NOT NULL, id LIMIT 1
"""
ANYBODY = "SELECT id FROM invitation WHERE event = $1 AND state <> 'withdrawn' ORDER BY id LIMIT 1"


async def previews(
    event: Event, mailing: Any, now: datetime, only: UUID | None = None
) -> list[tuple[str, Words]]:
    """In each language it is written in, as one receiver would read it; nothing where nobody is invited."""
    to, about = await _somebody(event, mailing["id"], now, only), await mails.occasion(event)
    if to is None:
        return []
    return [(one, _read(about, to, mailing, one)) for one in wordings(mailing)]


async def send_test(actor: Actor, event: Event, mailing: Any, language: str, now: datetime) -> Message:
    """The letter as its first receiver would get it, to the actor's own address."""
    user = await User.objects().get(User.id == actor.user)
    to, words = await _somebody(event, mailing["id"], now, None), wordings(mailing).get(language)
    if user is None or to is None or words is None:
        raise NotFound()
    mail = mails.letter(await mails.occasion(event), replace(to, language=language), {language: words})
    mine = replace(mail, to_address=user.email, to_name=user.name, event=None, subject_row=None)
    return await outbox.send_now(actor, mine)


def _read(about: mails.Occasion, to: Recipient, mailing: Any, language: str) -> Words:
    message = new_id()
    mail = mails.letter(about, replace(to, language=language), wordings(mailing))
    words = render(mail, message, about.organiser.name, stop=wish_link(message))
    return Words(words.subject, readable(words.text, message), "")


async def _somebody(event: Event, mailing: UUID, now: datetime, only: UUID | None) -> Recipient | None:
    """One it goes to; while it is a draft, the first who was invited."""
    row = await fetch_one(FROZEN, mailing, only)
    if row is not None:
        return Recipient(id=row["subject"], version=1, **json.loads(row["recipient"]))
    first = await fetch_one(ANYBODY, event.id)
    if first is None:
        return None
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    return (await queries.recipients([first["id"]], today))[0]
