"""Doors for people: make a series with a preview of its dates, see it, extend it, take dates out of it."""

from dataclasses import replace
from datetime import datetime, time
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.moments import local_text
from events_app.events.series import actions, queries, words
from events_app.events.series.actions import SeriesPlan
from events_app.events.series.forms import ExceptionIn
from events_app.events.series.holding import plan_in
from events_app.events.series.plans import Plan, plan_of
from events_app.events.series.recurrence import cut_text, local
from events_app.events.series.rule_form import ExtensionForm, RuleForm, SeriesForm
from events_app.events.series.rule_words import rule_text
from events_app.events.series.tables import EventTemplate, Series
from events_app.events.tables import Event
from events_app.i18n import _, ngettext
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, asked, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]
SHOWN = 50
LAST_MINUTE = time(23, 59)
Answer = Response[Any]


@get("/events/{event_id:uuid}/series", guards=PLAN)
async def series_from_event(request: Asker, event: NamedDependency[Event]) -> Answer:
    """The form of a rule; once it is asked for, its dates."""
    return await _asked(request, await plan_of(event), event)


@post("/events/{event_id:uuid}/series", guards=PLAN)
async def start_from_event(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Makes the series of the dates left ticked."""
    return await _start(request, await plan_of(event), event)


@get("/event-templates/{template_id:uuid}/series", guards=PLAN)
async def series_from_template(request: Asker, template: NamedDependency[EventTemplate]) -> Answer:
    """The same, from a template."""
    return await _asked(request, plan_in(template), template)


@post("/event-templates/{template_id:uuid}/series", guards=PLAN)
async def start_from_template(request: Asker, template: NamedDependency[EventTemplate]) -> Answer:
    """The same, from a template."""
    return await _start(request, plan_in(template), template)


@get("/series", guards=READ)
async def all_series(request: Asker, cursor: FromQuery[str] = "") -> Answer:
    """Every series, with how many occurrences are ahead."""
    rows = await queries.series_of(request.user, uuid_of(cursor), SHOWN + 1)
    shown = await queries.standings(rows[:SHOWN], clock.now())
    more = f"/series?cursor={rows[SHOWN - 1].id}" if len(rows) > SHOWN else ""
    return page("events/series/index.html", rows=shown, more=more, nav_current="events")


@get("/series/{series_id:uuid}", guards=READ)
async def show_series(request: Asker, series: NamedDependency[Series]) -> Answer:
    """All occurrences with their states, and what can be done to them together."""
    return await _page(request, series)


@post("/series/{series_id:uuid}/publish", guards=PLAN)
async def publish_all(request: Asker, series: NamedDependency[Series]) -> Answer:
    """Publishes every draft that is ahead."""
    count = await actions.publish_series(request.user, series, clock.now())
    say(request, ngettext("%(num)s occurrence is published.", "%(num)s occurrences are published.", count))
    return redirect(f"/series/{series.id}")


@post("/series/{series_id:uuid}/extension", guards=PLAN)
async def extend(request: Asker, series: NamedDependency[Series]) -> Answer:
    """Another end; what is new is made."""
    form = await read_form(request, ExtensionForm)
    with form.refusing():
        day = form.value.until
        until = datetime.combine(day, LAST_MINUTE) if day else None
        end = actions.End(form.value.count, until, form.value.without_room)
        grown = await actions.extend_series(request.user, series, end)
    if not form.ok:
        return await _page(request, series, extending=form)
    _tell(request, grown)
    return redirect(f"/series/{series.id}")


@post("/series/{series_id:uuid}/exceptions", guards=PLAN)
async def leave_out(request: Asker, series: NamedDependency[Series]) -> Answer:
    """Takes an occurrence out: a draft vanishes, a published one is cancelled."""
    form = await read_form(request, ExceptionIn)
    if form.ok:
        try:
            found = await actions.except_occurrence(
                request.user, series, form.value.event_id, form.value.reason, clock.now()
            )
        except Refusal as refusal:
            form.refuse(refusal)
            if refusal.status_code == 422:
                form.errors = {"reason": _("Please fill this in.")}
    if not form.ok:
        return await _page(request, series, excepting=form)
    say(request, _("The occurrence is cancelled.") if found else _("The draft is taken out of the series."))
    return redirect(f"/series/{series.id}")


async def _asked(request: Asker, plan: Plan, source: Event | EventTemplate) -> Answer:
    if "freq" not in request.query_params:
        return await _form(request, plan, source, _blank(plan, source))
    return await _form(request, plan, source, asked(RuleForm, request))


async def _start(request: Asker, plan: Plan, source: Event | EventTemplate) -> Answer:
    form = await read_form(request, SeriesForm)
    with form.refusing():
        grown = await actions.start_series(request.user, _kept(plan, source, form.value))
    if not form.ok:
        return await _form(request, plan, source, form)
    _tell(request, grown)
    return redirect(f"/series/{grown.series.id}")


def _kept(plan: Plan, source: Event | EventTemplate, form: SeriesForm) -> SeriesPlan:
    """The series of the dates that are still ticked."""
    wanted = _wanted(plan, source, form)
    kept = {local(moment, plan.timezone) for moment in form.keep}
    if wanted.first is not None:
        kept.add(local(form.starts_at, plan.timezone))
    gone = frozenset(start for start in wanted.dates().starts if start not in kept)
    return replace(
        wanted, leave_out=gone, without_room=form.without_room, without_holidays=form.without_holidays
    )


def _wanted(plan: Plan, source: Event | EventTemplate, form: RuleForm) -> SeriesPlan:
    first = source if isinstance(source, Event) and source.starts_at == form.starts_at else None
    return SeriesPlan(plan, form.starts_at, form.text(), rdates=form.rdates, first=first)


def _blank(plan: Plan, source: Event | EventTemplate) -> Form[RuleForm]:
    start = local_text(source.starts_at, plan.timezone) if isinstance(source, Event) else None
    return Form.blank(RuleForm, timezone=plan.timezone, starts_at=start, count=6)


async def _form(request: Asker, plan: Plan, source: Event | EventTemplate, form: Form[Any]) -> Answer:
    shown, text = None, ""
    if form.parsed is not None:
        with form.refusing():
            text = form.parsed.text()
            shown = await queries.preview(request.user, _wanted(plan, source, form.parsed))
    is_event = isinstance(source, Event)
    base = f"/events/{source.id}" if is_event else f"/event-templates/{source.id}"
    return page(
        "events/series/form.html",
        status=form.status,
        form=form,
        shown=shown,
        text=text if shown else "",
        in_words=rule_text(text) if shown else "",
        source=source,
        name=source.title if isinstance(source, Event) else source.name,
        base=base,
        plan=plan,
        cut=cut_text(),
        frequencies=words.options(words.FREQUENCIES),
        weekdays=words.options(words.WEEKDAYS),
        monthly=words.options(words.MONTHLY),
        ends=words.options(words.ENDS),
        nav_current="events",
    )


async def _page(request: Asker, series: Series, **forms: Form[Any]) -> Answer:
    events, now = await queries.occurrences_of(request.user, series), clock.now()
    blank: dict[str, Form[Any]] = {
        "extending": Form.blank(ExtensionForm),
        "excepting": Form.blank(ExceptionIn),
    }
    shown = blank | forms
    return page(
        "events/series/show.html",
        status=max(form.status for form in shown.values()),
        series=series,
        in_words=rule_text(series.rule),
        events=events,
        drafts=sum(1 for event in events if event.state == "draft" and event.starts_at > now),
        now=now,
        nav_current="events",
        **shown,
    )


def _tell(request: Asker, grown: actions.Grown) -> None:
    count = len(grown.made)
    say(request, ngettext("%(num)s occurrence is made.", "%(num)s occurrences are made.", count))
    if grown.cut:
        say(request, cut_text(), "info")
    for loss in [loss for one in grown.made for loss in one.losses][:5]:
        say(request, loss.text, "warning")


doors = [
    series_from_event,
    start_from_event,
    series_from_template,
    start_from_template,
    all_series,
    show_series,
    publish_all,
    extend,
    leave_out,
]
