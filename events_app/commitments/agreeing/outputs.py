"""What programs get before and after agreeing."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from events_app.commitments.agreeing.actions import Outcome
from events_app.commitments.tables import CommitmentState
from events_app.shapes import Moment, Out


class AgreementOut(Out):
    """What became of one draft; a refused one says why, as a stable word and as a sentence."""

    commitment_id: UUID
    ref: str
    outcome: Literal["agreed", "refused"]
    code: str | None = Field(examples=["not_ready"])
    message: str | None
    missing: list[str] = Field(examples=[["due"]])

    @classmethod
    def of(cls, one: Outcome) -> "AgreementOut":
        refusal = one.refusal
        return cls(
            commitment_id=one.commitment,
            ref=one.ref,
            outcome="refused" if refusal else "agreed",
            code=refusal.code if refusal else None,
            message=refusal.text if refusal else None,
            missing=refusal.extra.get("missing", []) if refusal else [],
        )


class AgreementsOut(Out):
    """How many were agreed and refused, each by itself, and how many drafts the event still has."""

    agreed: int
    refused: int
    drafts_left: int
    items: list[AgreementOut]


class SimilarOut(Out):
    """An earlier promise in nearly the same words; `share` of words in common, from 0 to 1."""

    id: UUID
    ref: str
    title: str
    state: CommitmentState
    institution_id: UUID
    institution: str
    event_id: UUID
    event_title: str
    share: float
    created_at: Moment
