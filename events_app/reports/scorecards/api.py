"""The scorecard for programs."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import get
from litestar.params import FromPath
from pydantic import ConfigDict, Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.tables import ActionState
from events_app.reports.asked import Since, Until
from events_app.reports.forms import ReportFilter
from events_app.reports.history.access import Asker
from events_app.reports.outputs import FiguresOut, members
from events_app.reports.scorecards.months import Quarter
from events_app.reports.scorecards.queries import Scorecard, scorecard
from events_app.shapes import Out
from events_app.stakeholders.access import institution_here
from events_app.web.faults import checked


class OverdueOut(Out):
    """An action past its due date."""

    id: UUID
    ref: str
    title: str
    state: ActionState
    due: date
    days_late: int
    commitment_id: UUID


class PromisedOut(Out):
    """A commitment with the event at which it was made and who said it."""

    id: UUID
    ref: str
    title: str
    event_id: UUID
    event_title: str
    day: date
    said_by: str | None
    position: str | None
    ratification: str
    actions: int
    verified: int


class QuarterOut(Out):
    """What fell due in a quarter by the dates first promised; a rate over fewer than 5 is null."""

    quarter: str
    promised: int
    verified: int
    on_time_rate: float | None
    on_time_rate_n: int


class FunnelOut(Out):
    """Events asked to and attended, then commitments: made, ratified or in no need of it, wholly verified."""

    invited: int
    attended: int
    committed: int
    ratified: int
    verified: int


class ComersOut(Out):
    """Guests of the institution who were expected and who came, women and men."""

    expected: int
    came: int
    women: int
    men: int


class ScorecardOut(Out):
    """An institution's figures beside those of all, and what stands behind them."""

    model_config = ConfigDict(from_attributes=True)

    institution_id: UUID
    name: str
    figures: FiguresOut
    everybody: FiguresOut
    overdue: list[OverdueOut] = Field(description="The longest overdue first, at most 20")
    promised: list[PromisedOut] = Field(description="The latest first, at most 20")
    quarters: list[QuarterOut]
    funnel: FunnelOut
    attendance: ComersOut


@get("/institutions/{institution_id:uuid}/scorecard", guards=[requires(Right.read)])
async def read_scorecard(
    request: Asker, institution_id: FromPath[UUID], since: Since = None, until: Until = None
) -> ScorecardOut:
    """One institution beside all, of promises made at events of these days."""
    institution = await institution_here(request, institution_id)
    span = checked(ReportFilter, {"from": since, "to": until})
    card = await scorecard(request.user, institution.id, span, clock.now())
    return _out(institution.id, institution.name, card)


def _out(institution: UUID, name: str, card: Scorecard) -> ScorecardOut:
    return ScorecardOut(
        institution_id=institution,
        name=name,
        figures=FiguresOut(**members(card.mine)),
        everybody=FiguresOut(**members(card.everybody)),
        overdue=[OverdueOut.model_validate(dict(row)) for row in card.overdue],
        promised=[PromisedOut.model_validate(dict(row)) for row in card.promised],
        quarters=[_quarter(one) for one in card.quarters],
        funnel=FunnelOut.model_validate(card.funnel),
        attendance=ComersOut.model_validate(card.attendance),
    )


def _quarter(one: Quarter) -> QuarterOut:
    return QuarterOut(
        quarter=one.name,
        promised=one.promised,
        verified=one.verified,
        on_time_rate=one.punctuality.value,
        on_time_rate_n=one.punctuality.n,
    )


doors: list[Any] = [read_scorecard]
