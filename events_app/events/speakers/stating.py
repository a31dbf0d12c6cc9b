"""Verbs of times: a person says when they can or cannot, and takes it back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch_value
from events_app.errors import Refusal
from events_app.events.speakers.forms import TimesForm
from events_app.events.speakers.tables import Availability, Speaker
from events_app.i18n import N_

MOST = 200
Spans = Sequence[tuple[datetime, datetime]]
ADD = """
INSERT INTO person_availability (id, organisation, created_at, person, free, starts_at, ends_at, said_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person, free, starts_at, ends_at) DO NOTHING
"""


class TooManyTimes(Refusal):
    message = N_("There are 200 times already. Please remove some first.")


@atomically
async def state(actor: Actor, desk: Speaker, said: TimesForm) -> None:
    """Keep the times; the same ones twice are kept once."""
    await _keep(actor, desk.person, said.free == "can", said.spans(), "")


@atomically
async def state_for(actor: Actor, person: UUID, free: bool, spans: Spans, said_by: str) -> Availability:
    """Keep times that the staff heard, and from whom; the first of them. The same ones twice are kept once."""
    actor.must(Right.plan_events)
    await _keep(actor, person, free, spans, said_by)
    first = (Availability.starts_at == spans[0][0]) & (Availability.ends_at == spans[0][1])
    row = await Availability.objects().get(
        (Availability.person == person) & (Availability.free == free) & first
    )
    assert row is not None, "it was there already or was just kept"
    return row


@atomically
async def take_back(actor: Actor, person: UUID, time: UUID) -> None:
    """Forget one of a person's times. Twice is once."""
    mine = (Availability.id == time) & (Availability.person == person)
    row = await Availability.objects().get(mine)
    if row is not None:
        await Availability.delete().where(mine)
        facts = {"free": row.free, "from": row.starts_at, "until": row.ends_at}
        await audit.record(actor, "speaker.times_removed", person, before=facts)


async def _keep(actor: Actor, person: UUID, free: bool, spans: Spans, said_by: str) -> None:
    await execute("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", person)
    there = await fetch_value("SELECT count(*) FROM person_availability WHERE person = $1", person)
    if there + len(spans) > MOST:
        raise TooManyTimes()
    for starts_at, ends_at in spans:
        row = Availability(organisation=actor.organisation, person=person)
        facts = (free, starts_at, ends_at, said_by)
        await execute(ADD, row.id, actor.organisation, row.created_at, person, *facts)
    told = {"free": free, "from": spans[0][0], "until": spans[-1][1], "said_by": said_by}
    await audit.record(actor, "speaker.times_stated", person, after=told)
