"""JSON doors of check-in: the roster, scans and their undoing, attendance, guests without an invitation."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin import actions, answers, queries, undoing, walk_ins
from events_app.checkin.absences import api as absences_api
from events_app.checkin.answers import (
    AttendanceOut,
    GuestAdded,
    Roster,
    ScanOut,
    ScanPage,
    ScanResults,
    Suggestion,
)
from events_app.checkin.badges import api as badge_api
from events_app.checkin.board import api as board_api
from events_app.checkin.certificates import api as certificate_api
from events_app.checkin.closing import api as closing_api
from events_app.checkin.conflicts import api as conflicts
from events_app.checkin.conflicts.access import question_here
from events_app.checkin.devices import api as devices
from events_app.checkin.devices.access import device_here
from events_app.checkin.forms import ScansIn
from events_app.checkin.listing import api as listing_api
from events_app.checkin.overriding import api as overriding_api
from events_app.checkin.paper import api as paper_api
from events_app.checkin.photos import api as photo_api
from events_app.checkin.photos.access import photo_here
from events_app.checkin.self_checkin import api as self_checkin
from events_app.checkin.signatures import api as signature_api
from events_app.checkin.signatures.access import signer_here
from events_app.checkin.walking_in import api as walking_in_api
from events_app.errors import NotFound
from events_app.events.access import Asker, event_for_door, event_for_reader
from events_app.events.tables import Event
from events_app.invitations import queries as inviting
from events_app.invitations.access import guest_here
from events_app.invitations.forms import GuestIn
from events_app.web.api import Cursor, Limit, after

READ = [requires(Right.read)]
SCAN = [requires(Right.scan)]


@post("/events/{event_id:uuid}/scans", status_code=200, guards=SCAN)
async def record_scans(request: Asker, event_id: FromPath[UUID], data: JSONBody[ScansIn]) -> ScanResults:
    """Record scans. Each id is answered once and for good; asking again gives the same answer."""
    try:
        found = await actions.record_scans(
            request.user, event_id, data.device or "", data.scans, data.sent_at
        )
    except NotFound:
        await event_for_door(request, event_id)  # says why not: missing, or not this user's door
        raise
    return ScanResults(found)


@get("/events/{event_id:uuid}/scans")
async def list_scans(door: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None) -> ScanPage:
    """The scans of an event in the order they arrived, refusals and undone ones too."""
    rows = await queries.scans(door, after=after(cursor), limit=limit + 1)
    return answers.scan_page(rows, limit)


@get("/events/{event_id:uuid}/scans/{scan_id:uuid}")
async def read_scan(door: NamedDependency[Event], scan_id: FromPath[UUID]) -> ScanOut:
    """One scan by the id that its device gave it."""
    return answers.scan_out(await _scan(door, scan_id))


@post("/events/{event_id:uuid}/scans/{scan_id:uuid}/undo", status_code=200, guards=SCAN)
async def undo_scan(request: Asker, door: NamedDependency[Event], scan_id: FromPath[UUID]) -> ScanOut:
    """Take a scan back within ten minutes: it stays on record, attendance is counted anew.

    409 `other_session` to a phone that minds another session than the scan's.
    """
    await undoing.undo_scan(request.user, door, scan_id, clock.now())
    return answers.scan_out(await _scan(door, scan_id))


@get("/events/{event_id:uuid}/roster")
async def read_roster(door: NamedDependency[Event]) -> Roster:
    """Everybody on the guest list, known by the digest of their pass; it opens nothing."""
    return answers.roster(await queries.roster(door), clock.now())


@get("/events/{event_id:uuid}/attendance")
async def read_attendance(event: NamedDependency[Event]) -> AttendanceOut:
    """How many were asked, came, and are there now."""
    return answers.attendance(await inviting.numbers(event), await queries.attended(event))


@post("/events/{event_id:uuid}/guests", guards=SCAN)
async def add_guest(request: Asker, door: NamedDependency[Event], data: JSONBody[GuestIn]) -> GuestAdded:
    """Add somebody without an invitation; with `walk_in` they are let in at once, over capacity too.

    A paired phone adds walk-ins alone, and is told neither their pass nor their short code.
    """
    known = await walk_ins.namesakes(door, data.full_name, await queries.office_named(door, data))
    arrival = await walk_ins.welcome(request.user, door, data, "", clock.now())
    return await answers.guest_added(door, arrival, request.user, namesakes=known)


@get("/events/{event_id:uuid}/institution-suggestions")
async def suggest_institutions(
    door: NamedDependency[Event], q: Annotated[str, QueryParameter(max_length=200)] = ""
) -> list[Suggestion]:
    """Up to twenty institutions whose name has these letters: for the walk-in's field at the door."""
    rows = await queries.institutions_like(door, q, 20)
    return [Suggestion(row["id"], row["name"]) for row in rows]


async def _scan(event: Event, scan_id: UUID) -> Any:
    row = await queries.scan(event, scan_id)
    if row is None:
        raise NotFound()
    return row


router = Router(
    path="/",
    route_handlers=[
        record_scans,
        list_scans,
        read_scan,
        undo_scan,
        read_roster,
        read_attendance,
        add_guest,
        suggest_institutions,
        *walking_in_api.doors,
        *overriding_api.doors,
        *closing_api.doors,
        *devices.doors,
        *self_checkin.doors,
        *badge_api.doors,
        *signature_api.doors,
        *board_api.doors,
        *conflicts.doors,
        *absences_api.doors,
        *paper_api.doors,
        *photo_api.doors,
        *listing_api.doors,
        *certificate_api.doors,
    ],
    dependencies={
        "door": Provide(event_for_door),
        "event": Provide(event_for_reader),
        "device": Provide(device_here),
        **self_checkin.ROWS,
        "signer": Provide(signer_here),
        **board_api.ROWS,
        "question": Provide(question_here),
        "guest": Provide(guest_here),
        "photo": Provide(photo_here),
        **listing_api.ROWS,
        **certificate_api.ROWS,
    },
    tags=["Check-in"],
)
