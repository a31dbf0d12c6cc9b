"""The page of mailing a version: who will be written to and who will not, before anything is sent."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.commitments.minutes import mailing
from events_app.commitments.minutes.forms import MinutesMailingIn
from events_app.commitments.minutes.recipients import recipients, writable
from events_app.commitments.minutes.tables import MinutesVersion
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


@get("/events/{event_id:uuid}/minutes/versions/{number:int}/mailing")
async def look(
    written_event: NamedDependency[Event], mailed_version: NamedDependency[MinutesVersion]
) -> Answer:
    """The list, and how far a mailing is."""
    return await _look(written_event, mailed_version, Form.blank(MinutesMailingIn))


@post("/events/{event_id:uuid}/minutes/versions/{number:int}/mailing")
async def begin(
    request: Asker, written_event: NamedDependency[Event], mailed_version: NamedDependency[MinutesVersion]
) -> Answer:
    """Begins it."""
    form = await read_form(request, MinutesMailingIn)
    with form.refusing():
        count = form.value.recipients
        await mailing.begin(request.user, written_event, mailed_version, count, clock.now())
    if not form.ok:
        return await _look(written_event, mailed_version, form)
    say(request, _("The minutes are being mailed."))
    return redirect(f"/events/{written_event.id}/minutes/versions/{mailed_version.number}/mailing")


async def _look(event: Event, version: MinutesVersion, form: Form[MinutesMailingIn]) -> Answer:
    everybody = await recipients(event, version, clock.now())
    return page(
        "commitments/minutes/mailing.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        version=version,
        wanted=writable(everybody),
        others=[one for one in everybody if one.problem],
        standing=await mailing.standing(version.id),
        form=form,
    )


doors: list[Any] = [look, begin]
