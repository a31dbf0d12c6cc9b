"""JSON doors of the leadership's addresses."""

from typing import Any
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.reminding import leaders
from events_app.commitments.reminding.forms import LeaderIn
from events_app.commitments.reminding.tables import LeadershipAddress
from events_app.errors import NotFound
from events_app.shapes import Moment, Out, Page

MANAGE = [requires(Right.manage)]


class LeaderOut(Out):
    """Somebody who reads the summary of each quarter."""

    id: UUID
    office: str = Field(examples=["Sekretaris Daerah"])
    name: str
    email: str = Field(examples=["sekda@lembayung.example"])
    language: str = Field(examples=["id"])
    created_at: Moment


@get("/leadership-addresses", guards=MANAGE)
async def list_leaders(request: Asker) -> Page[LeaderOut]:
    """Those who lead, in the order they were added."""
    rows = await leaders.listed(request.user.organisation)
    return Page[LeaderOut](items=[LeaderOut.model_validate(row) for row in rows])


@post("/leadership-addresses", guards=MANAGE)
async def add_leader(request: Asker, data: JSONBody[LeaderIn]) -> LeaderOut:
    """Add an address. 409 `leader_known` for one that is in the list."""
    made = await leaders.add(request.user, data, clock.now())
    row = await LeadershipAddress.objects().get(LeadershipAddress.id == made)
    if row is None:
        raise NotFound()
    return LeaderOut.model_validate(row)


@delete("/leadership-addresses/{leader_id:uuid}", guards=MANAGE)
async def remove_leader(request: Asker, leader: NamedDependency[LeadershipAddress]) -> None:
    """Take an address off the list; twice is once."""
    await leaders.remove(request.user, leader)


handlers: list[Any] = [list_leaders, add_leader, remove_leader]
