"""What comes in about the board: what is looked for, views to keep, and what is to be done to many rows."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.commitments.board.tables import Grouping, Verb
from events_app.commitments.details import Day
from events_app.commitments.tables import ActionState, CommitmentVisibility
from events_app.i18n import N_
from events_app.shapes import Body

MOST_ROWS = 500
MOST_VERSION = 2**31 - 1
CHOSEN = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[1-9][0-9]{0,8}$"
WHY = Annotated[str, Field(max_length=500)]


class BoardFilter(Body):
    """What the board is asked for; nothing given means everything one may see."""

    q: Annotated[str, Field(max_length=200)] = ""
    event_id: UUID | None = None
    institution_id: UUID | None = None
    theme: Annotated[str, Field(max_length=200)] = ""
    standing: ActionState | None = None
    due_from: Day | None = None
    due_to: Day | None = None
    late: bool = False
    responsible_id: UUID | None = None
    verifier_id: UUID | None = None
    visibility: CommitmentVisibility | None = None

    @field_validator("due_to")
    @classmethod
    def _after_its_start(cls, given: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("due_from")
        if given is not None and start is not None and given < start:
            raise PydanticCustomError("ends_before_start", N_("This range ends before it starts."))
        return given

    @property
    def plain(self) -> dict[str, Any]:
        """What was given, as it stands in an address."""
        said = self.model_dump(mode="json", exclude_defaults=True)
        return {name: "1" if value is True else str(value) for name, value in said.items()}


class BoardViewIn(Body):
    """A view to keep: its name, what it looks for, in which columns, whose it is and whether it opens first."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Terlambat di Dinas Sosial",
                    "grouping": "month",
                    "filters": {"late": True},
                    "shared": True,
                }
            ]
        }
    )

    name: Annotated[str, Field(min_length=1, max_length=80)]
    grouping: Grouping = Grouping.state
    filters: BoardFilter = Field(default_factory=BoardFilter)
    shared: bool = False
    is_default: bool = False


class RenameViewIn(Body):
    """Another name for a view, and whether others see it."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    shared: bool = False


class BoardRowIn(Body):
    """One action, and the version that was looked at: one that changed since is refused."""

    action_id: UUID
    row_version: Annotated[int, Field(ge=1, le=MOST_VERSION)] | None = None


class BoardSaid(Body):
    """What a bulk act says: each verb takes what it needs and nothing else."""

    due: Day | None = Field(default=None, description="For `due`: the new due date.")
    reason: WHY = Field(default="", description="For `due`, `verifier`, `mute` and `cancel`: why.")
    until: Day | None = Field(default=None, description="For `mute`: the last silent day.")
    verifier_institution_id: UUID | None = Field(
        default=None, description="For `verifier`: who verifies now."
    )
    visibility: CommitmentVisibility | None = Field(default=None, description="For `visibility`.")


class BoardChangeIn(BoardSaid):
    """One verb for many actions. Each row passes the guards of the single act; what is refused is told by name."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "verb": "due",
                    "rows": [{"action_id": "0190a0a0-0000-7000-8000-000000000000", "row_version": 2}],
                    "due": "2027-06-30",
                    "reason": "Anggaran perubahan baru cair bulan Mei",
                }
            ]
        }
    )

    verb: Verb
    rows: Annotated[list[BoardRowIn], Field(min_length=1, max_length=MOST_ROWS)]


class KeepViewForm(BoardFilter):
    """What a board shows and a name for it, as a browser sends both."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    by: Grouping = Grouping.state
    shared: bool = False
    is_default: bool = False

    def view(self) -> BoardViewIn:
        """As a program would send it."""
        said = {name: getattr(self, name) for name in BoardFilter.model_fields}
        return BoardViewIn(
            name=self.name,
            grouping=self.by,
            filters=BoardFilter(**said),
            shared=self.shared,
            is_default=self.is_default,
        )


class BulkForm(BoardSaid):
    """The cards that were ticked (each as its id and version), the verb, its words, and how far one has come."""

    verb: Verb
    chosen: Annotated[list[Annotated[str, Field(pattern=CHOSEN)]], Field(min_length=1, max_length=MOST_ROWS)]
    step: Literal["words", "look", "act"] = "words"
    back: Annotated[str, Field(max_length=4000)] = ""

    def plain(self) -> BoardChangeIn:
        """As a program would send it."""
        pairs = [one.split(":") for one in self.chosen]
        rows = [BoardRowIn(action_id=UUID(action), row_version=int(version)) for action, version in pairs]
        said = {name: getattr(self, name) for name in BoardSaid.model_fields}
        return BoardChangeIn(verb=self.verb, rows=rows, **said)
