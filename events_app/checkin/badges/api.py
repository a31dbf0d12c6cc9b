"""JSON doors of badges: who gets which, roles, and runs that make them."""

from typing import Any
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires_any
from events_app.accounts.rights import Right
from events_app.checkin.badges import actions, people
from events_app.checkin.badges.forms import BadgesIn, RolesIn
from events_app.checkin.badges.people import Holder
from events_app.checkin.badges.tables import BadgeRole
from events_app.events.access import Asker
from events_app.events.runs.api import PaperRunOut
from events_app.events.tables import Event
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, part

INVITERS = [requires_any(Right.invite, Right.manage)]


class BadgeOut(Out):
    """The badge of a guest; `role_given` when somebody chose the role, else it follows from the programme."""

    guest_id: UUID
    display_name: str = Field(examples=["Dra. Hj. Kartini, M.Si"])
    printed_name: str = Field(description="What the badge says: of a child the first name alone.")
    institution: str
    role: BadgeRole
    role_given: bool
    printed: int = Field(description="How often it was printed.")
    last_printed_at: Moment | None

    @classmethod
    def of(cls, one: Holder) -> "BadgeOut":
        return cls(
            guest_id=one.id,
            display_name=one.display_name,
            printed_name=one.printed_name,
            institution=one.institution,
            role=one.role,
            role_given=one.given,
            printed=one.times,
            last_printed_at=one.last,
        )


class RolesGiven(Out):
    """How many badges have another role now."""

    badges: int


@get("/events/{event_id:uuid}/badges", guards=INVITERS)
async def list_badges(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[BadgeOut]:
    """Everybody expected, by name, with the role of their badge and how often it was printed."""
    return part(await people.found(event, "", 100_000, 0), limit, cursor, BadgeOut.of)


@put("/events/{event_id:uuid}/badge-roles", guards=INVITERS)
async def give_badge_roles(
    request: Asker, event: NamedDependency[Event], data: JSONBody[RolesIn]
) -> RolesGiven:
    """Put a role on the badges of these guests; null lets it follow from programme and institution again."""
    return RolesGiven(badges=await actions.give_role(request.user, event, data, clock.now()))


@post("/events/{event_id:uuid}/paper-runs", guards=INVITERS)
async def print_badges(
    request: Asker, event: NamedDependency[Event], data: JSONBody[BadgesIn]
) -> PaperRunOut:
    """Have badges made; ask how far they are, then fetch the file. They count as printed once they are made."""
    run = await actions.begin(request.user, event, data, event.language, clock.now())
    return PaperRunOut.of(run)


doors: list[Any] = [list_badges, give_badge_roles, print_badges]
