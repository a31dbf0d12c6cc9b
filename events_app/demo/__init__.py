"""The demo organisation: an invented city that has held a discussion, holds one today, and plans the next.

It stands above the rooms and uses their actions, as people would, with times of its own. It never sends
mail: the outbox holds whatever a demo organisation says.
"""

from datetime import datetime
from uuid import UUID

from events_app.accounts.tables import Organisation
from events_app.database import atomically, execute
from events_app.demo import (
    asking,
    boarding,
    certifying,
    coming,
    consenting,
    ending,
    grouping,
    handing,
    keeping,
    lettering,
    past,
    reminding,
    returning,
    running,
    seasons,
    serving,
    staging,
    telling,
    welcoming,
)
from events_app.demo.cast import gather
from events_app.demo.erasing import clear
from events_app.i18n import using

__all__ = ["clear", "load"]


async def load(now: datetime) -> UUID:
    """The id of the demo organisation, made when there is none."""
    known = await _known()
    return known if known is not None else await _make(now)


async def _known() -> UUID | None:
    row = await Organisation.select(Organisation.id).where(Organisation.demo.eq(True)).first()
    return row["id"] if row else None


@atomically
async def _make(now: datetime) -> UUID:
    """All of it or nothing; of two who make it at once, the second finds the first one's."""
    await execute("SELECT pg_advisory_xact_lock(hashtextextended('demo', 0))")
    known = await _known()
    if known is not None:
        return known
    with using("id"):
        city = await gather(now)
        await grouping.tell(city, now)
        await past.tell(city, now)
        await running.tell(city, now)
        await coming.tell(city, now)
        await staging.tell(city, now)
        await welcoming.tell(city, now)
        await seasons.tell(city, now)
        await keeping.tell(city, now)
        await consenting.tell(city, now)
        await lettering.tell(city, now)
        await certifying.tell(city, now)
        await returning.tell(city, now)
        await reminding.tell(city, now)
        await asking.tell(city, now)
        await boarding.tell(city, now)
        await handing.tell(city, now)
        await serving.tell(city, now)
        await telling.tell(city, now)
        await ending.tell(city, now)
    return city.organisation.id
