"""Pages of signing: whether the door asks for it, who signed, and the field to sign in on the door's phone."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from pydantic import ValidationError

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.signatures import actions, drawing, queries
from events_app.checkin.signatures.forms import SignatureForm, SigningIn
from events_app.checkin.verdicts import display_name
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations.tables import Guest
from events_app.stakeholders.tables import Person
from events_app.web.faults import field_errors
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
PLAN = [requires(Right.plan_events)]
SCAN = [requires(Right.scan)]
Session = FromQuery[UUID | None]


@get("/events/{event_id:uuid}/signatures", guards=PLAN)
async def signatures(event: NamedDependency[Event]) -> Answer:
    """Whether they are asked for, and those that stand."""
    return page(
        "checkin/signatures/index.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        wanted=await queries.wanted(event),
        signatures=await queries.standing(event),
        name=display_name,
        drawing=lambda row: drawing.svg(
            queries.strokes_of(row["strokes"]), _("Signature of %(name)s", name=display_name(row))
        ),
    )


@post("/events/{event_id:uuid}/signatures", guards=PLAN)
async def ask(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Has the door ask, or no longer."""
    form = await read_form(request, SigningIn)
    if form.ok:
        await actions.ask(request.user, event, form.value.wanted, clock.now())
        say(
            request,
            _("The door asks for signatures.")
            if form.value.wanted
            else _("The door asks for no signatures."),
        )
    return redirect(f"/events/{event.id}/signatures")


@post("/events/{event_id:uuid}/signatures/{guest_id:uuid}/remove", guards=PLAN)
async def remove(
    request: Asker, door: NamedDependency[Event], signer: NamedDependency[Guest], session_id: Session = None
) -> Answer:
    """Takes one away."""
    await actions.remove(request.user, door, signer, session_id, clock.now())
    say(request, _("The signature is removed."))
    return redirect(f"/events/{door.id}/signatures")


@get("/door/{event_id:uuid}/sign/{guest_id:uuid}", guards=SCAN)
async def sign_page(
    door: NamedDependency[Event], signer: NamedDependency[Guest], session_id: Session = None
) -> Answer:
    """The field to sign in; without scripts the tick for paper."""
    return await _sign(door, signer, Form.blank(SignatureForm, session_id=session_id), session_id)


@post("/door/{event_id:uuid}/sign/{guest_id:uuid}", guards=SCAN)
async def sign(request: Asker, door: NamedDependency[Event], signer: NamedDependency[Guest]) -> Answer:
    """Keeps it, and back to the door."""
    form = await read_form(request, SignatureForm)
    if form.ok:
        try:
            await actions.sign(request.user, door, signer, form.value.signature(), clock.now())
        except ValidationError as wrong:
            form.errors |= {fault.field.split(".")[0]: fault.message for fault in field_errors(wrong)}
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _sign(door, signer, form, None)
    say(request, _("Signed. Thank you."))
    return redirect(f"/door/{door.id}")


async def _sign(event: Event, guest: Guest, form: Form[SignatureForm], session: UUID | None) -> Answer:
    person = await Person.objects().get(Person.id == guest.person)
    return page(
        "checkin/signatures/sign.html",
        status=form.status,
        nav_current="events",
        event=event,
        guest=guest,
        name=person.display_name if person else "",
        form=form,
        wanted=await queries.wanted(event),
        signed=await queries.one(event, guest.id, session) is not None,
    )


doors: list[Any] = [signatures, ask, remove, sign_page, sign]
