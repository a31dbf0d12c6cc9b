"""What programs get: templates, series with their occurrences, and the preview of a rule."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import SerializerFunctionWrapHandler, model_serializer

from events_app.events.answers import EventOut, PublishWarningOut, event_facts, event_out
from events_app.events.series.fitting import Loss
from events_app.events.series.holding import plan_in
from events_app.events.series.making import Made
from events_app.events.series.queries import Previewed
from events_app.events.series.recurrence import cut_text
from events_app.events.series.scopes import Edited
from events_app.events.series.tables import EventTemplate, Series
from events_app.events.tables import Event
from events_app.shapes import Moment, Out


class PlannedOut(EventOut):
    """An event made from a plan; the warnings name what of it could not be held."""

    warnings: list[PublishWarningOut]


class TemplateOut(Out):
    """A plan kept under a name."""

    id: UUID
    name: str
    title: str
    timezone: str
    minutes: int
    sessions: int
    created_at: Moment


class SeriesOut(Out):
    """A series: `rule` is its RRULE, read from `starts_at` in `timezone`."""

    id: UUID
    title: str
    theme: str
    rule: str
    timezone: str
    starts_at: Moment
    exdates: list[Moment]
    rdates: list[Moment]
    created_at: Moment


class SeriesWhole(SeriesOut):
    """A series with its occurrences, and what a writer should know."""

    occurrences: list[EventOut]
    warnings: list[PublishWarningOut]


class DateOut(Out):
    """A date of a rule, in local time, and what stands in its way."""

    local: str
    warnings: list[PublishWarningOut]


class PreviewOut(Out):
    """The dates of a rule; `cut` when it goes on beyond them."""

    dates: list[DateOut]
    cut: bool


class EditedOut(EventOut):
    """An event after a change; in a series how many occurrences it reached, and which stayed as they were.

    One that belongs to no series is answered as it is read, without these two.
    """

    changed: int | None = None
    warnings: list[PublishWarningOut] | None = None

    @model_serializer(mode="wrap")
    def _without_what_is_of_series(self, write: SerializerFunctionWrapHandler) -> Any:
        written = write(self)
        dropped = {"changed", "warnings"} if self.changed is None else set[str]()
        return {name: value for name, value in written.items() if name not in dropped}


def planned_out(made: Made, now: datetime) -> PlannedOut:
    return PlannedOut(**event_facts(made.event, now), warnings=[_lost(loss) for loss in made.losses])


def template_out(row: EventTemplate) -> TemplateOut:
    plan = plan_in(row)
    return TemplateOut(
        id=row.id,
        name=row.name,
        title=plan.title,
        timezone=plan.timezone,
        minutes=plan.length // 60,
        sessions=len(plan.parts),
        created_at=row.created_at,
    )


def series_whole(
    series: Series, events: Sequence[Event], now: datetime, made: Sequence[Made] = (), *, cut: bool = False
) -> SeriesWhole:
    warnings = [_lost(loss) for one in made for loss in one.losses]
    if cut:
        warnings.insert(0, PublishWarningOut(code="rule_goes_on", message=cut_text()))
    facts: dict[str, Any] = {name: getattr(series, name) for name in SeriesOut.model_fields}
    return SeriesWhole(**facts, occurrences=[event_out(one, now) for one in events], warnings=warnings)


def date_out(date: Previewed) -> DateOut:
    warnings = [_lost(loss) for loss in date.losses]
    if date.holiday:
        warnings.insert(0, PublishWarningOut(code="holiday", message=date.notes[0]))
    if not date.exists:
        warnings = [PublishWarningOut(code="hour_missing", message=date.notes[0])]
    return DateOut(local=f"{date.start:%Y-%m-%dT%H:%M:%S}", warnings=warnings)


def edited_out(edited: Edited, now: datetime) -> EditedOut:
    left = [PublishWarningOut(code=one.code, message=one.text) for one in edited.left]
    facts = event_facts(edited.event, now)
    return (
        EditedOut(**facts)
        if edited.event.series is None
        else EditedOut(**facts, changed=edited.changed, warnings=left)
    )


def _lost(loss: Loss) -> PublishWarningOut:
    return PublishWarningOut(code=loss.code, message=loss.text)
