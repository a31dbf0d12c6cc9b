"""What a program reads of a report."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from events_app.reports.rates import Figures, Rate
from events_app.shapes import Out

_COUNTS: dict[str, Any] = {
    "commitments": 3,
    "not_yet_ratified": 1,
    "total": 8,
    "verified": 4,
    "infeasible": 1,
    "cancelled": 0,
    "overdue": 2,
    "completion_rate": 0.571,
    "completion_rate_n": 7,
    "on_time_rate": None,
    "on_time_rate_n": 4,
    "median_days_late": 12.5,
    "median_days_late_n": 2,
    "infeasible_rate": 0.125,
    "on_time_rate_current": 0.667,
    "on_time_rate_current_n": 6,
    "median_slip": 14,
    "median_slip_n": 2,
    "return_rate": 0.2,
    "return_rate_n": 5,
    "median_turnaround_days": 3,
    "median_turnaround_days_n": 5,
    "stale_rate": None,
    "stale_rate_n": 3,
    "reporting_rate": None,
    "reporting_rate_n": 3,
    "evidence_rate": None,
    "evidence_rate_n": 4,
    "carried_over": 1,
    "states": {"open": 1, "in_progress": 2, "submitted": 0, "returned": 0, "verified": 4, "infeasible": 1},
    "ageing": {"1-7": 1, "8-30": 1, "31-90": 0, ">90": 0},
}


class FiguresOut(Out):
    """`total` and what follows count actions of agreed commitments. A rate over fewer than 5 is null."""

    commitments: int
    not_yet_ratified: int = Field(description="Of the commitments, those that wait for an absent head")
    total: int
    verified: int
    infeasible: int
    cancelled: int
    overdue: int
    completion_rate: float | None = Field(description="verified / (total - cancelled - infeasible)")
    completion_rate_n: int
    on_time_rate: float | None = Field(
        description="Done by the first due date, of all whose first date is past"
    )
    on_time_rate_n: int
    median_days_late: float | None = Field(description="Of the late ones; what is still owed counts to today")
    median_days_late_n: int
    infeasible_rate: float | None
    on_time_rate_current: float | None = Field(
        description="Done by the current due date, of all whose current date is past"
    )
    on_time_rate_current_n: int
    median_slip: float | None = Field(description="Days that due dates were moved, of those that were moved")
    median_slip_n: int
    return_rate: float | None = Field(description="Verdicts that returned a submission, of all verdicts")
    return_rate_n: int
    median_turnaround_days: float | None = Field(description="Whole days from a submission to its verdict")
    median_turnaround_days_n: int
    stale_rate: float | None = Field(
        description="Neither moved nor reported on for 30 days, of those still owed"
    )
    stale_rate_n: int
    reporting_rate: float | None = Field(
        description="Reported on within 30 days, of those owed for 30 days or longer"
    )
    reporting_rate_n: int
    evidence_rate: float | None = Field(
        description="Accepted submissions with evidence, of all accepted ones"
    )
    evidence_rate_n: int
    carried_over: int = Field(description="How often a later meeting looked at an action again")
    states: dict[str, int]
    ageing: dict[str, int] = Field(description="Overdue actions by days past their due date")


class InstitutionFiguresOut(FiguresOut):
    """The same of one institution's promises."""

    institution_id: UUID
    name: str


class CommitmentReportOut(FiguresOut):
    """The whole, and each institution that promised something."""

    model_config = ConfigDict(
        from_attributes=True,
        json_schema_extra={
            "examples": [
                _COUNTS
                | {
                    "by_institution": [
                        _COUNTS
                        | {"institution_id": "01930000-0000-7000-8000-000000000003", "name": "Dinas Sosial"}
                    ]
                }
            ]
        },
    )

    by_institution: list[InstitutionFiguresOut]


def report_out(whole: Figures, by_institution: list[tuple[UUID, str, Figures]]) -> CommitmentReportOut:
    """The report as JSON."""
    rows = [
        InstitutionFiguresOut(institution_id=id_, name=name, **members(figures))
        for id_, name, figures in by_institution
    ]
    return CommitmentReportOut(by_institution=rows, **members(whole))


def members(figures: Figures) -> dict[str, Any]:
    """What a program reads of figures, by name."""
    counts = (
        "commitments",
        "not_yet_ratified",
        "total",
        "verified",
        "infeasible",
        "cancelled",
        "overdue",
        "states",
        "ageing",
    )
    return {name: getattr(figures, name) for name in counts} | {
        "completion_rate": figures.completion.value,
        "completion_rate_n": figures.completion.n,
        "on_time_rate": figures.punctuality.value,
        "on_time_rate_n": figures.punctuality.n,
        "median_days_late": figures.median_days_late,
        "median_days_late_n": figures.late,
        "infeasible_rate": figures.infeasibility.value,
        "median_slip": figures.median_slip,
        "median_slip_n": figures.moved,
        "median_turnaround_days": figures.median_turnaround,
        "median_turnaround_days_n": figures.verdicts,
        "carried_over": figures.carried,
        **_rate("on_time_rate_current", figures.punctuality_now),
        **_rate("return_rate", figures.returns),
        **_rate("stale_rate", figures.staleness),
        **_rate("reporting_rate", figures.reporting),
        **_rate("evidence_rate", figures.proof),
    }


def _rate(name: str, rate: Rate) -> dict[str, Any]:
    return {name: rate.value, f"{name}_n": rate.n}
