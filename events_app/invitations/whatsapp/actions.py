"""Verbs of inviting by WhatsApp: mark what one sent, undo it, and let the service send to those who agreed."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import neutral
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch_one
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import Event
from events_app.formats import datetime_long
from events_app.i18n import using
from events_app.ids import new_id
from events_app.invitations import links, mails
from events_app.invitations.mails import Occasion
from events_app.invitations.seats import must_take_place
from events_app.invitations.whatsapp import queries
from events_app.invitations.whatsapp.queries import Reachable
from events_app.invitations.whatsapp.refusals import NotMarked, NotReachable, WhatsappRefused
from events_app.invitations.whatsapp.tables import Words
from events_app.notifications.whatsapp import actions as service
from events_app.notifications.whatsapp.actions import Text

MARK = """
INSERT INTO whatsapp_send (id, created_at, organisation, event, invitation, words, sent_by, was_draft)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (invitation, words) WHERE undone_at IS NULL DO NOTHING RETURNING id
"""
UNDO = """
UPDATE whatsapp_send SET undone_at = $3, undone_by = $4
WHERE invitation = $1 AND words = $2 AND undone_at IS NULL RETURNING id, was_draft
"""
SENT = "UPDATE invitation SET state = 'sent', sent_at = $2 WHERE id = $1 AND state = 'draft'"
UNSENT = """
UPDATE invitation i SET state = 'draft', sent_at = NULL WHERE i.id = $1 AND i.state = 'sent'
  AND NOT EXISTS (SELECT 1 FROM message m WHERE m.organisation = i.organisation AND m.subject_row = i.id)
"""


@atomically
async def mark(actor: Actor, event: Event, invitation: UUID, words: Words, now: datetime) -> None:
    """Note who sent it, and when; a draft counts as sent from here on. Twice is once. Raises NotReachable, WhatsappRefused."""
    actor.must(Right.invite)
    event = await locked_event(event)
    must_take_place(event, now)
    found = await queries.reachable(event.id, words, today_of(event, now), only=invitation)
    if not found:
        raise NotReachable()
    if found[0].refused:
        raise WhatsappRefused()
    draft = found[0].state == "draft"
    facts = (event.organisation, event.id, invitation, words.value, actor.user, draft)
    if await fetch_one(MARK, new_id(), now, *facts):
        await execute(SENT, invitation, now)
        await audit.record(actor, "invitation.sent_by_whatsapp", invitation, after={"words": words.value})


@atomically
async def undo(actor: Actor, event: Event, invitation: UUID, words: Words, now: datetime) -> None:
    """It was not sent after all: what was a draft is one again, unless it was opened or mailed meanwhile."""
    actor.must(Right.invite)
    await locked_event(event)
    row = await fetch_one(UNDO, invitation, words.value, now, actor.user)
    if row is None:
        raise NotMarked()
    if row["was_draft"]:
        await execute(UNSENT, invitation)
    await audit.record(actor, "invitation.whatsapp_undone", invitation, after={"words": words.value})


@atomically
async def send_by_service(actor: Actor, event: Event, words: Words, now: datetime) -> int:
    """Let the service write to everybody who agreed and has not decided; once each. Returns how many are new.

    Raises WhatsappNotConfigured.
    """
    actor.must(Right.invite)
    event = await locked_event(event)
    must_stand(event)
    must_take_place(event, now)
    about = await mails.occasion(event)
    asked = [one for one in await queries.reachable(event.id, words, today_of(event, now)) if one.agreed]
    count = await service.enqueue_all(actor, [_text(about, one, words) for one in asked])
    for one in asked:
        await execute(SENT, one.to.id, now)
    await audit.record(actor, "event.whatsapp_sent", event.id, after={"count": count, "words": words.value})
    return count


def today_of(event: Event, now: datetime) -> date:
    """The day where the event is."""
    return now.astimezone(ZoneInfo(event.timezone)).date()


def _text(about: Occasion, one: Reachable, words: Words) -> Text:
    """The approved template has five gaps: name, event, time, place, link."""
    event, language = about.event, one.to.language or about.event.language
    title = neutral.called(event)
    with using(language):
        when = datetime_long(event.starts_at, event.timezone)
    return Text(
        kind=f"invitations.whatsapp_{words.value}",
        phone=one.phone,
        to_name=one.name,
        language=language,
        subject=title,
        text=about.organiser.name,
        parameters=(one.name, title, when, about.place.line, links.rsvp_link(one.to.id, one.to.version)),
        event=event.id,
        subject_row=one.to.id,
        dedup_key=f"whatsapp:{words.value}:{one.to.id}:{one.to.version}",
    )
