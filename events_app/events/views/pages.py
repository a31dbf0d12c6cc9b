"""Doors for people: the month and the week of the organisation, in its own zone."""

from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.params import FromQuery, QueryParameter

from events_app import clock
from events_app.events import listing
from events_app.events.access import Asker
from events_app.events.tables import EventKind
from events_app.events.views import grid, queries, spans
from events_app.events.views.lines import Lines
from events_app.events.views.queries import Wanted
from events_app.events.views.words import states
from events_app.events.words import kind_options
from events_app.ids import uuid_of
from events_app.web.pages import page

Answer = Response[Any]
InRoom = Annotated[str, QueryParameter(name="room")]


@get("/calendar/month")
async def month(
    request: Asker, month: FromQuery[str] = "", in_room: InRoom = "", kind: FromQuery[str] = ""
) -> Answer:
    """A month's events by day: a grid, on a phone a list."""
    zone, now, wanted = _zone(request), clock.now(), _wanted(in_room, kind)
    today = now.astimezone(ZoneInfo(zone)).date()
    span = spans.month_asked(month) or spans.month_of(today)
    found = await queries.events_in(request.user, *span.moments(zone), wanted, now)
    parts = await queries.sessions_a_day(request.user.organisation, *span.moments(zone), zone)
    days = grid.days_of(span, found[: queries.MOST], zone, parts)
    around = spans.months_beside(span)
    misread = _misread(month, span)
    return await _page(request, "month", span, days, len(found), today, wanted, around, misread=misread)


@get("/calendar/week")
async def week(
    request: Asker, week: FromQuery[str] = "", in_room: InRoom = "", kind: FromQuery[str] = ""
) -> Answer:
    """A week's events and sessions by day and hour: a grid, on a phone a list."""
    zone, now, wanted = _zone(request), clock.now(), _wanted(in_room, kind)
    today = now.astimezone(ZoneInfo(zone)).date()
    asked = spans.week_asked(week)
    span = asked or spans.week_of(today)
    asking = (request.user, *span.moments(zone), wanted, now)
    found = [*await queries.events_in(*asking), *await queries.sessions_in(*asking)]
    days = grid.days_of(span, found[: queries.MOST], zone)
    around = spans.weeks_beside(span)
    misread = bool(week and not asked)
    return await _page(request, "week", span, days, len(found), today, wanted, around, misread=misread)


async def _page(
    request: Asker,
    view: str,
    span: spans.Span,
    days: list[grid.Day],
    found: int,
    today: date,
    wanted: Wanted,
    around: tuple[str, str],
    *,
    misread: bool,
) -> Answer:
    zone, kept, may_plan = _zone(request), wanted.kept(), request.user.may("plan_events")
    return page(
        f"events/views/{view}.html",
        view=view,
        span=span,
        days=days,
        hours=grid.hours_of(days),
        hour_text=grid.hour_text,
        today=today,
        zone=zone,
        noon=span.moments(zone)[0],
        around=around,
        misread=misread,
        cut=found > queries.MOST,
        any=bool(found),
        wanted=wanted,
        rooms=await listing.room_options(request.user.organisation),
        kinds=kind_options(),
        states=states(),
        week_text=spans.week_text,
        month_text_of=spans.month_text,
        kept=kept,
        lines=Lines(view, today, kept, may_plan=may_plan),
        may_plan=may_plan,
        nav_current="events",
    )


def _misread(asked: str, span: spans.Span) -> bool:
    return bool(asked) and asked != spans.month_text(span.anchor)


def _zone(request: Asker) -> str:
    zone: str = request.scope["state"]["organisation"].timezone
    return zone


def _wanted(room: str, kind: str) -> Wanted:
    """What cannot be read narrows nothing."""
    return Wanted(uuid_of(room), EventKind(kind) if kind in list(EventKind) else None)


doors: list[Any] = [month, week]
