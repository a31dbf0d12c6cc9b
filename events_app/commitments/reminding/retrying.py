"""Another try for a digest that could not be delivered."""

from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.reminding.tables import ReminderDigest
from events_app.database import atomically, fetch_one
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.notifications.actions import requeue
from events_app.notifications.permits import may_send, must_be_wanted

LOCKED = "SELECT id, state, channel FROM message WHERE id = $1 FOR UPDATE"


class NothingFailed(Refusal):
    message = N_("This reminder has not failed, so there is nothing to try again.")


@atomically
async def retry(actor: Actor, digest: ReminderDigest) -> None:
    """Queue its message anew. Raises NothingFailed, MailNotConfigured or DemoNeverSends."""
    actor.must(Right.keep_commitments)
    row = await fetch_one(LOCKED, digest.message)
    if row is None or row["state"] not in ("failed", "held"):
        raise NothingFailed()
    await may_send(actor.organisation, row["channel"])
    known: UUID = row["id"]
    await must_be_wanted(known)
    await requeue([known])
    await audit.record(actor, "reminders.retried", digest.id, after={"message": str(known)})
