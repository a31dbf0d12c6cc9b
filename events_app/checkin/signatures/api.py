"""JSON doors of signatures."""

from typing import Any
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.signatures import actions, queries
from events_app.checkin.signatures.forms import SignatureIn, SigningIn
from events_app.checkin.verdicts import display_name
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, part

SCAN = [requires(Right.scan)]
PLAN = [requires(Right.plan_events)]


class SignatureOut(Out):
    """A signature that stands: lines of points between 0 and 1000 on both axes, none where it was given on paper."""

    id: UUID
    guest_id: UUID
    display_name: str
    session_id: UUID | None
    scan_id: UUID | None
    on_paper: bool
    made_at: Moment
    strokes: list[list[list[int]]] = Field(examples=[[[[100, 500], [180, 320], [260, 610]]]])

    @classmethod
    def of(cls, row: Any) -> "SignatureOut":
        return cls(
            id=row["id"],
            guest_id=row["guest"],
            display_name=display_name(row),
            session_id=row["session"],
            scan_id=row["scan_id"],
            on_paper=row["on_paper"],
            made_at=row["made_at"],
            strokes=queries.strokes_of(row["strokes"]),
        )


class SigningOut(Out):
    """Whether the door asks for signatures."""

    wanted: bool


@get("/events/{event_id:uuid}/signing")
async def read_signing(door: NamedDependency[Event]) -> SigningOut:
    """Whether the door asks for signatures."""
    return SigningOut(wanted=await queries.wanted(door))


@put("/events/{event_id:uuid}/signing", guards=PLAN)
async def ask_for_signatures(
    request: Asker, event: NamedDependency[Event], data: JSONBody[SigningIn]
) -> SigningOut:
    """Have the door ask for signatures, or no longer; those that were given stay."""
    await actions.ask(request.user, event, data.wanted, clock.now())
    return SigningOut(wanted=data.wanted)


@get("/events/{event_id:uuid}/signatures")
async def list_signatures(
    door: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[SignatureOut]:
    """The signatures that stand, newest first."""
    rows = [SignatureOut.of(row) for row in await queries.standing(door)]
    return part(rows, limit, cursor, lambda row: row)


@post("/events/{event_id:uuid}/guests/{guest_id:uuid}/signature", guards=SCAN)
async def sign(
    request: Asker, door: NamedDependency[Event], signer: NamedDependency[Guest], data: JSONBody[SignatureIn]
) -> SignatureOut:
    """Keep the signature of a guest who is checked in, where the event asks for it; the same again is the same."""
    await actions.sign(request.user, door, signer, data, clock.now())
    return await _one(door, signer, data.session_id)


@get("/events/{event_id:uuid}/guests/{guest_id:uuid}/signature")
async def read_signature(
    door: NamedDependency[Event], signer: NamedDependency[Guest], session_id: FromQuery[UUID | None] = None
) -> SignatureOut:
    """The signature that stands, for the event or for one session."""
    return await _one(door, signer, session_id)


@delete("/events/{event_id:uuid}/guests/{guest_id:uuid}/signature", guards=PLAN)
async def remove_signature(
    request: Asker,
    door: NamedDependency[Event],
    signer: NamedDependency[Guest],
    session_id: FromQuery[UUID | None] = None,
) -> None:
    """Take it away: the lines are deleted, that there was one stays on record."""
    await actions.remove(request.user, door, signer, session_id, clock.now())


async def _one(event: Event, guest: Guest, session: UUID | None) -> SignatureOut:
    row = await queries.one(event, guest.id, session)
    if row is None:
        raise NotFound()
    return SignatureOut.of(row)


doors: list[Any] = [read_signing, ask_for_signatures, list_signatures, sign, read_signature, remove_signature]
