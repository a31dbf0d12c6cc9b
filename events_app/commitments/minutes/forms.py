"""What comes in about minutes."""

from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from events_app.commitments.minutes.tables import Part
from events_app.events.forms.fields import Reason, legible, none_is_empty
from events_app.i18n import N_
from events_app.ruled import Ruled, rule
from events_app.shapes import Body

MOST = 50_000


def _one_line_end(text: Any) -> Any:
    """A browser's form sends another line end than its script does."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


Wording = Annotated[
    str, Field(max_length=MOST), BeforeValidator(_one_line_end), BeforeValidator(none_is_empty)
]
Decided = Annotated[str, Field(min_length=1, max_length=2_000), AfterValidator(legible)]


class Meeting(StrEnum):
    """What to do when another wording cannot be joined with this one without losing a word."""

    keep_both = "keep_both"
    refuse = "refuse"


class MinutesTextIn(Ruled):
    """A text of the minutes as it should be from now on, and the version it was made from. Blanks stay as typed."""

    model_config = ConfigDict(str_strip_whitespace=False)

    part: Part = Field(default=Part.discussion, examples=["discussion"])
    agenda_item_id: UUID | None = Field(
        default=None, description="Of which discussion; null: the event as a whole."
    )
    base_version: int = Field(ge=0, le=2**31 - 1, examples=[0], description="0: there was no text yet.")
    content: Wording = Field(default="", examples=["Dinas Sosial memaparkan kebutuhan posko pengaduan."])
    save_id: UUID | None = Field(
        default=None, description="Your own id of this save: repeated, it changes nothing."
    )
    meeting: Meeting = Field(default=Meeting.keep_both, examples=["keep_both"])

    @rule("agenda_item_id", "part", beside="part")
    def _of_an_item(self) -> None:
        if self.agenda_item_id is not None and self.part != Part.discussion:
            raise PydanticCustomError("part", N_("Only a discussion belongs to an agenda item."))


class MinutesDecisionIn(Body):
    """Something that was decided."""

    content: Decided = Field(examples=["Membentuk gugus tugas sebelum akhir tahun."])
    agenda_item_id: UUID | None = None


class MinutesDecisionPatch(Body):
    """Other words for it, if nobody else changed them."""

    content: Decided = Field(examples=["Membentuk gugus tugas paling lambat November."])
    row_version: int = Field(ge=1, le=2**31 - 1, examples=[1])


class DecisionStep(Body):
    """One place towards the start or the end, among the decisions of the same agenda item."""

    direction: Literal["up", "down"] = Field(examples=["down"])


class MinutesHeadIn(Body):
    """Who chaired and who took the minutes, where the programme does not say so or says otherwise."""

    chair_id: UUID | None = None
    minute_taker_id: UUID | None = None
    row_version: int = Field(ge=1, le=2**31 - 1, examples=[1])


class FinaliseIn(Body):
    """Finalise the minutes as they stand; the drafts that are named become agreed commitments with it."""

    agree: list[UUID] = Field(
        default_factory=list, max_length=500, description="Drafts of this event to agree to.", examples=[[]]
    )
    seen: str | None = Field(
        default=None,
        max_length=500,
        description="`mark` of the minutes that were read; refused if they changed since.",
    )


class CorrectionIn(Body):
    """Why finalised minutes are written again."""

    reason: Reason = Field(examples=["Nama narasumber keliru."])


class MinutesMailingIn(Body):
    """Mail a version to those who were looked at."""

    recipients: int = Field(
        ge=0, examples=[12], description="How many there were; refused if it is another number now."
    )
