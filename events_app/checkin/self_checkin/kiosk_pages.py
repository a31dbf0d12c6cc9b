"""A tablet at the entrance: it shows one guest their own verdict, then nothing of them."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, QueryParameter

from events_app import clock
from events_app.checkin import actions
from events_app.checkin.forms import ScanIn
from events_app.checkin.self_checkin import words
from events_app.checkin.self_checkin.forms import KioskScan
from events_app.checkin.tables import Method
from events_app.checkin.verdicts import Verdict
from events_app.events.access import Asker
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.web.forms import Form, read_form
from events_app.web.pages import page

Answer = Response[Any]


@get("/door/{event_id:uuid}/kiosk")
async def kiosk(
    door: NamedDependency[Event],
    session: FromQuery[UUID | None] = None,
    at: Annotated[str, QueryParameter(name="device")] = "",
) -> Answer:
    """The waiting page: a camera to show the pass to, a field for the short code."""
    return await _kiosk(door, Form.blank(KioskScan, session_id=session, device=at[:80]))


@post("/door/{event_id:uuid}/kiosk", status_code=200)
async def kiosk_scan(request: Asker, door: NamedDependency[Event]) -> Answer:
    """One guest's verdict; the form comes back empty, so that nothing of them stays."""
    form = await read_form(request, KioskScan)
    if not form.ok:
        return await _kiosk(door, form)
    given = form.value
    scan = ScanIn(
        id=new_id(),
        code=given.code,
        session_id=given.session_id,
        method=Method(given.method),
        scanned_at=clock.now(),
    )
    found = await actions.record_scans(request.user, door.id, given.device, [scan])
    blank = Form.blank(KioskScan, session_id=given.session_id, device=given.device)
    return await _kiosk(door, blank, found[0])


async def _kiosk(event: Event, form: Form[KioskScan], verdict: Verdict | None = None) -> Answer:
    chosen = form.values.get("session_id")
    sessions = {str(part.session.id): part.session.title for part in await parts_of(event)} if chosen else {}
    return page(
        "checkin/self_checkin/kiosk.html",
        status=form.status,
        event=event,
        session=sessions.get(str(chosen), ""),
        form=form,
        verdict=verdict,
        title=words.title_of(verdict) if verdict else "",
        why=words.why(verdict) if verdict else "",
    )


doors: list[Any] = [kiosk, kiosk_scan]
