"""Pages of an event's certificates: who earned one and why not, issuing, printing."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from events_app import clock, i18n
from events_app.checkin.certificates import actions, listing, making, words
from events_app.checkin.certificates.access import HERE, PDF, PLAN, READERS
from events_app.checkin.certificates.earning import Candidate, candidates
from events_app.checkin.certificates.forms import CertificatePrint, CertificateReason
from events_app.checkin.certificates.listing import Show
from events_app.checkin.certificates.planning import plan_of
from events_app.documents import serve
from events_app.errors import NotFound, Refusal
from events_app.events.access import Asker
from events_app.events.handing_out import note_handed_out
from events_app.events.runs.tables import PaperRun
from events_app.events.tables import Event
from events_app.i18n import _, ngettext
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A_PAGE = 100
Number = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]
Part = Annotated[int, QueryParameter(ge=1, le=100, description="500 at a time, by name.")]


@get(HERE, guards=READERS)
async def certificates(
    event: NamedDependency[Event],
    show: FromQuery[Show] = Show.all,
    q: FromQuery[str] = "",
    number: Number = 1,
) -> Answer:
    """Everybody who could have one: who earned it, who did not and why, what was issued."""
    return await _list(event, Form.blank(CertificatePrint), show, q[:200], number)


@post(f"{HERE}/issue", guards=PLAN)
async def issue(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Issues for everybody who earned one and has none."""
    form = await read_form(request, CertificatePrint)
    try:
        done = await actions.issue_earned(request.user, event, clock.now())
    except Refusal as refusal:
        return await _list(event, form.refuse(refusal), Show.all, "", 1)
    say(request, _issued(done))
    return redirect(f"/events/{event.id}/certificates?show=issued")


@post(f"{HERE}/print", guards=READERS, status_code=200)
async def print_all(request: Asker, event: NamedDependency[Event]) -> Answer:
    """All that stand: a file where they are few, a page that says how far they are where they are many."""
    form = await read_form(request, CertificatePrint)
    with form.refusing():
        made = await making.print_all(request.user, event, form.value, clock.now())
    if not form.ok:
        return await _list(event, form, Show.all, "", 1)
    if isinstance(made, PaperRun):
        return redirect(f"/events/{event.id}/paper-runs/{made.id}")
    return serve.made(made.filename, PDF, made.data)


@get(f"{HERE}/people/{{person_id:uuid}}", guards=PLAN)
async def give_form(event: NamedDependency[Event], person_id: FromPath[UUID]) -> Answer:
    """Somebody whom the rule says no to, and the field for the reason."""
    return await _give(event, await _candidate(event, person_id), Form.blank(CertificateReason))


@post(f"{HERE}/people/{{person_id:uuid}}", guards=PLAN)
async def give(request: Asker, event: NamedDependency[Event], person_id: FromPath[UUID]) -> Answer:
    """Issues one though the rule says no."""
    form = await read_form(request, CertificateReason)
    with form.refusing():
        done = await actions.issue_one(request.user, event, person_id, form.value.reason, clock.now())
    if not form.ok:
        return await _give(event, await _candidate(event, person_id), form)
    say(request, _("The certificate is issued: %(number)s.", number=done.first.number))
    return redirect(f"/events/{event.id}/certificates/{done.first.id}")


@get("/events/{event_id:uuid}/documents/certificates.pdf", guards=READERS, media_type=PDF, refuses=["409"])
async def certificates_pdf(request: Asker, event: NamedDependency[Event], part: Part = 1) -> Response[bytes]:
    """All certificates that stand, 500 at a time."""
    made = await making.all_of(event, clock.now(), part)
    await note_handed_out(request.user, event, made.filename)
    return serve.made(made.filename, PDF, made.data)


@get("/events/{event_id:uuid}/exports/certificates.xlsx", guards=READERS, media_type=XLSX)
async def certificates_xlsx(request: Asker, event: NamedDependency[Event]) -> Response[bytes]:
    """Everybody who could have one, as a workbook."""
    made = await making.workbook(event, i18n.locale())
    await note_handed_out(request.user, event, made.filename)
    return serve.made(made.filename, XLSX, made.data)


async def _list(event: Event, form: Form[Any], show: Show, q: str, number: int) -> Answer:
    plan = await plan_of(event)
    people = await candidates(event, plan)
    rows = listing.narrowed(people, show, q)
    start = (number - 1) * A_PAGE
    return page(
        "checkin/certificates/index.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        over=event.is_over(clock.now()),
        plan=plan,
        form=form,
        counts=listing.counted(people),
        people=rows[start : start + A_PAGE],
        more=len(rows) > start + A_PAGE,
        number=number,
        show=show.value,
        q=q,
        words=words,
    )


async def _give(event: Event, one: Candidate, form: Form[CertificateReason]) -> Answer:
    return page(
        "checkin/certificates/give.html",
        status=form.status,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        one=one,
        form=form,
        words=words,
    )


async def _candidate(event: Event, person: UUID) -> Candidate:
    found = await candidates(event, await plan_of(event), person)
    if not found:
        raise NotFound()
    return found[0]


def _issued(done: actions.Issued) -> str:
    told = ngettext("%(num)s certificate is issued.", "%(num)s certificates are issued.", done.certificates)
    mailed = ngettext("%(num)s is sent by mail.", "%(num)s are sent by mail.", done.mailed)
    left = _("%(left)s are left: press again.", left=done.left) if done.left else ""
    return f"{told} {mailed} {left}".strip()


doors: list[Any] = [certificates, issue, print_all, give_form, give, certificates_pdf, certificates_xlsx]
