"""What comes in while people speak: a line, what follows from it, and their corrections."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from events_app.commitments.details import Day, Deliverable, MaybeProse, Prose
from events_app.commitments.forms import ActionIn, CommitmentIn
from events_app.i18n import N_
from events_app.ids import new_id, uuid_of
from events_app.ruled import Ruled, rule
from events_app.shapes import Body

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Quick = Annotated[str, StringConstraints(max_length=40)]
WHO = N_("Choose who spoke, or the institution that promises.")


class Spoken(CommitmentIn):
    """A promise as it was heard: what will be different is said later, before it is agreed."""

    expected_result: MaybeProse = ""


class SpokenAction(ActionIn):
    """A follow-up action as it was heard: its date may be said later, before the promise is agreed."""

    due: Day | None = None  # type: ignore[assignment]


class LineIn(Ruled):
    """One promise: who, and what they said. `id` is made by whoever sends it; the same id twice is one promise."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "01980000-0000-7000-8000-0000000000f1",
                    "institution_id": "01980000-0000-7000-8000-000000000001",
                    "text": "Kami membuka posko pengaduan di setiap kecamatan.",
                }
            ]
        }
    )

    id: UUID = Field(default_factory=new_id)
    guest_id: UUID | None = None
    institution_id: UUID | None = None
    text: Prose
    session_id: UUID | None = None
    agenda_item_id: UUID | None = None

    @rule("guest_id", "institution_id", beside="institution_id")
    def _somebody(self) -> None:
        if self.guest_id is None and self.institution_id is None:
            raise PydanticCustomError("nobody", WHO)


class ActionLineIn(Body):
    """What will be there to see, who does it (the promiser unless another is named), and by when, as people type it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "01980000-0000-7000-8000-0000000000f2",
                    "deliverable": "SK dan foto 12 posko",
                    "due": "+90",
                }
            ]
        }
    )

    id: UUID = Field(default_factory=new_id)
    deliverable: Deliverable
    responsible_institution_id: UUID | None = None
    due: Quick = Field(default="", examples=["+30", "31/12", "2027-03-31"])


class LineChange(Body):
    """Other words for a line, and its agenda item where one is said; `row_version` is the one that was seen."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"text": "Kami membuka dua belas posko.", "row_version": 1}]}
    )

    text: Prose
    agenda_item_id: UUID | None = None
    row_version: Version


class ActionLineChange(Body):
    """All of a captured action anew; `row_version` is the one that was seen."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"deliverable": "SK posko", "due": "31/12", "row_version": 1}]}
    )

    deliverable: Deliverable
    responsible_institution_id: UUID | None = None
    due: Quick = ""
    row_version: Version


def _who(given: str) -> str:
    kind, _colon, identity = given.partition(":")
    if kind in ("guest", "institution") and uuid_of(identity):
        return given
    raise PydanticCustomError("nobody", WHO)


class LineForm(Body):
    """A line as the page sends it without a script: `who` is `guest:<id>` or `institution:<id>`."""

    id: UUID = Field(default_factory=new_id)
    who: Annotated[str, AfterValidator(_who)]
    text: Prose
    session_id: UUID | None = None
    agenda_item_id: UUID | None = None

    def plain(self) -> LineIn:
        """What programs send."""
        kind, _colon, identity = self.who.partition(":")
        named: dict[str, Any] = {f"{kind}_id": UUID(identity)}
        return LineIn(**named, **self.model_dump(exclude={"who"}))
