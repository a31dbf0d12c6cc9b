"""Mailing invitations that were drafted: by hand, and to the next of the reserve when a seat becomes free."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts.actor import Actor
from events_app.database import execute
from events_app.events.tables import Event
from events_app.invitations import mails, queries
from events_app.invitations.queries import Recipient
from events_app.invitations.seats import has_ended
from events_app.notifications import actions as outbox
from events_app.notifications.mail import is_address

SENT = "UPDATE invitation SET state = 'sent', sent_at = $2 WHERE id = ANY($1::uuid[]) AND state = 'draft'"


async def send_invitations(actor: Actor, event: Event, drafts: list[UUID], now: datetime) -> dict[UUID, str]:
    """Mail these drafts of a locked event; who cannot be written to, or is asked already, stays a draft."""
    if not drafts:
        return {}
    if has_ended(event, now):
        return dict.fromkeys(drafts, "event_over")
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    twice = await queries.doubled(drafts)
    receivers = await queries.recipients([one for one in drafts if one not in twice], today)
    reachable = [one for one in receivers if is_address(one.address)]
    about = await mails.occasion(event)
    await outbox.enqueue_all(actor, [await mails.invitation(about, one) for one in reachable])
    await execute(SENT, [one.id for one in reachable], now)
    unreached = {one.id: _problem(one) for one in receivers if not is_address(one.address)}
    return unreached | dict.fromkeys(twice, "asked_already")


def _problem(one: Recipient) -> str:
    return "bad_address" if one.address else "no_address"
