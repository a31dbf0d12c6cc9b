"""A series' row: found, locked, and its plan kept in step with what its occurrences became."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.database import fetch_one
from events_app.errors import NotFound
from events_app.events.series.plans import Plan
from events_app.events.series.recurrence import Dates, dates_of, local
from events_app.events.series.tables import Series


async def locked_series(organisation: UUID, series: UUID) -> Series:
    """The series as it is now, its row ours until the transaction ends: changes of one series take turns."""
    sql = "SELECT id FROM series WHERE id = $1 AND organisation = $2 FOR NO KEY UPDATE"
    if await fetch_one(sql, series, organisation) is None:
        raise NotFound()
    fresh = await Series.objects().get(Series.id == series)
    assert fresh is not None, "a locked row cannot vanish"
    return fresh


def plan_in(row: Any) -> Plan:
    """The plan that a template or a series keeps."""
    return Plan.model_validate_json(row.plan)


async def keep_plan(
    series: Series,
    fields: dict[str, Any],
    start: timedelta,
    end: timedelta,
    closing: list[timedelta | None],
) -> None:
    """Occurrences made from now on are what the changed ones have become."""
    plan = plan_in(series)
    own = {name: value for name, value in fields.items() if name != "room_id"}
    if "room_id" in fields:
        plan.room = fields["room_id"]
    plan.own = plan.own | own
    plan.length = max(60, plan.length + int((end - start).total_seconds()))
    for after in closing:
        plan.register_by = None if after is None else int(after.total_seconds())
    series.plan = plan.model_dump_json()
    series.shift_seconds += int(start.total_seconds())
    series.title, series.theme, series.confidential = plan.title, plan.theme, plan.confidential
    await series.save()


def dates_in(series: Series, rule: str | None = None) -> Dates:
    """The local starts of the rule as it stands, before any shift; exceptions are still among them."""
    extra = [local(moment, series.timezone) for moment in series.rdates]
    return dates_of(rule or series.rule, local(series.starts_at, series.timezone), series.timezone, extra)


def shifted(series: Series, start: datetime) -> datetime:
    """Where an occurrence of the rule is to be made, after all edits of the series."""
    return start + timedelta(seconds=series.shift_seconds)
