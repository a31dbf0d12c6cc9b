"""What programs get of a captured line."""

from datetime import date
from uuid import UUID

from pydantic import Field

from events_app.commitments.capturing.queries import Line
from events_app.commitments.tables import ActionState, CommitmentState
from events_app.shapes import Moment, Out


class CapturedActionOut(Out):
    """A follow-up action below a captured promise."""

    id: UUID
    ref: str
    deliverable: str
    responsible_institution_id: UUID
    responsible_institution: str
    due: date | None
    state: ActionState
    row_version: int


class CapturedLineOut(Out):
    """A captured promise; `line_id` is the id that its sender made, `row_version` that of the draft."""

    line_id: UUID
    commitment_id: UUID
    ref: str
    state: CommitmentState
    text: str
    institution_id: UUID
    institution: str
    guest_id: UUID | None
    speaker: str | None
    position: str
    in_place_of: str = Field(description="The position in whose place the speaker came.")
    session_id: UUID | None
    agenda_item_id: UUID | None
    typed_by: str | None
    created_at: Moment
    row_version: int
    actions: list[CapturedActionOut]


def line_out(row: Line) -> CapturedLineOut:
    """From a line as it was read."""
    same = {
        name: getattr(row, name)
        for name in CapturedLineOut.model_fields
        if hasattr(row, name) and name != "actions"
    }
    return CapturedLineOut(
        **same,
        line_id=row.line,
        commitment_id=row.commitment,
        session_id=row.session,
        agenda_item_id=row.agenda_item,
        actions=[
            CapturedActionOut(
                id=one.id,
                ref=one.ref,
                deliverable=one.deliverable,
                responsible_institution_id=one.institution_id,
                responsible_institution=one.institution,
                due=one.due,
                state=ActionState(one.state),
                row_version=one.row_version,
            )
            for one in row.actions
        ],
    )
