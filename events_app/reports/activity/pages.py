"""The page of an event's activity report: its texts, and the report as a file."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide

from events_app import clock
from events_app.accounts.access import requires_any
from events_app.accounts.rights import Right
from events_app.commitments.reporting import actions
from events_app.commitments.reporting.forms import ReportTexts, ReportWish
from events_app.events.access import Asker, event_for_reader
from events_app.events.runs import actions as runs
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.invitations.letters import signing
from events_app.reports.activity import making
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

WRITE = [requires_any(Right.keep_commitments, Right.plan_events)]
HAVE = [requires_any(*making.RIGHTS)]
EVENT = {"event": Provide(event_for_reader)}
BASE = "/events/{event_id:uuid}/report"
Answer = Response[Any]


@get(BASE, guards=HAVE, dependencies=EVENT)
async def report(event: NamedDependency[Event]) -> Answer:
    """The texts as they are, and what was made of them lately."""
    return await _page(event, await _known(event))


@post(BASE, guards=WRITE, dependencies=EVENT)
async def write(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps the texts, or says what is wrong with them."""
    form = await read_form(request, ReportTexts)
    with form.refusing():
        await actions.write(request.user, event, form.value)
    if not form.ok:
        return await _page(event, form)
    say(request, gettext("The texts of the report are kept."))
    return redirect(f"/events/{event.id}/report")


@post(f"{BASE}/runs", guards=HAVE, dependencies=EVENT)
async def make(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Has the report made, and leads to where it will lie."""
    form = await read_form(request, ReportWish)
    if not form.ok:
        return await _page(event, await _known(event), form)
    run = await making.ask(request.user, event, form.value, clock.now())
    return redirect(f"/events/{event.id}/paper-runs/{run}")


async def _known(event: Event) -> Form[ReportTexts]:
    known = await actions.texts_of(event)
    names = ("number", "basis", "background", "purpose", "course", "evaluation", "suggestions", "row_version")
    values = {name: getattr(known, name) for name in names}
    return Form.blank(ReportTexts, **values, signatory_id=known.signatory)


async def _page(event: Event, form: Form[ReportTexts], wish: Form[ReportWish] | None = None) -> Answer:
    wish = wish or Form.blank(ReportWish, form="pdf", language=event.language)
    return page(
        "reports/activity/show.html",
        status=max(form.status, wish.status),
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form,
        wish=wish,
        signatories=await signing.choices(event.organisation, (await actions.texts_of(event)).signatory),
        runs=(await runs.runs_of(event, making.KIND))[:5],
    )


doors: list[Any] = [report, write, make]
