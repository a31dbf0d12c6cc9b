"""Real receivers to look at words with, and the message as one of them would read it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.tables import User
from events_app.database import fetch
from events_app.errors import NotFound
from events_app.events.queries import visible_to
from events_app.events.tables import Event
from events_app.i18n import gettext as _
from events_app.ids import new_id
from events_app.invitations import links, mails, queries
from events_app.invitations.queries import Recipient
from events_app.notifications import actions as outbox
from events_app.notifications.links import readable
from events_app.notifications.mail import Mail
from events_app.notifications.render import Own, Words, render
from events_app.notifications.tables import Message
from events_app.notifications.wording.kinds import Kind, Wording

SHOWN = 100
ASKED = """
SELECT i.id, e.id AS event, coalesce(n.name, p.full_name, o.title) AS name, e.title FROM invitation i
JOIN event e ON e.id = i.event LEFT JOIN institution n ON n.id = i.institution LEFT JOIN person p ON p.id = i.person
LEFT JOIN position o ON o.id = i.position
WHERE i.organisation = $1 AND i.state <> 'withdrawn' ORDER BY i.id DESC LIMIT $2
"""
GUESTS = """
SELECT g.id, e.id AS event, p.full_name AS name, e.title FROM guest g
JOIN event e ON e.id = g.event JOIN person p ON p.id = g.person
WHERE g.organisation = $1 AND g.state = 'expected' ORDER BY g.id DESC LIMIT $2
"""


@dataclass(frozen=True)
class Receiver:
    """Somebody real, to look at words with."""

    id: UUID
    event: UUID
    name: str
    title: str


async def receivers(actor: Actor, kind: Kind) -> list[Receiver]:
    """Those asked last, or for a pass those who come, of events the actor may see."""
    rows = await fetch(_question(kind), actor.organisation, SHOWN)
    seen = await Event.select(Event.id).where(
        visible_to(actor), Event.id.is_in([row["event"] for row in rows] or [new_id()])
    )
    visible = {row["id"] for row in seen}
    return [Receiver(**row) for row in rows if row["event"] in visible]


async def mail_for(actor: Actor, kind: Kind, receiver: UUID, words: Wording | None = None) -> Mail:
    """The message of this kind to one of the receivers; not found when it is nobody's of the actor."""
    one = next((one for one in await receivers(actor, kind) if one.id == receiver), None)
    if one is None:
        raise NotFound()
    event = await Event.objects().get(Event.id == one.event)
    assert event is not None, "the receiver was read with it"
    to = await _recipient(kind, event, receiver, clock.now())
    about = await mails.occasion(event)
    return replace(await MAKE[kind.name](about, to), wording=words)


def read_as(mail: Mail, language: str, organisation: str, own: Own) -> Words:
    """How it reads in a language; personal links are named and hidden."""
    message = new_id()
    words = render(replace(mail, language=language, pattern=None), message, organisation, own)
    return Words(words.subject, readable(words.text, message), "")


async def send_test(actor: Actor, kind: Kind, receiver: UUID, language: str, words: Wording) -> Message:
    """The message as that receiver would get it, to the actor's own address; its personal links lead nowhere."""
    user = await User.objects().get(User.id == actor.user)
    if user is None:
        raise NotFound()
    mail = await mail_for(actor, kind, receiver, words)
    facts = dict(mail.facts) | {
        name: made
        for name, made in {"link": links.rsvp_link(new_id(), 1), "code": links.pass_qr(new_id(), 1)}.items()
        if name in mail.facts
    }
    test = replace(
        mail,
        to_address=user.email,
        to_name=user.name,
        language=language,
        facts=facts,
        event=None,
        subject_row=None,
        dedup_key=None,
        calendar=None,
        calendar_method=None,
        reply=None,
        pattern=None,
    )
    return await outbox.send_now(actor, test)


async def _recipient(kind: Kind, event: Event, receiver: UUID, now: datetime) -> Recipient:
    if kind.name == "invitations.pass":
        found = await queries.pass_holders([receiver])
    else:
        found = await queries.recipients([receiver], now.astimezone(ZoneInfo(event.timezone)).date())
    return replace(found[0], address=found[0].address or "nobody@events.invalid")


def _question(kind: Kind) -> str:
    return GUESTS if kind.name == "invitations.pass" else ASKED


async def _reminder(about: mails.Occasion, to: Recipient) -> Mail:
    return await mails.reminder(about, to, "")


async def _pass(about: mails.Occasion, to: Recipient) -> Mail:
    return mails.guest_pass(about, to)


def _letter(kind: str) -> Callable[[mails.Occasion, Recipient], Awaitable[Mail]]:
    async def make(about: mails.Occasion, to: Recipient) -> Mail:
        return replace(mails.letter(about, to, {}), kind=kind)

    return make


async def _news(about: mails.Occasion, to: Recipient) -> Mail:
    return mails.follow_up(about, to, _("This is where the news stands."), "")


MAKE: dict[str, Callable[[mails.Occasion, Recipient], Awaitable[Mail]]] = {
    "invitations.invitation": mails.invitation,
    "invitations.invitation_reminder": _reminder,
    "invitations.fresh_link": mails.fresh_link,
    "invitations.invitation_follow_up": _news,
    "invitations.pass": _pass,
    "invitations.event_cancelled": mails.cancelled,
    "invitations.invitation_withdrawn": mails.withdrawn,
    "invitations.letter": _letter("invitations.letter"),
    "invitations.follow_up": _letter("invitations.follow_up"),
}
