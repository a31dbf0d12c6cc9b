"""What comes in: promises, progress, evidence, verdicts and decisions; pages and programs send the same."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.commitments.details import (
    ActionDetails,
    Day,
    Deliverable,
    Link,
    Maybe100,
    Maybe200,
    Maybe300,
    MaybeProse,
    PromiseDetails,
    Prose,
    Title,
    Why,
)
from events_app.commitments.kinds import Rating
from events_app.commitments.tables import (
    AskDecision,
    CommitmentVisibility,
    InfeasibleReason,
    Obstacle,
    Verdict,
)
from events_app.i18n import N_
from events_app.shapes import Body

MOST_ACTIONS = 50
MOST_LINKS = 20


class ActionIn(ActionDetails):
    """One thing to be done: what will be there, who does it, who checks it, by when."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "title": "Set up a reporting post in each sub-district",
                    "deliverable": "A decree and a photo of each of the 12 posts",
                    "responsible_institution_id": "01980000-0000-7000-8000-000000000001",
                    "due": "2027-03-31",
                }
            ]
        }
    )

    title: Title
    deliverable: Deliverable
    responsible_institution_id: UUID
    responsible_person_id: UUID | None = None
    verifier_institution_id: UUID | None = None
    due: Day
    weight: Annotated[int, Field(ge=1, le=100)] = 1

    @field_validator("due")
    @classmethod
    def _after_the_start(cls, given: date, info: ValidationInfo) -> date:
        start = info.data.get("start_date")
        if start is not None and given < start:
            raise PydanticCustomError("before_start", N_("This lies before the day the work starts."))
        return given

    @field_validator("verifier_institution_id")
    @classmethod
    def _verified_by_others(cls, given: UUID | None, info: ValidationInfo) -> UUID | None:
        if given is not None and given == info.data.get("responsible_institution_id"):
            raise PydanticCustomError(
                "verifier_is_responsible",
                N_("The institution that does the work cannot also verify it."),
            )
        return given


class CommitmentIn(PromiseDetails):
    """What an institution promises, with what it will do."""

    institution_id: UUID
    attendance_guest_id: UUID | None = None
    session_id: UUID | None = None
    theme: Maybe200 = ""
    title: Title = Field(examples=["A reporting post in every sub-district"])
    statement: Prose = Field(examples=["We will open a reporting post in each of the 12 sub-districts."])
    expected_result: Why = Field(examples=["People can report near their home."])
    indicator: Maybe300 = ""
    target: Maybe100 = ""
    visibility: CommitmentVisibility = CommitmentVisibility.internal
    actions: Annotated[list[ActionIn], Field(max_length=MOST_ACTIONS)] = Field(default_factory=list)

    @field_validator("theme", "indicator", "target", mode="before")
    @classmethod
    def _none_is_empty(cls, given: Any) -> Any:
        return "" if given is None else given


class UpdateIn(Body):
    """How far it is. The percentage may go down: the story keeps both."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"percent": 40, "narrative": "Five of twelve posts are open.", "obstacle": "staff"}]
        }
    )

    percent: Annotated[int, Field(ge=0, le=100)]
    narrative: Prose
    obstacle: Obstacle = Obstacle.none
    help_needed: MaybeProse = ""
    reported_for: Day | None = None


class ProofIn(Body):
    """What comes with files: links, the day of the evidence, and whether it holds personal data."""

    links: Annotated[list[Link], Field(max_length=MOST_LINKS)] = Field(default_factory=list)
    evidence_date: Day | None = None
    contains_personal_data: bool = False


class SubmissionIn(ProofIn):
    """It is done, and here is the proof: files, links, or both."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "statement": "All posts are open.",
                    "links": ["https://example.org/posts"],
                    "evidence_date": "2026-11-20",
                }
            ]
        }
    )

    statement: Prose


class VerdictIn(Body):
    """In order, or not yet; a return says why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"verdict": "returned", "reason": "The decree is not signed."}]}
    )

    verdict: Verdict
    reason: MaybeProse = ""

    @field_validator("reason", mode="before")
    @classmethod
    def _none_is_empty(cls, given: Any) -> Any:
        return "" if given is None else given


class DueChangeIn(Body):
    """Another due date is asked for."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"due": "2027-06-30", "reason": "The budget comes in May."}]}
    )

    due: Day
    reason: Why


class DecisionIn(Body):
    """What the chair decides about an extension."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"decision": "approved"}]})

    decision: AskDecision
    note: MaybeProse = ""

    @field_validator("decision")
    @classmethod
    def _decided(cls, given: AskDecision) -> AskDecision:
        if given == AskDecision.pending:
            raise PydanticCustomError("literal_error", "one of the two", {"expected": "approved, rejected"})
        return given


class ReasonIn(Body):
    """Why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Replaced by a wider programme."}]})

    reason: Why


class CancellationIn(ReasonIn):
    """Why it is no longer wanted, and what replaces it, if anything does."""

    superseded_by_id: UUID | None = None


class SuccessorIn(Body):
    """What replaces a cancelled action; null takes it back."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"superseded_by_id": None}]})

    superseded_by_id: UUID | None = Field(...)


class ClosingIn(Body):
    """How far it came, and how it ended."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"rating": "substantial", "reason": "Nine of twelve posts work."}]}
    )

    rating: Rating
    reason: Why


class InfeasibleIn(Body):
    """One of the four lawful reasons, and what happened."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason_class": "force_majeure", "reason": "The flood of October."}]}
    )

    reason_class: InfeasibleReason
    reason: Why
