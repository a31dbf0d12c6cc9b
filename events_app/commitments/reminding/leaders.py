"""Verbs of the leadership's addresses; the owner of the installation sets them."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.reminding.forms import LeaderIn
from events_app.commitments.reminding.tables import LeadershipAddress
from events_app.database import atomically, fetch_one
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.ids import new_id

ADD = """
INSERT INTO leadership_address (id, organisation, created_at, created_by, office, name, email, language)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING RETURNING id
"""


class LeaderKnown(Refusal):
    field = "email"
    message = N_("This address is in the list already.")


@atomically
async def add(actor: Actor, said: LeaderIn, now: datetime) -> UUID:
    """An address that gets the summary of each quarter. Raises LeaderKnown."""
    actor.must(Right.manage)
    facts = (said.office, said.name, said.email, said.language)
    row = await fetch_one(ADD, new_id(), actor.organisation, now, actor.user, *facts)
    if row is None:
        raise LeaderKnown()
    made: UUID = row["id"]
    await audit.record(actor, "leadership.added", made, after={"office": said.office})
    return made


@atomically
async def remove(actor: Actor, leader: LeadershipAddress) -> None:
    """Takes an address off the list; twice is once."""
    actor.must(Right.manage)
    gone = await fetch_one("DELETE FROM leadership_address WHERE id = $1 RETURNING office", leader.id)
    if gone is not None:
        await audit.record(actor, "leadership.removed", leader.id, before=dict(gone))


async def listed(organisation: UUID) -> list[LeadershipAddress]:
    """Those who lead, in the order they were added."""
    mine = LeadershipAddress.organisation == organisation
    return await LeadershipAddress.objects().where(mine).order_by(LeadershipAddress.id)
