"""JSON doors of who came and who did not."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import delete, get, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires, requires_any
from events_app.accounts.rights import Right
from events_app.checkin.absences import actions, queries
from events_app.checkin.absences.forms import ExcuseIn
from events_app.checkin.absences.queries import Asked, Part
from events_app.checkin.absences.tables import ExcuseKind
from events_app.checkin.verdicts import display_name
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from events_app.shapes import Day, Moment, Out, Page
from events_app.web.api import Cursor, Limit, after

INVITE = [requires(Right.invite)]
SEE = [requires_any(Right.read, Right.scan)]
KNOW = [requires_any(Right.invite, Right.keep_commitments)]
Status = Literal["present", "excused", "absent"]
OfSession = Annotated[UUID | None, QueryParameter(description="Of one session.")]
OfDay = Annotated[Day | None, QueryParameter(description="Of one day in the event's zone.")]


class CameOut(Out):
    """A guest's attendance. status: present, excused, absent (not here, or not yet)."""

    guest_id: UUID
    display_name: str
    institution: str | None
    position: str
    walk_in: bool
    status: str = Field(examples=["present"])
    inside: bool
    first_in_at: Moment | None
    last_in_at: Moment | None
    last_out_at: Moment | None
    left_by_clock: bool
    excuse: ExcuseKind | None
    excuse_note: str | None


class ExcuseOut(Out):
    """Why a guest does not come."""

    guest_id: UUID
    kind: ExcuseKind
    note: str
    created_at: Moment


@get("/events/{event_id:uuid}/attendance/guests", guards=SEE)
async def list_attendance(
    request: Asker,
    event: NamedDependency[Event],
    session_id: OfSession = None,
    day: OfDay = None,
    status: FromQuery[Status | None] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[CameOut]:
    """Everybody expected and everybody who came: of the whole event, one session, or one day.

    Why somebody is excused is for those who invite or keep the commitments, null for others.
    """
    knows = request.user.may(Right.invite) or request.user.may(Right.keep_commitments)
    asked = Asked(status=status or "")
    rows = await queries.listed_after(
        event, Part(day=day, session=session_id), asked, limit + 1, after(cursor)
    )
    more = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Page[CameOut](items=[_came(row, knows) for row in rows[:limit]], next=more)


@get("/events/{event_id:uuid}/excuses", guards=KNOW)
async def list_excuses(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[ExcuseOut]:
    """Who sent word that they do not come, by guest."""
    rows = await queries.excuses(event.id, after(cursor), limit + 1)
    more = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Page[ExcuseOut](items=[_excuse(row) for row in rows[:limit]], next=more)


@get("/events/{event_id:uuid}/guests/{guest_id:uuid}/excuse", guards=KNOW)
async def read_excuse(event: NamedDependency[Event], guest: NamedDependency[Guest]) -> ExcuseOut:
    """Why this guest does not come."""
    return await _one(event, guest)


@put("/events/{event_id:uuid}/guests/{guest_id:uuid}/excuse", guards=INVITE)
async def excuse_guest(
    request: Asker, event: NamedDependency[Event], guest: NamedDependency[Guest], data: JSONBody[ExcuseIn]
) -> ExcuseOut:
    """Note why a guest does not come; somebody who comes all the same is present."""
    await actions.excuse(request.user, guest, data, clock.now())
    return await _one(event, guest)


@delete("/events/{event_id:uuid}/guests/{guest_id:uuid}/excuse", guards=INVITE)
async def unexcuse_guest(request: Asker, guest: NamedDependency[Guest]) -> None:
    """Take the excuse back."""
    await actions.unexcuse(request.user, guest)


async def _one(event: Event, guest: Guest) -> ExcuseOut:
    rows = await queries.excuses(event.id, None, 1, guest.id)
    if not rows:
        raise NotFound()
    return _excuse(rows[0])


def _excuse(row: Any) -> ExcuseOut:
    return ExcuseOut(guest_id=row["id"], kind=row["kind"], note=row["note"], created_at=row["created_at"])


def _came(row: Any, knows: bool) -> CameOut:
    return CameOut(
        guest_id=row["id"],
        display_name=display_name(row),
        institution=row["institution"],
        position=row["position"],
        walk_in=row["walk_in"],
        status=row["status"],
        inside=row["inside"],
        first_in_at=row["first_in"],
        last_in_at=row["last_in"],
        last_out_at=row["last_out"],
        left_by_clock=bool(row["by_clock"]),
        excuse=row["excuse"] if knows else None,
        excuse_note=row["excuse_note"] if knows else None,
    )


doors: list[Any] = [list_attendance, list_excuses, read_excuse, excuse_guest, unexcuse_guest]
