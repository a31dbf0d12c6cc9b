"""Writing again: each rule once to each invitation, whoever presses the button and however often."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch, fetch_value
from events_app.events.states import locked_event
from events_app.events.tables import Event, EventState
from events_app.ids import new_id
from events_app.invitations import mails, queries
from events_app.invitations.asking.forms import RoundIn
from events_app.invitations.asking.tables import Whom
from events_app.invitations.queries import Recipient
from events_app.invitations.seats import must_take_place
from events_app.notifications import actions as outbox
from events_app.notifications.mail import Mail, is_address

STATES = {
    Whom.silent: ["sent", "opened", "tentative"],
    Whom.coming: ["accepted"],
    Whom.undecided: ["tentative"],
    Whom.declined: ["declined"],
}

MEANT = """
SELECT i.id FROM invitation i WHERE i.event = $1 AND i.state = ANY($2::text[])
  AND NOT EXISTS (SELECT FROM invitation_round r JOIN invitation_round_sent s ON s.round = r.id
    WHERE r.event = $1 AND r.rule = $3 AND s.invitation = i.id)
ORDER BY i.id
"""

BEGIN = """
INSERT INTO invitation_round (id, organisation, created_at, created_by, event, rule, audience, text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (event, rule) DO UPDATE SET rule = excluded.rule RETURNING id
"""

LEDGER = """
INSERT INTO invitation_round_sent (id, organisation, created_at, round, invitation)
SELECT l.id, $1, $2, $3, l.invitation FROM unnest($4::uuid[], $5::uuid[]) AS l(id, invitation)
ON CONFLICT DO NOTHING
"""

# Whoever was written to after the moment of the reminder had the deadline before their eyes.
DUE = """
SELECT e.id FROM event e JOIN event_inviting g ON g.event = e.id
WHERE g.remind_days IS NOT NULL AND e.state IN ('published', 'postponed') AND e.ends_at > $1
  AND EXISTS (SELECT FROM invitation i WHERE i.event = e.id AND i.state = ANY($2::text[]))
ORDER BY e.id
"""
NEAR = """
SELECT i.id FROM invitation i JOIN event e ON e.id = i.event JOIN event_inviting g ON g.event = e.id
WHERE i.event = $1 AND coalesce(i.answer_by, e.answer_by) > $2
  AND coalesce(i.answer_by, e.answer_by) - make_interval(days => g.remind_days) <= $2
  AND i.sent_at < coalesce(i.answer_by, e.answer_by) - make_interval(days => g.remind_days)
"""


@dataclass(frozen=True)
class Audience:
    """Who gets the mail of a rule, and who would but has no address."""

    rule: str
    reached: list[Recipient]
    without_address: list[Recipient]


async def audience_of(event: Event, said: RoundIn, now: datetime) -> Audience:
    """Whom a round would write to at this moment: two queries, however many."""
    rule = _rule(event, said, now)
    return await _audience(event, said.audience, rule, now)


@atomically
async def write_again(actor: Actor, event: Event, said: RoundIn, now: datetime) -> UUID:
    """Write to all of an audience who have not had this: reminders once a day, the same news once ever."""
    event = await locked_event(event)
    must_take_place(event, now)
    return await _send(actor, event, said, await audience_of(event, said, now), now)


async def remind_due(now: datetime) -> None:
    """The clock's reminders, of all events; what an outage left undone is done when it ends."""
    for row in await fetch(DUE, now, STATES[Whom.silent]):
        await _remind(row["id"], now)


@atomically
async def _remind(identity: UUID, now: datetime) -> None:
    event = await Event.objects().get(Event.id == identity)
    if event is None:
        return
    event = await locked_event(event)
    days = await fetch_value("SELECT remind_days FROM event_inviting WHERE event = $1", event.id)
    if days is None or event.state == EventState.cancelled:
        return
    near = {row["id"] for row in await fetch(NEAR, event.id, now)}
    all_ = await _audience(event, Whom.silent, f"deadline:{days}", now)
    due = Audience(all_.rule, [one for one in all_.reached if one.id in near], [])
    if due.reached:
        await _send(Actor.system(event.organisation), event, RoundIn(audience=Whom.silent), due, now)


async def _audience(event: Event, whom: Whom, rule: str, now: datetime) -> Audience:
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    meant = [row["id"] for row in await fetch(MEANT, event.id, STATES[whom], rule)]
    twice = await queries.doubled(meant) if whom is not Whom.coming else set()
    people = await queries.recipients([one for one in meant if one not in twice], today) if meant else []
    return Audience(
        rule,
        [one for one in people if is_address(one.address)],
        [one for one in people if not is_address(one.address)],
    )


async def _send(actor: Actor, event: Event, said: RoundIn, to: Audience, now: datetime) -> UUID:
    facts = (event.organisation, now, actor.user, event.id, to.rule, said.audience, said.text)
    identity: UUID = await fetch_value(BEGIN, new_id(), *facts)
    ids = [one.id for one in to.reached]
    await execute(LEDGER, event.organisation, now, identity, [new_id() for _one in ids], ids)
    await outbox.enqueue_all(actor, await _mails(event, said, to, identity))
    after = {"rule": to.rule, "count": len(ids)}
    await audit.record(actor, "event.invitees_written_to", event.id, after=after)
    return identity


async def _mails(event: Event, said: RoundIn, to: Audience, identity: UUID) -> list[Mail]:
    about = await mails.occasion(event)
    if said.audience is Whom.silent:
        return [await mails.reminder(about, one, to.rule) for one in to.reached]
    return [mails.follow_up(about, one, said.text, f"round:{identity}:{one.id}") for one in to.reached]


def _rule(event: Event, said: RoundIn, now: datetime) -> str:
    """A reminder counts by its day where the event is, news by its words."""
    if said.audience is Whom.silent:
        return f"silent:{now.astimezone(ZoneInfo(event.timezone)).date()}"
    return f"{said.audience}:{hashlib.sha256(said.text.encode()).hexdigest()[:32]}"
