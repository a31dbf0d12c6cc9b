"""Forms as people type them into pages; each ends as what programs send."""

from typing import Annotated, Any

from pydantic import Field, StringConstraints, field_validator, model_validator
from pydantic_core import PydanticCustomError

from events_app.commitments.asking.forms import InfeasibleRequestIn
from events_app.commitments.details import Day, MaybeProse, Prose, Why, web_address
from events_app.commitments.forms import MOST_LINKS, CommitmentIn, ReasonIn, SubmissionIn
from events_app.commitments.tables import InfeasibleReason
from events_app.shapes import Body

Ref = Annotated[str, StringConstraints(max_length=40)]


class CommitmentForm(CommitmentIn):
    """The same as typed into the page: an action without a responsible institution is the promiser's own."""

    @model_validator(mode="before")
    @classmethod
    def _own_work(cls, given: Any) -> Any:
        rows = given.get("actions") if isinstance(given, dict) else None
        if isinstance(rows, list) and given.get("institution_id"):
            own = {"responsible_institution_id": given["institution_id"]}
            return given | {"actions": [own | row if isinstance(row, dict) else row for row in rows]}
        return given


class CancellationForm(ReasonIn):
    """A cancellation as typed into the page: what replaces the action by its reference."""

    superseded_by: Ref = ""


class SuccessorForm(Body):
    """What replaces a cancelled action, by its reference; nothing takes it back."""

    superseded_by: Ref = ""


class ProofForm(Body):
    """Evidence as typed into a page: links one a line, files beside them."""

    links: MaybeProse = ""
    evidence_date: Day | None = None
    contains_personal_data: bool = False
    files: list[Any] = Field(default_factory=list)

    @field_validator("links")
    @classmethod
    def _each_a_link(cls, given: str) -> str:
        lines = given.split()
        if len(lines) > MOST_LINKS:
            raise PydanticCustomError("too_long", "too many", {"max_length": MOST_LINKS})
        return "\n".join(web_address(line) for line in lines)

    def proof(self) -> dict[str, Any]:
        """The part of it that programs send the same way."""
        return {
            "links": self.links.split(),
            "evidence_date": self.evidence_date,
            "contains_personal_data": self.contains_personal_data,
        }


class SubmissionForm(ProofForm):
    """A submission as typed into the page."""

    statement: Prose

    def plain(self) -> SubmissionIn:
        """What programs send."""
        return SubmissionIn(statement=self.statement, **self.proof())


class InfeasibleForm(ProofForm):
    """That it cannot be done, as typed into the page."""

    reason_class: InfeasibleReason
    reason: Why

    def plain(self) -> InfeasibleRequestIn:
        """What programs send."""
        return InfeasibleRequestIn(reason_class=self.reason_class, reason=self.reason, **self.proof())
