"""The shape in which a program reads how an event's inviting stands."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from events_app.invitations.overview.charts import days
from events_app.invitations.overview.queries import Missing, Overview
from events_app.shapes import Moment, Out


class StepsOut(Out):
    """How many came how far. A step counts whoever took it or a later one; `unopened` answered without opening the link."""

    invited: int = Field(examples=[40])
    delivered: int = Field(examples=[38])
    opened: int = Field(examples=[30])
    answered: int = Field(examples=[25])
    coming: int = Field(examples=[20])
    declined: int = Field(examples=[4])
    undecided: int = Field(description="Perhaps, or on the waiting list.", examples=[1])
    unopened: int = Field(examples=[2])
    failing: int = Field(description="Mail came back, or was refused, for good.", examples=[1])


class KindSteps(StepsOut):
    """The steps of one kind of institution, or of `person`."""

    kind: str = Field(examples=["village"])


class InstitutionSteps(StepsOut):
    """The steps of an institution and of those right below it; most missing first."""

    institution_id: UUID
    name: str = Field(examples=["Kecamatan Mawar"])


class MissingOut(Out):
    """An invitation without an answer. `phone` is for those who invite, null for others."""

    invitation_id: UUID
    name: str = Field(examples=["Kelurahan Kenanga"])
    head: bool = Field(description="Whether it goes to the head of an institution.")
    contact: str = Field(examples=["Drs. Hasan Basri"])
    position: str = Field(examples=["Lurah"])
    phone: str | None = Field(examples=["+6281234567890"])
    sent_at: Moment | None
    delivered: bool
    opened: bool
    failing: bool


class DayOut(Out):
    """The answers that stand, added up to the end of this day."""

    day: date
    coming: int
    declined: int
    undecided: int


class SummaryOut(Out):
    """How the inviting stands. `missing` are the first hundred of `missing_total`: whom mail does not reach, then
    heads, then others."""

    funnel: StepsOut
    by_kind: list[KindSteps]
    by_institution: list[InstitutionSteps]
    missing_total: int
    missing: list[MissingOut]
    expected_by_sex: dict[str, int] = Field(examples=[{"female": 12, "male": 9, "unknown": 1}])
    unnamed_seats: int = Field(description="Seats of a yes for which nobody is named yet.")
    answers: list[DayOut]


def summary(seen: Overview, *, entitled: bool) -> SummaryOut:
    """The figures; telephone numbers for those who invite."""
    return SummaryOut(
        funnel=StepsOut.model_validate(seen.whole),
        by_kind=[KindSteps(kind=one.key, **_counts(one)) for one in seen.by_kind],
        by_institution=[
            InstitutionSteps(institution_id=UUID(one.key), name=one.name, **_counts(one))
            for one in seen.by_institution
        ],
        missing_total=seen.whole.missing,
        missing=[_missing(one, entitled) for one in seen.missing],
        expected_by_sex=seen.by_sex,
        unnamed_seats=seen.unnamed,
        answers=[DayOut(**point) for point in days(seen.by_day)],
    )


def _counts(steps: Any) -> dict[str, Any]:
    return StepsOut.model_validate(steps).model_dump()


def _missing(one: Missing, entitled: bool) -> MissingOut:
    return MissingOut(
        invitation_id=one.id,
        name=one.name,
        head=one.is_head,
        contact=one.contact,
        position=one.post,
        phone=one.phone if entitled else None,
        sent_at=one.sent_at,
        delivered=one.delivered,
        opened=one.opened,
        failing=one.failing,
    )
