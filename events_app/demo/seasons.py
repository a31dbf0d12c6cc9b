"""The task force meets every quarter: a series of drafts, and the template it was made from."""

from datetime import datetime, timedelta

from events_app.demo import inviting
from events_app.demo.cast import City
from events_app.events.series import actions, copying
from events_app.events.series.actions import SeriesPlan
from events_app.events.series.plans import plan_of
from events_app.events.tables import Event, EventKind


async def tell(city: City, now: datetime) -> None:
    """Four meetings, on the same weekday every thirteen weeks; and templates of what was held before."""
    for event in (
        await Event.objects().where(Event.organisation == city.organisation.id).order_by(Event.id).limit(3)
    ):
        await copying.keep_template(city.organiser, event, event.title)
    start = inviting.morning(now + timedelta(days=75))
    meeting = await inviting.plan(
        city, "Rapat Koordinasi Gugus Tugas", start, 2, "Ruang Jatayu", kind=EventKind.coordination_meeting
    )
    await copying.keep_template(city.organiser, meeting, "Rapat gugus tugas triwulanan")
    wanted = SeriesPlan(
        await plan_of(meeting), meeting.starts_at, "FREQ=DAILY;INTERVAL=91;COUNT=4", first=meeting
    )
    await actions.start_series(city.organiser, wanted)
