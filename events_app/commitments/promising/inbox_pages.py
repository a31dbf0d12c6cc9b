"""The secretariat's inbox of what was promised at the exit: accept, say it is the same, or reject with a reason."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.capturing.queries import institutions
from events_app.commitments.promising import actions, deciding, queries
from events_app.commitments.promising.forms import AcceptIn, ExitIn, MergeIn, RejectIn
from events_app.commitments.promising.tables import ExitPromise
from events_app.errors import Refusal
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
KEEP = [requires(Right.keep_commitments)]
HERE = "/events/{event_id:uuid}/promise-exit"


@get(HERE, guards=KEEP)
async def inbox(kept_event: NamedDependency[Event]) -> Answer:
    """What waits, what was decided, and the exit itself."""
    return await _page(kept_event)


@post(HERE, guards=KEEP)
async def set_exit(request: Asker, kept_event: NamedDependency[Event]) -> Answer:
    """Opens or closes it."""
    form = await read_form(request, ExitIn)
    wanted = form.value if form.ok and "open" in form.values else ExitIn(open=False)
    try:
        await actions.set_exit(request.user, kept_event, wanted)
    except Refusal as refusal:
        say(request, refusal.text, "danger")
    return _back(kept_event)


@post(f"{HERE}/screen-link", guards=KEEP)
async def screen_link(request: Asker, kept_event: NamedDependency[Event]) -> Answer:
    """A fresh link for the screen at the exit."""
    await actions.open_screen_link(request.user, kept_event)
    say(request, _("The link is ready: open it on the screen's computer."))
    return _back(kept_event)


@post(f"{HERE}/screen-link/end", guards=KEEP)
async def end_screen_link(request: Asker, kept_event: NamedDependency[Event]) -> Answer:
    """Ends it."""
    await actions.end_screen_link(request.user, kept_event)
    return _back(kept_event)


@post(f"{HERE}/{{promise_id:uuid}}/accept", guards=KEEP)
async def accept(
    request: Asker, kept_event: NamedDependency[Event], exit_promise: NamedDependency[ExitPromise]
) -> Answer:
    """It becomes a draft."""
    form = await read_form(request, AcceptIn)
    with form.refusing():
        made = await deciding.accept(request.user, kept_event, exit_promise, form.value, clock.now())
    if not form.ok:
        return await _page(kept_event, exit_promise.id, form)
    say(request, _("The promise is a draft now."))
    return redirect(f"/commitments/{made.id}")


@post(f"{HERE}/{{promise_id:uuid}}/merge", guards=KEEP)
async def merge(
    request: Asker, kept_event: NamedDependency[Event], exit_promise: NamedDependency[ExitPromise]
) -> Answer:
    """It is said already."""
    form = await read_form(request, MergeIn)
    with form.refusing():
        await deciding.merge(request.user, kept_event, exit_promise, form.value, clock.now())
    return _back(kept_event) if form.ok else await _page(kept_event, exit_promise.id, form)


@post(f"{HERE}/{{promise_id:uuid}}/reject", guards=KEEP)
async def reject(
    request: Asker, kept_event: NamedDependency[Event], exit_promise: NamedDependency[ExitPromise]
) -> Answer:
    """It is none."""
    form = await read_form(request, RejectIn)
    with form.refusing():
        await deciding.reject(request.user, exit_promise, form.value, clock.now())
    return _back(kept_event) if form.ok else await _page(kept_event, exit_promise.id, form)


async def _page(event: Event, faulty: UUID | None = None, form: Form[Any] | None = None) -> Answer:
    place = await actions.exit_of(event)
    return page(
        "commitments/promising/inbox.html",
        status=form.status if form else 200,
        event=event,
        state=event.state_at(clock.now()),
        place=place,
        screen_url=actions.screen_url(place) if place else "",
        rows=await queries.inbox(event.id),
        institutions=await institutions(event.id),
        drafts=await queries.drafts(event.id),
        faulty=faulty,
        form=form,
        nav_current="events",
    )


def _back(event: Event) -> Answer:
    return redirect(f"/events/{event.id}/promise-exit")


doors: list[Any] = [inbox, set_exit, screen_link, end_screen_link, accept, merge, reject]
