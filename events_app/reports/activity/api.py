"""JSON doors of an event's activity report: its texts, and having it made."""

from typing import Any
from uuid import UUID

from litestar import get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires_any
from events_app.accounts.rights import Right
from events_app.commitments.reporting import actions
from events_app.commitments.reporting.forms import ReportTexts, ReportWish
from events_app.commitments.reporting.tables import ActivityReport
from events_app.events.access import Asker, event_for_reader
from events_app.events.runs import actions as runs
from events_app.events.runs.api import PaperRunOut
from events_app.events.tables import Event
from events_app.reports.activity import making
from events_app.shapes import Out

WRITE = [requires_any(Right.keep_commitments, Right.plan_events)]
HAVE = [requires_any(*making.RIGHTS)]
EVENT = {"event": Provide(event_for_reader)}
BASE = "/events/{event_id:uuid}/activity-report"


class ReportTextsOut(Out):
    """The office's own words in the report; `row_version` 0: nobody has written any."""

    number: str
    basis: str
    background: str
    purpose: str
    course: str
    evaluation: str
    suggestions: str
    signatory_id: UUID | None = Field(validation_alias="signatory")
    row_version: int

    @classmethod
    def of(cls, row: ActivityReport) -> "ReportTextsOut":
        return cls.model_validate(row.to_dict())


@get(BASE, guards=HAVE, dependencies=EVENT)
async def read_activity_report(event: NamedDependency[Event]) -> ReportTextsOut:
    """The texts of the activity report."""
    return ReportTextsOut.of(await actions.texts_of(event))


@put(BASE, guards=WRITE, dependencies=EVENT)
async def write_activity_report(
    request: Asker, event: NamedDependency[Event], data: JSONBody[ReportTexts]
) -> ReportTextsOut:
    """Write all of the texts anew; with `row_version` only if nobody wrote meanwhile."""
    return ReportTextsOut.of(await actions.write(request.user, event, data))


@post(f"{BASE}/runs", guards=HAVE, dependencies=EVENT, status_code=202)
async def make_activity_report(
    request: Asker, event: NamedDependency[Event], data: JSONBody[ReportWish]
) -> PaperRunOut:
    """Have the report made; the same one asked for meanwhile is made once. See the paper runs for its file."""
    run = await making.ask(request.user, event, data, clock.now())
    [row] = await runs.runs_of(event, only=run)
    return PaperRunOut.of(row)


doors: list[Any] = [read_activity_report, write_activity_report, make_activity_report]
