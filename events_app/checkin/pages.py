"""The door page: a scanner on a phone, a code box without scripts, and three fields for walk-ins."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin import actions, attendance_pages, handout_pages, queries, undoing, walk_ins, words
from events_app.checkin.forms import ScanIn, TypedScan, WalkInForm
from events_app.checkin.tables import Method
from events_app.checkin.verdicts import Verdict
from events_app.errors import Refusal
from events_app.events.access import event_for_door, event_for_reader
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.ids import new_id
from events_app.invitations.access import guest_by_link
from events_app.invitations.forms import GuestIn
from events_app.stakeholders.queries import institution_choices
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]
LATEST = 10


@get("/door/{event_id:uuid}")
async def door_page(door: NamedDependency[Event]) -> Answer:
    """The scanner; it works without scripts too, by typing."""
    return await _door(door)


@get("/door/{event_id:uuid}/count")
async def count(door: NamedDependency[Event]) -> dict[str, int]:
    """The counter's two figures, for the page's script."""
    present, expected = await queries.progress(door)
    return {"present": present, "expected": expected}


@post("/door/{event_id:uuid}", status_code=200)
async def typed(request: Ask, door: NamedDependency[Event]) -> Answer:
    """One typed code, answered on the page."""
    form = await read_form(request, TypedScan)
    if not form.ok:
        return await _door(door, typed_form=form)
    given = form.value
    scan = ScanIn(
        id=new_id(),
        code=given.code,
        session_id=given.session_id,
        direction=given.direction,
        method=Method.typed,
        scanned_at=clock.now(),
    )
    found = await actions.record_scans(request.user, door.id, given.device, [scan])
    return await _door(door, verdict=found[0], device=given.device)


@post("/door/{event_id:uuid}/walk-in", status_code=200)
async def walk_in(request: Ask, door: NamedDependency[Event]) -> Answer:
    """Somebody without an invitation: three fields, and in."""
    form = await read_form(request, WalkInForm)
    if not form.ok:
        return await _door(door, walk_in_form=form)
    given = form.value
    guest = GuestIn(
        full_name=given.full_name, institution_name=given.institution_name, sex=given.sex, walk_in=True
    )
    try:
        arrival = await walk_ins.welcome(request.user, door, guest, given.device, clock.now())
    except Refusal as refusal:
        return await _door(door, walk_in_form=form.refuse(refusal))
    return await _door(door, verdict=arrival.verdict, device=given.device, over=arrival.over_capacity)


@post("/door/{event_id:uuid}/scans/{scan_id:uuid}/undo", guards=[requires(Right.scan)])
async def undo(request: Ask, door: NamedDependency[Event], scan_id: FromPath[UUID]) -> Answer:
    """Takes a scan back, for devices without scripts."""
    await undoing.undo_scan(request.user, door, scan_id, clock.now())
    say(request, _("Taken back. The scan stays on record as undone."))
    return redirect(f"/door/{door.id}")


async def _door(
    event: Event,
    *,
    typed_form: Form[TypedScan] | None = None,
    walk_in_form: Form[WalkInForm] | None = None,
    verdict: Verdict | None = None,
    device: str = "",
    over: bool = False,
) -> Answer:
    present, expected = await queries.progress(event)
    forms = [form for form in (typed_form, walk_in_form) if form is not None]
    return page(
        "checkin/door.html",
        status=max([form.status for form in forms], default=200),
        event=event,
        form=typed_form or Form.blank(TypedScan, device=device),
        walk_in=walk_in_form or Form.blank(WalkInForm, device=device),
        verdict=verdict,
        over=over,
        present=present,
        expected=expected,
        session_options=[(part.session.id, part.session.title) for part in await parts_of(event)],
        latest=await queries.latest_scans(event, LATEST),
        offices=await institution_choices(event.organisation),
        words=words.spoken(),
        nav_current="events",
    )


router = Router(
    path="/",
    route_handlers=[
        door_page,
        count,
        typed,
        walk_in,
        undo,
        attendance_pages.attendance,
        attendance_pages.live,
        *handout_pages.doors,
    ],
    dependencies={
        "door": Provide(event_for_door),
        "event": Provide(event_for_reader),
        "held": Provide(guest_by_link),
    },
    include_in_schema=False,
)
