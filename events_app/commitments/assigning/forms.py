"""What comes in when an action is given to somebody else."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from events_app.commitments.details import Why
from events_app.shapes import Body

LookedAt = Annotated[
    int | None,
    Field(
        ge=1,
        le=2**31 - 1,
        description="Of the action as it was looked at; refused when somebody changed it since.",
    ),
]


class ReassignIn(Body):
    """Who answers for it from now on: an institution, and in it a position or a named person; and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "responsible_institution_id": "0190a0a0-0000-7000-8000-000000000000",
                    "reason": "Urusan ini beralih ke dinas lain.",
                }
            ]
        }
    )

    responsible_institution_id: UUID
    responsible_position_id: UUID | None = Field(
        default=None, description="Of that institution; the duty follows its holder."
    )
    responsible_person_id: UUID | None = None
    reason: Why
    row_version: LookedAt = None


class VerifierIn(Body):
    """Who verifies it from now on: an institution, perhaps a position in it; and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "verifier_institution_id": "0190a0a0-0000-7000-8000-000000000000",
                    "reason": "Inspektorat mengambil alih pemeriksaan.",
                }
            ]
        }
    )

    verifier_institution_id: UUID
    verifier_position_id: UUID | None = Field(default=None, description="Of that institution.")
    reason: Why
    row_version: LookedAt = None
