"""One certificate: its paper, the correction of its name, its revocation; and all those of one person."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock
from events_app.checkin.certificates import actions, making, queries, words
from events_app.checkin.certificates.access import HERE, PDF, PLAN, READERS
from events_app.checkin.certificates.forms import CertificateName, CertificateRevocation
from events_app.checkin.certificates.tables import Certificate
from events_app.documents import serve
from events_app.events.access import Asker
from events_app.events.handing_out import note_handed_out
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.stakeholders.access import person_here
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
ONE = f"{HERE}/{{certificate_id:uuid}}"


@get(ONE, guards=READERS)
async def certificate(event: NamedDependency[Event], certificate: NamedDependency[Certificate]) -> Answer:
    """What was issued, in which versions, and whether it stands."""
    return await _one(event, certificate, Form.blank(CertificateName, name=certificate.name), None)


@post(f"{ONE}/name", guards=PLAN)
async def correct(
    request: Asker, event: NamedDependency[Event], certificate: NamedDependency[Certificate]
) -> Answer:
    """Another name under the same number."""
    form = await read_form(request, CertificateName)
    with form.refusing():
        await actions.correct(request.user, certificate, form.value.name, clock.now())
    if not form.ok:
        return await _one(event, certificate, form, None)
    say(request, _("The name is corrected; number, link and code stay the same."))
    return redirect(f"/events/{event.id}/certificates/{certificate.id}")


@post(f"{ONE}/revocation", guards=PLAN)
async def revoke(
    request: Asker, event: NamedDependency[Event], certificate: NamedDependency[Certificate]
) -> Answer:
    """Not valid any more."""
    form = await read_form(request, CertificateRevocation)
    with form.refusing():
        await actions.revoke(request.user, certificate, form.value.reason, clock.now())
    if not form.ok:
        return await _one(event, certificate, Form.blank(CertificateName, name=certificate.name), form)
    say(request, _("The certificate is revoked."))
    return redirect(f"/events/{event.id}/certificates/{certificate.id}")


@get(f"{ONE}/certificate.pdf", guards=READERS, media_type=PDF)
async def certificate_pdf(
    request: Asker, event: NamedDependency[Event], certificate: NamedDependency[Certificate]
) -> Response[bytes]:
    """Its paper. 410 once it is revoked."""
    made = await making.standing(await queries.told(certificate.id), clock.now())
    await note_handed_out(request.user, event, made.filename)
    return serve.made(made.filename, PDF, made.data)


@get("/people/{person_id:uuid}/certificates", guards=READERS)
async def of_person(request: Asker, person_id: FromPath[UUID]) -> Answer:
    """Everything somebody got here, with the lesson hours of each year and in all."""
    person = await person_here(request, person_id)
    rows = await queries.of_person(request.user, person.id)
    return page(
        "checkin/certificates/person.html",
        nav_current="people",
        person=person,
        rows=rows,
        years=queries.years(rows),
        words=words,
    )


async def _one(
    event: Event,
    certificate: Certificate,
    form: Form[CertificateName],
    revoking: Form[CertificateRevocation] | None,
) -> Answer:
    revoking = revoking or Form.blank(CertificateRevocation)
    return page(
        "checkin/certificates/show.html",
        status=max(form.status, revoking.status),
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        one=await queries.told(certificate.id),
        versions=await queries.versions(certificate.id),
        form=form,
        revoking=revoking,
        words=words,
    )


doors: list[Any] = [certificate, correct, revoke, certificate_pdf, of_person]
