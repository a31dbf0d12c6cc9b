"""Pages of how inviting stands, and the addresses of a group to be written to by other means."""

from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations import queries as inviting
from events_app.invitations.overview import charts, queries
from events_app.invitations.overview.queries import MOST_INSTITUTIONS
from events_app.web.pages import page

Answer = Response[Any]
READ = [requires(Right.read)]
INVITE = [requires(Right.invite)]


@get("/events/{event_id:uuid}/invitations/summary", guards=READ)
async def show(request: Asker, event: NamedDependency[Event]) -> Answer:
    """How the inviting stands, and what can be done about it."""
    now = clock.now()
    seen = await queries.overview(event, now)
    points = charts.days(seen.by_day)
    return page(
        "invitations/overview/show.html",
        nav_current="events",
        event=event,
        state=event.state_at(now),
        seen=seen,
        whole=seen.whole,
        by_institution=seen.by_institution[:MOST_INSTITUTIONS],
        more_institutions=len(seen.by_institution) > MOST_INSTITUTIONS,
        counts=(await inviting.numbers(event)).by_state,
        charts=charts,
        points=points,
        may_invite=request.user.may(Right.invite),
    )


@get("/events/{event_id:uuid}/invitations/addresses", guards=INVITE)
async def addresses(event: NamedDependency[Event], of: FromQuery[str] = "waiting") -> Answer:
    """The mail addresses of a group, to be copied."""
    now = clock.now()
    group = of if of in queries.GROUPS else "waiting"
    found = await queries.addresses(event, group, now.astimezone(ZoneInfo(event.timezone)).date())
    return page(
        "invitations/overview/addresses.html",
        nav_current="events",
        event=event,
        state=event.state_at(now),
        group=group,
        groups=list(queries.GROUPS),
        addresses=list(dict.fromkeys(one.address for one in found)),
    )


doors: list[Any] = [show, addresses]
