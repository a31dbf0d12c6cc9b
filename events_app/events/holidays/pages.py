"""Doors for people: the year's holidays, and changes of them."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import Invalid
from events_app.events.access import Asker
from events_app.events.holidays import actions
from events_app.events.holidays.access import holiday_on
from events_app.events.holidays.forms import HolidayIn, HolidayLines, HolidayPatch
from events_app.events.holidays.lines import read
from events_app.events.holidays.queries import Known, known_between
from events_app.events.holidays.words import kind_names
from events_app.i18n import _, ngettext
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]
HERE = {"holiday": Provide(holiday_on)}
Answer = Response[Any]


@get("/holidays", guards=READ)
async def index(request: Asker, year: FromQuery[int] = 0) -> Answer:
    """A year's holidays, and for planners the forms that add to them."""
    return await _index(request, year)


@post("/holidays", guards=PLAN)
async def add(request: Asker) -> Answer:
    """Adds a day."""
    form = await read_form(request, HolidayIn)
    if not form.ok:
        return await _index(request, form=form)
    await actions.add_holiday(request.user, form.value)
    say(request, _("The day is in the list."))
    return redirect(f"/holidays?year={form.value.day.year}")


@post("/holidays/import", guards=PLAN)
async def take_lines(request: Asker) -> Answer:
    """Adds many days, or says which lines are wrong and keeps none."""
    form = await read_form(request, HolidayLines)
    if form.ok:
        try:
            days = read(form.value.lines)
        except Invalid as wrong:
            form.errors["lines"] = " ".join(fault.message for fault in wrong.errors[:5])
    if not form.ok:
        return await _index(request, lines=form)
    count = await actions.add_holidays(request.user, days)
    say(request, ngettext("%(num)s day is in the list.", "%(num)s days are in the list.", count))
    return redirect(f"/holidays?year={days[0].day.year}")


@get("/holidays/{day:str}", guards=PLAN, dependencies=HERE)
async def edit(holiday: NamedDependency[Known]) -> Answer:
    """The form of a day."""
    kept = {"name": holiday.name, "kind": holiday.kind, "row_version": holiday.row_version}
    return _day(holiday, Form.blank(HolidayPatch, **kept))


@post("/holidays/{day:str}", guards=PLAN, dependencies=HERE)
async def update(request: Asker, holiday: NamedDependency[Known]) -> Answer:
    """Keeps the change, unless somebody else changed it meanwhile."""
    form = await read_form(request, HolidayPatch)
    with form.refusing():
        await actions.change_holiday(request.user, holiday, form.value)
    if not form.ok:
        return _day(holiday, form)
    say(request, _("Saved."))
    return redirect(f"/holidays?year={holiday.day.year}")


@post("/holidays/{day:str}/remove", guards=PLAN, dependencies=HERE)
async def remove(request: Asker, holiday: NamedDependency[Known]) -> Answer:
    """People work that day."""
    await actions.remove_holiday(request.user, holiday)
    say(request, _("The day is a working day now."))
    return redirect(f"/holidays?year={holiday.day.year}")


@post("/holidays/{day:str}/restore", guards=PLAN, dependencies=HERE)
async def restore(request: Asker, holiday: NamedDependency[Known]) -> Answer:
    """What the list says stands again."""
    await actions.restore_holiday(request.user, holiday)
    say(request, _("The day is as the decree says."))
    return redirect(f"/holidays?year={holiday.day.year}")


async def _index(
    request: Asker,
    year: int = 0,
    form: Form[HolidayIn] | None = None,
    lines: Form[HolidayLines] | None = None,
) -> Answer:
    form, lines = form or Form.blank(HolidayIn, kind="local"), lines or Form.blank(HolidayLines)
    year = year if 2000 <= year <= 2100 else clock.now().year
    first, last = date(year, 1, 1), date(year, 12, 31)
    return page(
        "events/holidays/index.html",
        status=max(form.status, lines.status),
        year=year,
        days=await known_between(request.user.organisation, first, last),
        form=form,
        lines=lines,
        kinds=kind_names(),
        may_plan=request.user.may(Right.plan_events),
        nav_current="events",
    )


def _day(holiday: Known, form: Form[HolidayPatch]) -> Answer:
    return page(
        "events/holidays/day.html",
        status=form.status,
        holiday=holiday,
        form=form,
        kinds=kind_names(),
        nav_current="events",
    )


doors: list[Any] = [index, add, take_lines, edit, update, remove, restore]
