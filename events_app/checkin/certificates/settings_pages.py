"""The page on which an event's certificates are set, and the sample that shows how they look."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.checkin.certificates import making, planning, words
from events_app.checkin.certificates.access import HERE, PDF, PLAN
from events_app.checkin.certificates.earning import parts_of
from events_app.checkin.certificates.forms import CertificateSettings
from events_app.checkin.certificates.planning import SAID, plan_of
from events_app.checkin.certificates.tables import CertificatePlan
from events_app.documents import serve
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _, using
from events_app.invitations.letters import signing
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


class CertificateSettingsForm(CertificateSettings):
    """The page's form: a box that is not ticked is not sent, and means no."""

    stage: bool = False


@get(f"{HERE}/settings", guards=PLAN)
async def settings_form(event: NamedDependency[Event]) -> Answer:
    """How this event gives certificates."""
    plan = await plan_of(event)
    facts = {name: getattr(plan, name) for name in SAID}
    form = Form.blank(
        CertificateSettingsForm, **facts, signatory_id=plan.signatory, row_version=plan.row_version
    )
    return await _settings(event, plan, form)


@post(f"{HERE}/settings", guards=PLAN)
async def save_settings(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps them for what is issued from now on."""
    form = await read_form(request, CertificateSettingsForm)
    with form.refusing():
        await planning.keep(request.user, event, form.value, clock.now())
    if not form.ok:
        return await _settings(event, await plan_of(event), form)
    say(request, _("Saved. Certificates that were issued before stay as they are."))
    return redirect(f"/events/{event.id}/certificates/settings")


@get(f"{HERE}/sample.pdf", guards=PLAN, media_type=PDF)
async def sample_pdf(event: NamedDependency[Event]) -> Response[bytes]:
    """How one would look, with a long name."""
    made = await making.sample(event, await plan_of(event), clock.now())
    return serve.shown(made.filename, PDF, made.data)


async def _settings(event: Event, plan: CertificatePlan, form: Form[CertificateSettingsForm]) -> Answer:
    with using(event.language):
        usual = {"title": words.usual_title(), "body": words.usual_body(has_jp=True)}
    return page(
        "checkin/certificates/settings.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        plan=plan,
        form=form,
        usual=usual,
        parts=await parts_of(event),
        signatories=await signing.choices(event.organisation, plan.signatory),
        words=words,
    )


doors: list[Any] = [settings_form, save_settings, sample_pdf]
