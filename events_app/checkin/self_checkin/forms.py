"""What comes in: settings and decisions of organisers; codes, names and digits that participants type."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from events_app.checkin.forms import Scanned
from events_app.checkin.self_checkin.tables import FlagDecision, RoomCodeMode
from events_app.i18n import N_
from events_app.shapes import Body

Version = Annotated[int, Field(ge=1, le=2**31 - 1)]


class RoomCodeIn(Body):
    """Where people may check themselves in, and how the code is shown. No session: the whole event."""

    session_id: UUID | None = Field(default=None, examples=[None])
    mode: RoomCodeMode = Field(default=RoomCodeMode.rotating, examples=["rotating"])


class RoomCodeChange(Body):
    """The code's way of being shown, and whether it is taken now; what is not given stays."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"open": True, "mode": "static"}]})

    mode: RoomCodeMode | None = None
    open: bool | None = None
    row_version: Version | None = None


class FlagDecisionIn(Body):
    """What somebody found who looked at an odd mark; taking it back needs a reason."""

    decision: FlagDecision = Field(examples=["fine"])
    note: str = Field(default="", max_length=500, examples=["Satu ponsel untuk satu rombongan."])


class DecisionForm(Body):
    """The page's form of it: the button that was pressed is the decision."""

    decision: FlagDecision
    note: str = Field(default="", max_length=500)


class TypedRoomCode(Scanned):
    """The six characters below a room's QR code."""

    code: str = Field(min_length=1, max_length=60)


class ShortCodeForm(Scanned):
    """The code on one's own pass."""

    short_code: str = Field(min_length=1, max_length=200)


class NameForm(Scanned):
    """Who has no pass at hand: the name as it was given, and the end of the telephone number."""

    full_name: str = Field(min_length=1, max_length=300)
    digits: str = Field(max_length=20)

    @field_validator("digits")
    @classmethod
    def _four(cls, value: Any) -> str:
        kept = "".join(one for one in str(value) if one in "0123456789")
        if len(kept) < 4:
            raise PydanticCustomError("four_digits", N_("The last four digits are needed."))
        return kept[-4:]


class KioskScan(Scanned):
    """What a tablet at the entrance read, or somebody typed there."""

    code: str = Field(min_length=1, max_length=20_000)
    session_id: UUID | None = None
    method: Literal["typed", "camera"] = "typed"
    device: str = Field(default="", max_length=80)
