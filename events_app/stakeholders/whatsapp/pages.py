"""Doors of consent to WhatsApp: two buttons at the person, and the same for programs."""

from typing import Any

from litestar import Response, Router, delete, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.i18n import _
from events_app.shapes import Moment, Out
from events_app.stakeholders.access import Ask, person_here
from events_app.stakeholders.consents.forms import Via
from events_app.stakeholders.tables import Person
from events_app.stakeholders.whatsapp import actions, queries
from events_app.stakeholders.whatsapp.forms import SaidIn
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import redirect

Answer = Response[Any]
KEEP = [requires(Right.keep_directory)]
ROWS = {"person": Provide(person_here)}


class WhatsappConsentOut(Out):
    """Whether somebody agreed to be written to by WhatsApp, since when and how they said so."""

    agreed: bool
    said_at: Moment | None
    via: str


@post("/people/{person_id:uuid}/whatsapp/agree", guards=KEEP)
async def agree(request: Ask, person: NamedDependency[Person]) -> Answer:
    """Records a yes."""
    form = await read_form(request, SaidIn)
    await actions.agree(request.user, person, _via(form), clock.now())
    say(request, _("The consent is recorded."))
    return redirect(f"/people/{person.id}")


@post("/people/{person_id:uuid}/whatsapp/end", guards=KEEP)
async def end(request: Ask, person: NamedDependency[Person]) -> Answer:
    """Records that it ended."""
    form = await read_form(request, SaidIn)
    await actions.end(request.user, person, _via(form), clock.now())
    say(request, _("No more messages go there by WhatsApp."))
    return redirect(f"/people/{person.id}")


@get("/people/{person_id:uuid}/whatsapp-consent", guards=KEEP, dependencies=ROWS)
async def read_whatsapp_consent(person: NamedDependency[Person]) -> WhatsappConsentOut:
    """How it stands."""
    return await _out(person)


@put("/people/{person_id:uuid}/whatsapp-consent", guards=KEEP, dependencies=ROWS)
async def give_whatsapp_consent(
    request: Ask, person: NamedDependency[Person], data: JSONBody[SaidIn]
) -> WhatsappConsentOut:
    """Record that somebody agreed; twice is once."""
    await actions.agree(request.user, person, data.via, clock.now())
    return await _out(person)


@delete("/people/{person_id:uuid}/whatsapp-consent", guards=KEEP, dependencies=ROWS, status_code=204)
async def end_whatsapp_consent(request: Ask, person: NamedDependency[Person]) -> None:
    """Record that somebody wants no more of it; twice is once."""
    await actions.end(request.user, person, Via.in_person, clock.now())


def _via(form: Any) -> Via:
    return form.value.via if form.ok else Via.in_person


async def _out(person: Person) -> WhatsappConsentOut:
    last = await queries.standing(person.id)
    return WhatsappConsentOut(
        agreed=bool(last and last.agreed),
        said_at=last.said_at if last else None,
        via=last.via if last else "",
    )


router = Router(path="/", route_handlers=[agree, end], dependencies=ROWS, include_in_schema=False)
api_doors: list[Any] = [read_whatsapp_consent, give_whatsapp_consent, end_whatsapp_consent]
