"""JSON doors of one's own consents: any personal link is the permission."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from pydantic import Field

from events_app import clock
from events_app.shapes import Moment, Out, Page
from events_app.stakeholders.own_consents import actions
from events_app.stakeholders.own_consents.holders import Holder, holder_by_link
from events_app.stakeholders.own_consents.queries import own

HOLDER = {"holder": Provide(holder_by_link)}


class OwnConsentOut(Out):
    """What somebody agreed to, for their own eyes; `withdrawn_at` says since when no more."""

    id: UUID
    purpose: str = Field(examples=["contact"])
    wording: str
    given_at: Moment
    withdrawn_at: Moment | None


@get("/my-consents/{own_link:str}", public=True, dependencies=HOLDER)
async def list_own_consents(holder: NamedDependency[Holder]) -> Page[OwnConsentOut]:
    """What the holder of a personal link (answer, pass, follow-up, unsubscribe) agreed to, the latest first.

    Empty where the link speaks for an office, or its mail address is not one person's alone.
    """
    return Page[OwnConsentOut](items=[OwnConsentOut.model_validate(one) for one in await own(holder)])


@post(
    "/my-consents/{own_link:str}/{consent_id:uuid}/withdrawal",
    public=True,
    status_code=200,
    dependencies=HOLDER,
)
async def withdraw_own_consent(holder: NamedDependency[Holder], consent_id: FromPath[UUID]) -> OwnConsentOut:
    """Take one of them back. Twice is once, and keeps the first moment."""
    return OwnConsentOut.model_validate(await actions.take_back(holder, consent_id, clock.now()))


doors: list[Any] = [list_own_consents, withdraw_own_consent]
