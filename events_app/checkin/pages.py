"""The door page: a scanner on a phone, a code box without scripts, and three fields for walk-ins."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin import actions, attendance_pages, handout_pages, queries, undoing, walk_ins, words
from events_app.checkin.absences import pages as absences_pages
from events_app.checkin.badges import pages as badge_pages
from events_app.checkin.badges.access import guest_of_badge
from events_app.checkin.board import pages as board_pages
from events_app.checkin.certificates import one_pages as certificate_pages
from events_app.checkin.certificates import pages as certificates_pages
from events_app.checkin.certificates import public_pages as certificate_proofs
from events_app.checkin.certificates import settings_pages as certificate_settings
from events_app.checkin.certificates.access import (
    certificate_by_code,
    certificate_by_link,
    certificate_here,
)
from events_app.checkin.closing import pages as closing_pages
from events_app.checkin.conflicts import pages as conflicts
from events_app.checkin.devices import pages as devices
from events_app.checkin.forms import ScanIn, TypedScan, WalkInForm
from events_app.checkin.listing import pages as listing_pages
from events_app.checkin.offline import news
from events_app.checkin.offline import pages as offline_pages
from events_app.checkin.offline import shell as offline_shell
from events_app.checkin.overriding import pages as overriding_pages
from events_app.checkin.overriding.actions import ADMITTABLE
from events_app.checkin.paper import pages as paper_pages
from events_app.checkin.photos import pages as photo_pages
from events_app.checkin.photos.access import photo_here
from events_app.checkin.queue_files import pages as queue_file_pages
from events_app.checkin.self_checkin import pages as self_checkin
from events_app.checkin.signatures import pages as signature_pages
from events_app.checkin.signatures import queries as signing
from events_app.checkin.signatures.access import signer_here
from events_app.checkin.tables import Method
from events_app.checkin.verdicts import Verdict
from events_app.events.access import event_for_door, event_for_reader
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.ids import new_id
from events_app.invitations.access import guest_by_link, guest_here
from events_app.invitations.forms import GuestIn
from events_app.stakeholders.queries import institution_choices
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import HtmlPage, page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]
LATEST = 10
NOTHING: Mapping[str, Any] = {}


@get("/door/{event_id:uuid}")
async def door_page(door: NamedDependency[Event]) -> Answer:
    """The scanner; it works without scripts too, by typing."""
    return await _door(door)


@get("/door/{event_id:uuid}/shell")
async def shell(request: Ask, door: NamedDependency[Event]) -> Answer:
    """The same page as a device may keep it: nobody's name, no secret, nothing that grows old but what it may do."""
    kept = await _door(door)
    kept.context |= {
        "latest": [],
        "offices": [],
        "actor": None,
        "may": request.user,
        "csrf_token": "",
        "flashes": [],
        "demo": False,
        "kept": True,
    }
    return kept


@get("/door/{event_id:uuid}/count")
async def count(request: Ask, door: NamedDependency[Event]) -> dict[str, Any]:
    """The counter's two figures and the news, for the page's script."""
    present, expected = await queries.progress(door)
    return {"present": present, "expected": expected} | news.news(door, request.scope["state"]["csrf"])


@get("/door/{event_id:uuid}/latest")
async def latest(door: NamedDependency[Event]) -> Answer:
    """The last scans alone, for a page that was kept without them."""
    return page(
        "checkin/_latest.html",
        event=door,
        latest=await queries.latest_scans(door, LATEST),
        words=words.spoken(),
    )


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
    return await _door(door, verdict=found[0], kept=given.model_dump(exclude={"code"}))


@post("/door/{event_id:uuid}/walk-in", status_code=200)
async def walk_in(request: Ask, door: NamedDependency[Event]) -> Answer:
    """Somebody without an invitation: three fields, and in."""
    form = await read_form(request, WalkInForm)
    with form.refusing():
        given = form.value
        if not given.somebody_else:
            known = await walk_ins.namesakes(door, given.full_name, given.institution_name)
            if known:
                return page(
                    "checkin/namesakes.html", event=door, known=known, form=form, nav_current="events"
                )
        guest = GuestIn(
            full_name=given.full_name, institution_name=given.institution_name, sex=given.sex, walk_in=True
        )
        arrival = await walk_ins.welcome(
            request.user, door, guest, given.device, clock.now(), given.session_id
        )
    if not form.ok:
        return await _door(door, walk_in_form=form, kept=_as_it_was_set(form))
    return await _door(door, verdict=arrival.verdict, kept=_as_it_was_set(form), over=arrival.over_capacity)


@post("/door/{event_id:uuid}/scans/{scan_id:uuid}/undo", guards=[requires(Right.scan)])
async def undo(request: Ask, door: NamedDependency[Event], scan_id: FromPath[UUID]) -> Answer:
    """Takes a scan back, for devices without scripts."""
    await undoing.undo_scan(request.user, door, scan_id, clock.now())
    say(request, _("Taken back. The scan stays on record as undone."))
    return redirect(f"/door/{door.id}")


def _as_it_was_set(form: Form[WalkInForm]) -> dict[str, Any]:
    return {name: form.values.get(name) for name in ("device", "session_id")}


async def _door(
    event: Event,
    *,
    typed_form: Form[TypedScan] | None = None,
    walk_in_form: Form[WalkInForm] | None = None,
    verdict: Verdict | None = None,
    kept: Mapping[str, Any] = NOTHING,
    over: bool = False,
) -> HtmlPage:
    present, expected = await queries.progress(event)
    forms = [form for form in (typed_form, walk_in_form) if form is not None]
    return page(
        "checkin/door.html",
        status=max([form.status for form in forms], default=200),
        event=event,
        form=typed_form or Form.blank(TypedScan, **kept),
        walk_in=walk_in_form or Form.blank(WalkInForm, **kept),
        verdict=verdict,
        over=over,
        present=present,
        expected=expected,
        session_options=[(str(part.session.id), part.session.title) for part in await parts_of(event)],
        latest=await queries.latest_scans(event, LATEST),
        offices=await institution_choices(event.organisation),
        words=words.spoken(),
        kept=False,
        may=None,
        admittable=[reason.value for reason in ADMITTABLE],
        **offline_shell.facts(event),
        signing=await signing.wanted(event),
        nav_current="events",
    )


router = Router(
    path="/",
    route_handlers=[
        door_page,
        shell,
        count,
        latest,
        typed,
        walk_in,
        undo,
        attendance_pages.attendance,
        attendance_pages.live,
        *handout_pages.doors,
        *overriding_pages.doors,
        *closing_pages.doors,
        *devices.doors,
        *offline_pages.doors,
        *queue_file_pages.doors,
        *self_checkin.doors,
        *badge_pages.doors,
        *signature_pages.doors,
        *board_pages.doors,
        *conflicts.doors,
        *absences_pages.doors,
        *paper_pages.doors,
        *listing_pages.doors,
        *photo_pages.doors,
        *certificates_pages.doors,
        *certificate_settings.doors,
        *certificate_pages.doors,
        *certificate_proofs.doors,
    ],
    dependencies={
        "door": Provide(event_for_door),
        "event": Provide(event_for_reader),
        "guest": Provide(guest_here),
        "held": Provide(guest_by_link),
        **devices.dependencies,
        **self_checkin.ROWS,
        "badge_guest": Provide(guest_of_badge),
        "signer": Provide(signer_here),
        **board_pages.ROWS,
        **conflicts.dependencies,
        **listing_pages.ROWS,
        "photo": Provide(photo_here),
        "certificate": Provide(certificate_here),
        "held_certificate": Provide(certificate_by_link),
        "proven": Provide(certificate_by_code),
    },
    include_in_schema=False,
)
