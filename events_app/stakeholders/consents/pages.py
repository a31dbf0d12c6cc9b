"""Somebody's consents: what stands, what was taken back, and noting either."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.i18n import _
from events_app.stakeholders.access import Ask, consent_here
from events_app.stakeholders.consents import actions, queries, words
from events_app.stakeholders.consents.forms import ConsentIn, WithdrawIn
from events_app.stakeholders.tables import ConsentRecord, Person
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
KEEP = [requires(Right.keep_directory)]


@get("/people/{person_id:uuid}/consents", guards=KEEP)
async def consents(request: Ask, person: NamedDependency[Person]) -> Answer:
    return await _consents(request, person, Form.blank(ConsentIn, text_version=1))


@post("/people/{person_id:uuid}/consents", guards=KEEP)
async def note_consent(request: Ask, person: NamedDependency[Person]) -> Answer:
    form = await read_form(request, ConsentIn)
    if not form.ok:
        return await _consents(request, person, form)
    await actions.note(request.user, person.id, form.value, clock.now())
    say(request, _("The consent is noted."))
    return redirect(f"/people/{person.id}/consents")


@post("/consents/{consent_id:uuid}/withdrawal", guards=KEEP, dependencies={"consent": Provide(consent_here)})
async def take_back(request: Ask, consent: NamedDependency[ConsentRecord]) -> Answer:
    form = await read_form(request, WithdrawIn)
    with form.refusing():
        await actions.take_back(request.user, consent, form.value, clock.now())
    if form.ok:
        say(request, _("Noted: this consent stands no more."))
    else:
        say(request, next(iter(form.errors.values())), "warning")
    return redirect(f"/people/{consent.person}/consents")


async def _consents(request: Ask, person: Person, form: Form[ConsentIn]) -> Answer:
    rows = await queries.of_person(request.user.organisation, person.id)
    facts = {"person": person, "rows": rows, "form": form, "words": words}
    return page("stakeholders/consents/index.html", status=form.status, **facts)


doors: list[Any] = [consents, note_consent, take_back]
