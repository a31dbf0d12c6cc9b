"""The scans of an event as a page, where those entitled admit anyway; works without scripts."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin import queries, undoing, words
from events_app.checkin.overriding import actions
from events_app.checkin.overriding.forms import OverrideIn
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.api import after
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
A_PAGE = 50
PLAN = [requires(Right.plan_events)]


@get("/events/{event_id:uuid}/attendance/scans")
async def scans(
    request: Asker,
    door: NamedDependency[Event],
    of: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
) -> Answer:
    """The newest first; `of` is an outcome."""
    return await _scans(request, door, of if of in words.OUTCOMES else "", cursor)


@post("/events/{event_id:uuid}/attendance/scans/{scan_id:uuid}/override", guards=PLAN)
async def override(request: Asker, door: NamedDependency[Event], scan_id: FromPath[UUID]) -> Answer:
    """Lets in whom the door refused, with a reason."""
    form = await read_form(request, OverrideIn)
    with form.refusing():
        await actions.admit_anyway(request.user, door, scan_id, form.value.reason, clock.now())
    if not form.ok:
        return await _scans(request, door, "refused", None, form, scan_id)
    say(request, _("The guest is in. The refusal and your reason stay on record."))
    return redirect(f"/events/{door.id}/attendance/scans")


@post("/events/{event_id:uuid}/attendance/scans/{scan_id:uuid}/undo", guards=[requires(Right.scan)])
async def undo(request: Asker, door: NamedDependency[Event], scan_id: FromPath[UUID]) -> Answer:
    """Takes a scan back within ten minutes, the clock's own too."""
    await undoing.undo_scan(request.user, door, scan_id, clock.now())
    say(request, _("Taken back. The scan stays on record as undone."))
    return redirect(f"/events/{door.id}/attendance/scans")


async def _scans(
    request: Asker,
    event: Event,
    of: str,
    cursor: str | None,
    form: Form[OverrideIn] | None = None,
    about: UUID | None = None,
) -> Answer:
    rows = await queries.scans_before(event, of, after(cursor), A_PAGE + 1)
    if about is not None and about not in {row["scan_id"] for row in rows}:
        one = await queries.scan(event, about)
        rows = [one, *rows] if one else rows
    base = f"/events/{event.id}/attendance/scans?of={of}"
    return page(
        "checkin/scans.html",
        status=form.status if form else 200,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        scans=rows[:A_PAGE],
        of=of,
        form=form or Form.blank(OverrideIn),
        blank=Form.blank(OverrideIn),
        about=about,
        undoable_from=clock.now() - undoing.WITHIN,
        words=words.spoken(),
        may_override=request.user.may(Right.plan_events),
        admittable=[reason.value for reason in actions.ADMITTABLE],
        first_url=base if cursor else "",
        next_url=f"{base}&cursor={rows[A_PAGE - 1]['id']}" if len(rows) > A_PAGE else "",
    )


doors: list[Any] = [scans, override, undo]
