"""The overview of an event: facts, checklist, life, door, handouts. Several doors lead back to it."""

from typing import Any
from uuid import UUID

from litestar import Response
from pydantic import BaseModel

from events_app import clock
from events_app.events import listing
from events_app.events.access import Asker
from events_app.events.calendars import public_url
from events_app.events.forms import Cancellation, DoorForm
from events_app.events.forms import PostponementForm as Postponing
from events_app.events.moments import local_text
from events_app.events.queries import parts_of, place_of
from events_app.events.readiness import calendar_gaps, gaps_of
from events_app.events.releases.queries import unreleased
from events_app.events.series.queries import series_titles
from events_app.events.tables import Event
from events_app.events.words import kind_name, offset_text
from events_app.web.flash import say
from events_app.web.forms import Form
from events_app.web.pages import page


async def overview(request: Asker, event: Event, **forms: Form[Any]) -> Response[Any]:
    """The page; a refused form (`cancelling`, `postponing`, `assigning`) is shown as typed."""
    now = clock.now()
    shown = _blank(event) | forms
    return page(
        "events/show.html",
        status=max(form.status for form in shown.values()),
        event=event,
        state=event.state_at(now),
        over=event.is_over(now),
        kind=kind_name(event.kind),
        place=await place_of(event.room),
        parts=await parts_of(event),
        gaps=await gaps_of(event, now),
        unreleased=len(await unreleased(event)),
        staff=await listing.door_staff(event),
        offset=offset_text(event.starts_at, event.timezone),
        public_url=public_url(event) if event.has_public_page() else "",
        series=(await series_titles([event])).get(event.series, ""),
        nav_current="events",
        **shown,
    )


def _blank(event: Event) -> dict[str, Form[Any]]:
    starts_at, ends_at = (local_text(moment, event.timezone) for moment in (event.starts_at, event.ends_at))
    times = {"timezone": event.timezone, "starts_at": starts_at, "ends_at": ends_at}
    models: dict[str, type[BaseModel]] = {
        "cancelling": Cancellation,
        "assigning": DoorForm,
    }
    blank: dict[str, Form[Any]] = {name: Form.blank(model) for name, model in models.items()}
    return blank | {"postponing": Form.blank(Postponing, **times)}


async def warn_of_calendar(request: Asker, event_id: UUID) -> None:
    """After a save: says at once when the event meets a holiday or a closed room."""
    event = await Event.objects().get(Event.id == event_id)
    for gap in await calendar_gaps(event, await parts_of(event)) if event else []:
        say(request, gap.text, "warning")
