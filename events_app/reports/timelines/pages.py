"""The page of one promise's story."""

from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency, Provide

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker, commitment_for_reader
from events_app.commitments.tables import Commitment
from events_app.events.tables import Event
from events_app.reports.plots.standalone import swatch
from events_app.reports.timelines import lanes, queries, words
from events_app.reports.timelines.forms import TimelineFilter
from events_app.web.forms import asked
from events_app.web.pages import page


@get(
    "/commitments/{commitment_id:uuid}/timeline",
    guards=[requires(Right.read)],
    dependencies={"commitment": Provide(commitment_for_reader)},
)
async def timeline(request: Asker, commitment: NamedDependency[Commitment]) -> Response[Any]:
    """From the invitation to the verdict, the first thing first, a hundred at a time."""
    form = asked(TimelineFilter, request)
    wanted = form.value if form.ok else TimelineFilter()
    event = await Event.objects().get(Event.id == commitment.event)
    assert event is not None, "a promise belongs to an event"
    start = (wanted.page - 1) * queries.PAGE
    told, more = await queries.moments(
        request.user, commitment.id, ZoneInfo(event.timezone), wanted.kind, start
    )
    return page(
        "reports/timelines/show.html",
        status=form.status,
        nav_current="commitments",
        form=form,
        wanted=wanted,
        promise=commitment,
        event=event,
        days=[(day, list(some)) for day, some in groupby(told, lambda one: one.day)],
        more=more,
        dates=lanes.plot(await queries.dates(commitment.id, clock.now())),
        swatch=swatch,
        words=words,
    )


doors: list[Any] = [timeline]
