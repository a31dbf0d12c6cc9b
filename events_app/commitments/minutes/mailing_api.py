"""JSON doors of mailing minutes."""

from typing import Any

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.commitments.minutes import mailing
from events_app.commitments.minutes.forms import MinutesMailingIn
from events_app.commitments.minutes.outputs import MinutesMailingOut, MinutesRecipientOut
from events_app.commitments.minutes.recipients import recipients
from events_app.commitments.minutes.tables import MinutesVersion
from events_app.events.access import Asker
from events_app.events.tables import Event


@get("/events/{event_id:uuid}/minutes/versions/{number:int}/mailing")
async def read_minutes_mailing(
    written_event: NamedDependency[Event], mailed_version: NamedDependency[MinutesVersion]
) -> MinutesMailingOut:
    """Who would be written to, who would not and why, and how far it is."""
    return await _standing(written_event, mailed_version)


@post("/events/{event_id:uuid}/minutes/versions/{number:int}/mailing", status_code=202)
async def mail_minutes(
    request: Asker,
    written_event: NamedDependency[Event],
    mailed_version: NamedDependency[MinutesVersion],
    data: JSONBody[MinutesMailingIn],
) -> MinutesMailingOut:
    """Mail a version to those who were not written to yet; an address gets a version once."""
    await mailing.begin(request.user, written_event, mailed_version, data.recipients, clock.now())
    return await _standing(written_event, mailed_version)


async def _standing(event: Event, version: MinutesVersion) -> MinutesMailingOut:
    row = await mailing.standing(version.id)
    everybody = await recipients(event, version, clock.now())
    return MinutesMailingOut(
        begun=row is not None,
        total=row["total"] if row else 0,
        written=row["written"] if row else 0,
        done_at=row["done_at"] if row else None,
        recipients=[MinutesRecipientOut.of(one) for one in everybody],
    )


doors: list[Any] = [read_minutes_mailing, mail_minutes]
