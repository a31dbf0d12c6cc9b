"""Verbs of silence: about an action, or towards a person, with a reason and an end."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.reminding.forms import MuteIn
from events_app.commitments.reminding.tables import ReminderMute
from events_app.commitments.tables import FollowUpAction
from events_app.database import atomically, execute, fetch, fetch_one, fetch_value
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.stakeholders.tables import Person

LONGEST = timedelta(days=366)

EXPIRED = """
UPDATE reminder_mute SET ended_at = $2 WHERE organisation = $1 AND ended_at IS NULL AND until < $3
"""
STANDING = """
SELECT id FROM reminder_mute WHERE organisation = $1 AND ended_at IS NULL
AND (action = $2 OR person = $3)
"""
END = "UPDATE reminder_mute SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL RETURNING id"

END_OF_ACTION = """
UPDATE reminder_mute SET ended_at = $2, ended_by = $3 WHERE action = $1 AND ended_at IS NULL RETURNING until
"""


class MutedAlready(Refusal):
    message = N_("It is silent already. End that silence first, or wait for its last day.")


class OneOfTwo(Refusal):
    status_code = 422
    field = "action_id"
    message = N_("Choose an action or a person, one of the two.")


class EndsTooSoon(Refusal):
    status_code = 422
    field = "until"
    message = N_("The last silent day is today or later, and within a year.")


@atomically
async def mute(actor: Actor, said: MuteIn, now: datetime) -> ReminderMute:
    """Silence that begins now and ends by itself. Raises OneOfTwo, EndsTooSoon or MutedAlready."""
    actor.must(Right.keep_commitments)
    today = await _today(actor.organisation, now)
    if (said.action_id is None) == (said.person_id is None):
        raise OneOfTwo()
    if not today <= said.until <= today + LONGEST:
        raise EndsTooSoon()
    await _must_be_ours(actor.organisation, said)
    await execute(EXPIRED, actor.organisation, now, today)
    if await fetch_one(STANDING, actor.organisation, said.action_id, said.person_id):
        raise MutedAlready()
    row = ReminderMute(
        organisation=actor.organisation,
        created_by=actor.user,
        created_at=now,
        action=said.action_id,
        person=said.person_id,
        reason=said.reason,
        until=said.until,
    )
    await row.save()
    about = said.action_id or said.person_id
    await audit.record(actor, "reminders.muted", about, after=said.model_dump(mode="json"))
    return row


@atomically
async def unmute(actor: Actor, mute: ReminderMute, now: datetime) -> None:
    """Ends a silence before its day; twice is once."""
    actor.must(Right.keep_commitments)
    if await fetch_one(END, mute.id, now, actor.user) is None:
        return
    await audit.record(
        actor, "reminders.unmuted", mute.action or mute.person, before={"until": str(mute.until)}
    )


async def end_of_action(actor: Actor, action: UUID, now: datetime) -> None:
    """Ends the silence about an action, where there is one: whom it was meant for does not answer any more."""
    for row in await fetch(END_OF_ACTION, action, now, actor.user):
        await audit.record(actor, "reminders.unmuted", action, before={"until": str(row["until"])})


async def _today(organisation: UUID, now: datetime) -> date:
    zone = await fetch_value("SELECT timezone FROM organisation WHERE id = $1 FOR UPDATE", organisation)
    return now.astimezone(ZoneInfo(zone)).date()


async def _must_be_ours(organisation: UUID, said: MuteIn) -> None:
    if said.action_id is not None:
        known = await FollowUpAction.exists().where(
            (FollowUpAction.id == said.action_id) & (FollowUpAction.organisation == organisation)
        )
    else:
        known = await Person.exists().where(
            (Person.id == said.person_id) & (Person.organisation == organisation)
        )
    if not known:
        raise NotFound()
