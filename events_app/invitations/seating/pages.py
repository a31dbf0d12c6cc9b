"""Pages of seats: quotas, who waits for what, and the reserve for a second wave."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _, ngettext
from events_app.invitations.asking.deadlines import inviting_of
from events_app.invitations.notes import say_unsent
from events_app.invitations.seating import actions, queries, waves
from events_app.invitations.seating.access import quota_here
from events_app.invitations.seating.forms import PlaceForm, QuotaForm, WaveForm
from events_app.invitations.seating.tables import Quota
from events_app.invitations.tables import Invitation
from events_app.stakeholders.queries import institution_choices
from events_app.stakeholders.tables import InstitutionKind
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
INVITE = [requires(Right.invite)]


@get("/events/{event_id:uuid}/quotas", guards=READ)
async def quotas(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Every quota with what is taken of it, and a form for one more."""
    return await _quotas(request, event, Form.blank(QuotaForm, of="kind"))


@post("/events/{event_id:uuid}/quotas", guards=INVITE)
async def add(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps one more."""
    form = await read_form(request, QuotaForm)
    with form.refusing():
        await actions.add_quota(request.user, event, form.value.quota(), clock.now())
    if not form.ok:
        return await _quotas(request, event, form)
    say(request, _("The quota is kept."))
    return redirect(f"/events/{event.id}/quotas")


@get("/events/{event_id:uuid}/quotas/{quota_id:uuid}", guards=INVITE)
async def edit(event: NamedDependency[Event], quota: NamedDependency[Quota]) -> Answer:
    """The form of one."""
    of = "kind" if quota.kind else "group" if quota.stakeholder_group else "institution"
    facts = {"label": quota.label, "kind": quota.kind, "seats": quota.seats, "row_version": quota.row_version}
    form = Form.blank(
        QuotaForm, of=of, group_id=quota.stakeholder_group, institution_id=quota.institution, **facts
    )
    return await _edit(event, quota, form)


@post("/events/{event_id:uuid}/quotas/{quota_id:uuid}", guards=INVITE)
async def change(request: Asker, event: NamedDependency[Event], quota: NamedDependency[Quota]) -> Answer:
    """Writes it anew."""
    form = await read_form(request, QuotaForm)
    with form.refusing():
        await actions.change_quota(request.user, quota, form.value.quota(), clock.now())
    if not form.ok:
        return await _edit(event, quota, form)
    say(request, _("The quota is kept."))
    return redirect(f"/events/{event.id}/quotas")


@post("/events/{event_id:uuid}/quotas/{quota_id:uuid}/remove", guards=INVITE)
async def remove(request: Asker, event: NamedDependency[Event], quota: NamedDependency[Quota]) -> Answer:
    """Takes it away."""
    await actions.remove_quota(request.user, quota, clock.now())
    say(request, _("The quota is removed."))
    return redirect(f"/events/{event.id}/quotas")


@get("/events/{event_id:uuid}/waiting-list", guards=READ)
async def waiting_list(request: Asker, event: NamedDependency[Event]) -> Answer:
    """The order of the line, what each waits for, and who would be asked next."""
    return await _waiting(request, event, Form.blank(WaveForm))


@post("/events/{event_id:uuid}/waiting-list", guards=INVITE)
async def ask_next(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Asks the next of the reserve."""
    form = await read_form(request, WaveForm)
    with form.refusing():
        said, now = form.value, clock.now()
        done = await waves.ask_next(request.user, event, said.count, said.answer_by, now)
    if not form.ok:
        return await _waiting(request, event, form)
    say(request, ngettext("%(num)s invitation is sent.", "%(num)s invitations are sent.", done.sent))
    say_unsent(request, done.problems)
    return redirect(f"/events/{event.id}/waiting-list")


@post("/events/{event_id:uuid}/invitations/{invitation_id:uuid}/reserve", guards=INVITE)
async def move(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> Answer:
    """One place up or down in the reserve."""
    form = await read_form(request, PlaceForm)
    if form.ok:
        await waves.move_in_reserve(request.user, event, invitation, form.value.to)
    return redirect(f"/events/{event.id}/waiting-list")


async def _choices(event: Event) -> dict[str, Any]:
    return {
        "kinds": [kind.value for kind in InstitutionKind],
        "groups": await queries.groups(event.organisation),
        "institutions": await institution_choices(event.organisation),
    }


async def _quotas(request: Asker, event: Event, form: Form[QuotaForm]) -> Answer:
    return page(
        "invitations/seating/quotas.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        quotas=await queries.quotas(event),
        form=form,
        may_invite=request.user.may(Right.invite),
        **await _choices(event),
    )


async def _edit(event: Event, quota: Quota, form: Form[QuotaForm]) -> Answer:
    return page(
        "invitations/seating/edit.html",
        status=form.status,
        nav_current="events",
        event=event,
        quota=quota,
        form=form,
        **await _choices(event),
    )


async def _waiting(request: Asker, event: Event, form: Form[WaveForm]) -> Answer:
    return page(
        "invitations/seating/waiting.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        seats=await queries.line_of(event),
        inviting=await inviting_of(event),
        form=form,
        may_invite=request.user.may(Right.invite),
    )


ROWS = {"quota": Provide(quota_here)}
doors: list[Any] = [quotas, add, edit, change, remove, waiting_list, ask_next, move]
