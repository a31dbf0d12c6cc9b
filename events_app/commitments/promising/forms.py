"""What comes in at the exit and in the inbox."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from events_app.commitments.capturing.forms import Quick, Version
from events_app.commitments.details import MaybeProse
from events_app.ids import new_id
from events_app.shapes import Body


def _plain(text: str) -> str:
    return text.replace("\0", "")


Promise = Annotated[str, StringConstraints(min_length=3, max_length=2000), AfterValidator(_plain)]
Reason = Annotated[str, StringConstraints(min_length=3, max_length=500), AfterValidator(_plain)]


class ExitIn(Body):
    """Whether people may promise from their phones at the exit."""

    open: bool = Field(default=True, examples=[True])


class PromiseForm(Body):
    """What a participant promises. `short_code` is that of the pass, unless the pass was opened on this phone; `code` is
    the one at the exit, unless this phone has read it.
    """

    id: UUID = Field(default_factory=new_id)
    text: Promise
    due: Quick = ""
    short_code: Annotated[str, StringConstraints(max_length=40)] = ""
    code: Annotated[str, StringConstraints(max_length=40)] = ""


class CorrectionForm(Body):
    """Other words for a promise that still waits."""

    text: Promise
    due: Quick = ""


class AcceptIn(Body):
    """It becomes a draft: of the guest's institution, unless another is named; `row_version` is the one that was seen."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"row_version": 1}]})

    row_version: Version
    institution_id: UUID | None = None
    text: MaybeProse = ""


class MergeIn(Body):
    """It is the same as a promise that is written down already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"row_version": 1, "commitment_id": "01980000-0000-7000-8000-000000000001"}]
        }
    )

    row_version: Version
    commitment_id: UUID


class RejectIn(Body):
    """It is no promise, with the reason."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"row_version": 1, "reason": "Ini pertanyaan, bukan komitmen."}]}
    )

    row_version: Version
    reason: Reason
