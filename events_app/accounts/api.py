"""JSON doors: who am I, and the API tokens' own page of facts."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get

from events_app.accounts.rights import Right
from events_app.shapes import Out


class MeOut(Out):
    """The user that the token belongs to."""

    id: UUID | None
    name: str
    organisation_id: UUID
    institution_id: UUID | None
    rights: list[Right]


@get("/me")
async def me(request: Request[Any, Any, Any]) -> MeOut:
    """Who the token speaks for, and what it may do."""
    actor = request.user
    return MeOut(
        id=actor.user,
        name=actor.name,
        organisation_id=actor.organisation,
        institution_id=actor.institution,
        rights=sorted(actor.rights),
    )


router = Router(path="/", route_handlers=[me], tags=["Accounts"])
