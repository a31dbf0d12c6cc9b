"""JSON doors of holidays."""

from datetime import date
from typing import Annotated, Any

from litestar import delete, get, patch, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.holidays import actions
from events_app.events.holidays.access import holiday_on
from events_app.events.holidays.forms import HolidayIn, HolidayLines, HolidayPatch
from events_app.events.holidays.lines import read
from events_app.events.holidays.queries import Known, known_between
from events_app.events.holidays.tables import HolidayKind
from events_app.shapes import Out

PLAN = [requires(Right.plan_events)]
READ = [requires(Right.read)]
HERE = {"holiday": Provide(holiday_on)}
Year = Annotated[int | None, QueryParameter(ge=2000, le=2100, description="This year when not given.")]


class HolidayOut(Out):
    """A day; `source` names the decree, or is empty for the organisation's own; `removed`: people work."""

    day: date
    name: str
    kind: HolidayKind
    source: str
    changed: bool
    removed: bool
    row_version: int


class HolidaysOut(Out):
    """The days of a year, removed ones included."""

    items: list[HolidayOut]


class ImportedOut(Out):
    """How many days were kept."""

    days: int


@get("/holidays", guards=READ)
async def list_holidays(request: Asker, year: Year = None) -> HolidaysOut:
    """A year's holidays: the decreed list as this organisation has changed it."""
    year = year or clock.now().year
    found = await known_between(request.user.organisation, date(year, 1, 1), date(year, 12, 31))
    return HolidaysOut(items=[_out(one) for one in found])


@post("/holidays", guards=PLAN)
async def add_holiday(request: Asker, data: JSONBody[HolidayIn]) -> HolidayOut:
    """Add a day, or say anew what a day is."""
    return _out(await actions.add_holiday(request.user, data))


@post("/holidays/imports", guards=PLAN)
async def import_holidays(request: Asker, data: JSONBody[HolidayLines]) -> ImportedOut:
    """Add many days from lines of CSV. With one line that is wrong, none is kept."""
    return ImportedOut(days=await actions.add_holidays(request.user, read(data.lines)))


@get("/holidays/{day:str}", guards=READ, dependencies=HERE)
async def read_holiday(holiday: NamedDependency[Known]) -> HolidayOut:
    """What is known of a day."""
    return _out(holiday)


@patch("/holidays/{day:str}", guards=PLAN, dependencies=HERE)
async def update_holiday(
    request: Asker, holiday: NamedDependency[Known], data: JSONBody[HolidayPatch]
) -> HolidayOut:
    """Another name or kind. 409 `changed_meanwhile` for an old `row_version`."""
    return _out(await actions.change_holiday(request.user, holiday, data))


@delete("/holidays/{day:str}", guards=PLAN, status_code=204, dependencies=HERE)
async def remove_holiday(request: Asker, holiday: NamedDependency[Known]) -> None:
    """People work that day; a decreed day can be restored."""
    await actions.remove_holiday(request.user, holiday)


@post("/holidays/{day:str}/restoration", guards=PLAN, status_code=200, dependencies=HERE)
async def restore_holiday(request: Asker, holiday: NamedDependency[Known]) -> HolidayOut:
    """What the decreed list says stands again."""
    return _out(await actions.restore_holiday(request.user, holiday))


def _out(known: Known) -> HolidayOut:
    return HolidayOut.model_validate(known)


doors: list[Any] = [
    list_holidays,
    add_holiday,
    import_holidays,
    read_holiday,
    update_holiday,
    remove_holiday,
    restore_holiday,
]
