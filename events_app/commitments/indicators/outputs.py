"""What programs get of indicators."""

from typing import Any
from uuid import UUID

from pydantic import ConfigDict, Field

from events_app.commitments.indicators.queries import Figures
from events_app.commitments.indicators.reading import Line, LineOutcome
from events_app.commitments.indicators.shipped import Shipped
from events_app.commitments.indicators.tables import Scheme
from events_app.shapes import Moment, Out


class ChosenIndicatorOut(Out):
    """One that a commitment serves."""

    id: UUID
    scheme: Scheme
    version: str
    code: str
    label: str
    label_en: str


class IndicatorOut(ChosenIndicatorOut):
    """An indicator with what was promised for it; a rate over fewer than five actions is null, its n is `counted`."""

    retired_at: Moment | None = Field(description="Since when it is offered no more.")
    commitments: int
    actions: int
    counted: int
    verified: int
    overdue: int
    completion_rate: float | None


class ServingOut(Out):
    """A commitment that serves it."""

    id: UUID
    ref: str
    title: str
    state: str
    institution: str
    actions: int
    verified: int


class IndicatorSheetOut(IndicatorOut):
    """An indicator with the commitments that serve it."""

    serving: list[ServingOut]


class LoadedOut(Out):
    """How many indicators were read."""

    count: int


class IndicatorLineOut(Out):
    """A line of a file, and what would become of it: create, update, unchanged or error."""

    line: int
    outcome: LineOutcome
    said: dict[str, str] = Field(description="The cells as they stand, by the names of their columns.")
    problems: list[str]


class IndicatorLinesOut(Out):
    """Every line, and how many there are of each outcome."""

    rows: list[IndicatorLineOut]
    counts: dict[LineOutcome, int]


class ShippedListOut(Out):
    """A list that comes along; nothing of it stands here until it is loaded."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    scheme: Scheme
    version: str
    source: str
    count: int


class ShippedListsOut(Out):
    """All that come along."""

    items: list[ShippedListOut]


def facts_of(one: Figures) -> dict[str, Any]:
    """What every answer says of an indicator."""
    return {name: getattr(one, name) for name in IndicatorOut.model_fields}


def indicator_out(one: Figures) -> IndicatorOut:
    """An indicator as JSON."""
    return IndicatorOut(**facts_of(one))


def line_out(one: Line) -> IndicatorLineOut:
    """A line as JSON."""
    return IndicatorLineOut(line=one.line, outcome=one.outcome, said=one.said, problems=one.problems)


def counts_of(lines: list[Line]) -> dict[LineOutcome, int]:
    """How many lines there are of each outcome."""
    return {outcome: sum(one.outcome == outcome for one in lines) for outcome in LineOutcome}


def shipped_out(one: Shipped) -> ShippedListOut:
    """A list that comes along, as JSON."""
    facts = {name: getattr(one, name) for name in ("name", "scheme", "version", "source")}
    return ShippedListOut(**facts, count=len(one.rows))
