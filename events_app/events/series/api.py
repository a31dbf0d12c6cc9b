"""JSON doors of doing things again: copies, templates, series."""

from typing import Annotated

from litestar import delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.forms import EventPatch
from events_app.events.series import actions, copying, queries, scopes
from events_app.events.series.access import readable
from events_app.events.series.answers import (
    EditedOut,
    PlannedOut,
    PreviewOut,
    SeriesOut,
    SeriesWhole,
    TemplateOut,
    date_out,
    edited_out,
    planned_out,
    series_whole,
    template_out,
)
from events_app.events.series.forms import Again, ExceptionIn, ExtensionIn, Scope, SeriesIn, TemplateIn
from events_app.events.series.preparing import event_here, prepared
from events_app.events.series.recurrence import local
from events_app.events.series.tables import EventTemplate, Series
from events_app.events.tables import Event
from events_app.web.api import Cursor, Limit, Page, after, listing

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]
Reach = Annotated[
    Scope, QueryParameter(name="scope", description="How far a change of an occurrence of a series reaches.")
]
DetachedToo = Annotated[bool, QueryParameter(description="Reach those that were changed by themselves, too.")]


@post("/events/{event_id:uuid}/copies", guards=PLAN)
async def copy_event(request: Asker, event: NamedDependency[Event], data: JSONBody[Again]) -> PlannedOut:
    """Make its plan again at another start. What could not be held then is named in `warnings`."""
    return planned_out(await copying.copy_event(request.user, event, data), clock.now())


@patch("/events/{event_id:uuid}", guards=PLAN)
async def update_event(
    request: Asker,
    event: NamedDependency[Event],
    data: JSONBody[EventPatch],
    reach: Reach = "this",
    detached_too: DetachedToo = False,
) -> EditedOut:
    """Change what is sent. A whole event that moves takes its sessions along.

    In a series, `scope` reaches `this` occurrence, it and the `following` ones, or `all` that are ahead; what was
    left as it is stands in `warnings`.
    """
    now = clock.now()
    edited = await scopes.edit(request.user, event, data, now, reach, detached_too=detached_too)
    return edited_out(edited, now)


@post("/event-templates", guards=PLAN)
async def create_template(request: Asker, data: JSONBody[TemplateIn]) -> TemplateOut:
    """Keep an event's plan under a name."""
    event = await event_here(request.user, data.event_id)
    return template_out(await copying.keep_template(request.user, event, data.name))


@get("/event-templates", guards=READ)
async def list_templates(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[TemplateOut]:
    """The organisation's templates."""
    rows = await queries.templates_of(request.user, after(cursor), limit + 1)
    return listing(rows, limit, template_out)


@get("/event-templates/{template_id:uuid}", guards=READ)
async def read_template(template: NamedDependency[EventTemplate]) -> TemplateOut:
    """One template."""
    return template_out(template)


@delete("/event-templates/{template_id:uuid}", guards=PLAN)
async def delete_template(request: Asker, template: NamedDependency[EventTemplate]) -> None:
    """Forget it; events made from it stay."""
    await copying.drop_template(request.user, template)


@post("/event-templates/{template_id:uuid}/events", guards=PLAN)
async def use_template(
    request: Asker, template: NamedDependency[EventTemplate], data: JSONBody[Again]
) -> PlannedOut:
    """A new draft from a template. What could not be held then is named in `warnings`."""
    return planned_out(await copying.use_template(request.user, template, data), clock.now())


@post("/series", guards=PLAN)
async def create_series(request: Asker, data: JSONBody[SeriesIn]) -> SeriesWhole:
    """Make a series and all its occurrences. 409 `rooms_taken` names every date the room is taken on."""
    grown = await actions.start_series(request.user, await prepared(request.user, data))
    return await _whole(request, grown.series, grown)


@post("/series/preview", guards=PLAN, status_code=200)
async def preview_series(request: Asker, data: JSONBody[SeriesIn]) -> PreviewOut:
    """The dates of a rule and what stands in their way; nothing is made."""
    shown = await queries.preview(request.user, await prepared(request.user, data))
    return PreviewOut(dates=[date_out(date) for date in shown.dates], cut=shown.cut)


@get("/series", guards=READ)
async def list_series(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[SeriesOut]:
    """The organisation's series."""
    rows = await queries.series_of(request.user, after(cursor), limit + 1)
    return listing(rows, limit, SeriesOut.model_validate)


@get("/series/{series_id:uuid}", guards=READ)
async def read_series(request: Asker, series: NamedDependency[Series]) -> SeriesWhole:
    """One series with its occurrences."""
    return await _whole(request, series)


@post("/series/{series_id:uuid}/extension", guards=PLAN, status_code=200)
async def extend_series(
    request: Asker, series: NamedDependency[Series], data: JSONBody[ExtensionIn]
) -> SeriesWhole:
    """Another end for its rule; the dates after the last occurrence are made."""
    until = local(data.until, series.timezone) if data.until else None
    end = actions.End(data.count, until, data.without_room)
    grown = await actions.extend_series(request.user, series, end)
    return await _whole(request, grown.series, grown)


@post("/series/{series_id:uuid}/exceptions", guards=PLAN, status_code=200)
async def except_occurrence(
    request: Asker, series: NamedDependency[Series], data: JSONBody[ExceptionIn]
) -> SeriesWhole:
    """An occurrence that does not take place: a draft vanishes, a published one is cancelled with the reason."""
    await actions.except_occurrence(request.user, series, data.event_id, data.reason, clock.now())
    return await _whole(request, await readable(Series, request.user, series.id))


async def _whole(request: Asker, series: Series, grown: actions.Grown | None = None) -> SeriesWhole:
    events = await queries.occurrences_of(request.user, series)
    made = grown.made if grown else []
    return series_whole(series, events, clock.now(), made, cut=bool(grown and grown.cut))


doors = [
    copy_event,
    update_event,
    create_template,
    list_templates,
    read_template,
    delete_template,
    use_template,
    create_series,
    preview_series,
    list_series,
    read_series,
    extend_series,
    except_occurrence,
]
