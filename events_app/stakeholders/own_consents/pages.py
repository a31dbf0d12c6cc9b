"""The page of one's own consents, by any personal link; looking changes nothing."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from events_app import clock
from events_app.i18n import _
from events_app.stakeholders.consents import words
from events_app.stakeholders.own_consents import actions
from events_app.stakeholders.own_consents.holders import Holder, holder_by_link
from events_app.stakeholders.own_consents.queries import own
from events_app.web.flash import say
from events_app.web.pages import page, redirect

Answer = Response[Any]
HOLDER = {"holder": Provide(holder_by_link)}


@get("/my-consents/{own_link:str}", public=True, dependencies=HOLDER)
async def show(holder: NamedDependency[Holder]) -> Answer:
    """What I agreed to, and what of it stands."""
    return page(
        "stakeholders/own_consents/show.html",
        holder=holder,
        rows=await own(holder),
        purpose=words.purpose_name,
    )


@post("/my-consents/{own_link:str}/{consent_id:uuid}/taken-back", public=True, dependencies=HOLDER)
async def take_back(
    request: Request[Any, Any, Any], holder: NamedDependency[Holder], consent_id: FromPath[UUID]
) -> Answer:
    """Takes one back, at one tap."""
    one = await actions.take_back(holder, consent_id, clock.now())
    say(
        request, _("Taken back: %(purpose)s. The organiser sees it.", purpose=words.purpose_name(one.purpose))
    )
    return redirect(f"/my-consents/{holder.link}")


doors: list[Any] = [show, take_back]
