"""JSON doors of positions and their holders."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter
from pydantic import Field

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.shapes import Moment, Out, Page
from events_app.stakeholders.access import Ask, holding_here, person_here, position_here
from events_app.stakeholders.outputs import Maybe
from events_app.stakeholders.positions import actions, queries
from events_app.stakeholders.positions.forms import EndIn, HoldingIn, HoldingPatch, PositionIn, PositionPatch
from events_app.stakeholders.tables import HoldingKind, Position, PositionHolding
from events_app.web.api import Cursor, Limit, after, listing

READ = [requires(Right.read)]
KEEP = [requires(Right.keep_directory)]
POSITION = {"position": Provide(position_here)}
HOLDING = {"holding": Provide(holding_here)}
Search = Annotated[str, QueryParameter(description="Words that must all occur.", max_length=200)]


class HoldingOut(Out):
    """Somebody's time in a position; `now` says whether it is today."""

    id: UUID
    position_id: UUID = Field(validation_alias="position")
    title: str
    institution_id: UUID | None
    institution: Maybe
    person_id: UUID = Field(validation_alias="person")
    person: str = Field(validation_alias="name")
    kind: HoldingKind
    starts_on: date | None
    ends_on: date | None
    note: Maybe
    now: bool
    created_at: Moment


class PositionOut(Out):
    """A position; `holder_id` is the person who counts today: for good, else acting."""

    id: UUID
    title: str
    is_head: bool
    institution_id: UUID | None
    institution: Maybe
    holder_id: UUID | None
    holdings: list[HoldingOut]
    created_at: Moment


@get("/positions", guards=READ)
async def list_positions(
    request: Ask,
    q: Search = "",
    institution_id: FromQuery[UUID | None] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[PositionOut]:
    """Positions in the order they were added, each with everybody who holds or held it."""
    here = request.user.organisation
    rows = await queries.positions_after(here, after(cursor), limit + 1, q, institution_id)
    return listing(rows, limit, PositionOut.model_validate)


@post("/positions", guards=KEEP)
async def create_position(request: Ask, data: JSONBody[PositionIn]) -> PositionOut:
    """Adds a position; a second of its title in one institution is 409 `position_exists`."""
    return await _position(request, (await actions.create_position(request.user, data)).id)


@get("/positions/{position_id:uuid}", guards=READ)
async def read_position(request: Ask, position_id: FromPath[UUID]) -> PositionOut:
    """One position."""
    return await _position(request, position_id)


@patch("/positions/{position_id:uuid}", guards=KEEP, dependencies=POSITION)
async def change_position(
    request: Ask, position: NamedDependency[Position], data: JSONBody[PositionPatch]
) -> PositionOut:
    """Changes what is sent."""
    await actions.change_position(request.user, position, data.changes())
    return await _position(request, position.id)


@get("/positions/{position_id:uuid}/holdings", guards=READ)
async def list_holdings(request: Ask, position_id: FromPath[UUID]) -> Page[HoldingOut]:
    """Everybody who holds or held it, who counts first; all at once."""
    return Page[HoldingOut](items=(await _position(request, position_id)).holdings)


@post("/positions/{position_id:uuid}/holdings", guards=KEEP, dependencies=POSITION)
async def appoint(request: Ask, position: NamedDependency[Position], data: JSONBody[HoldingIn]) -> HoldingOut:
    """Somebody takes the position; a second for good at one time is 409 `position_held`. `hand_over` ends whoever holds it."""
    return await _holding(request, (await actions.appoint(request.user, position, data)).id)


@get("/holdings/{holding_id:uuid}", guards=READ)
async def read_holding(request: Ask, holding_id: FromPath[UUID]) -> HoldingOut:
    """One holding."""
    return await _holding(request, holding_id)


@patch("/holdings/{holding_id:uuid}", guards=KEEP, dependencies=HOLDING)
async def correct_holding(
    request: Ask, holding: NamedDependency[PositionHolding], data: JSONBody[HoldingPatch]
) -> HoldingOut:
    """Corrects what was written down wrongly."""
    await actions.correct(request.user, holding, data.changes())
    return await _holding(request, holding.id)


@post("/holdings/{holding_id:uuid}/ending", guards=KEEP, dependencies=HOLDING, status_code=200)
async def end_holding(
    request: Ask, holding: NamedDependency[PositionHolding], data: JSONBody[EndIn]
) -> HoldingOut:
    """The holding ends with that day."""
    await actions.end(request.user, holding, data.ends_on)
    return await _holding(request, holding.id)


@get("/people/{person_id:uuid}/holdings", guards=READ)
async def list_holdings_of_person(request: Ask, person_id: FromPath[UUID]) -> Page[HoldingOut]:
    """What somebody holds and held, what counts first; all at once."""
    person = await person_here(request, person_id)
    rows = await queries.holdings_of(request.user.organisation, person.id)
    return Page[HoldingOut](items=[HoldingOut.model_validate(one) for one in rows])


async def _position(request: Ask, position: UUID) -> PositionOut:
    row = await queries.position(request.user.organisation, position)
    if row is None:
        raise NotFound()
    return PositionOut.model_validate(row)


async def _holding(request: Ask, holding: UUID) -> HoldingOut:
    row = await queries.holding(request.user.organisation, holding)
    if row is None:
        raise NotFound()
    return HoldingOut.model_validate(row)


doors = [
    list_positions,
    create_position,
    read_position,
    change_position,
    list_holdings,
    appoint,
    read_holding,
    correct_holding,
    end_holding,
    list_holdings_of_person,
]
