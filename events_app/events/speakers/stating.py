"""Verbs of times: a person says when they can or cannot, and takes it back."""

from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch_value
from events_app.errors import Refusal
from events_app.events.speakers.forms import TimesForm
from events_app.events.speakers.tables import Availability, Speaker
from events_app.i18n import N_

MOST = 200
ADD = """
INSERT INTO person_availability (id, organisation, created_at, person, free, starts_at, ends_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (person, free, starts_at, ends_at) DO NOTHING
"""


class TooManyTimes(Refusal):
    message = N_("There are 200 times already. Please remove some first.")


@atomically
async def state(actor: Actor, desk: Speaker, said: TimesForm) -> None:
    """Keep the times; the same ones twice are kept once."""
    await execute("SELECT 1 FROM person WHERE id = $1 FOR UPDATE", desk.person)
    spans = said.spans()
    there = await fetch_value("SELECT count(*) FROM person_availability WHERE person = $1", desk.person)
    if there + len(spans) > MOST:
        raise TooManyTimes()
    for starts_at, ends_at in spans:
        row = Availability(organisation=desk.organisation, person=desk.person)
        free = said.free == "can"
        await execute(ADD, row.id, desk.organisation, row.created_at, desk.person, free, starts_at, ends_at)
    facts = {"free": said.free, "from": spans[0][0], "until": spans[-1][1]}
    await audit.record(actor, "speaker.times_stated", desk.person, after=facts)


@atomically
async def take_back(actor: Actor, desk: Speaker, time: UUID) -> None:
    """Forget one of the person's own times. Twice is once."""
    mine = (Availability.id == time) & (Availability.person == desk.person)
    row = await Availability.objects().get(mine)
    if row is not None:
        await Availability.delete().where(mine)
        facts = {"free": row.free, "from": row.starts_at, "until": row.ends_at}
        await audit.record(actor, "speaker.times_removed", desk.person, before=facts)
