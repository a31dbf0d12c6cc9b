"""What an attendance list is asked for: of what, whom, with which telephone numbers."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field

from events_app.shapes import Body, Day

MOST_BLANKS = 60


class Whom(StrEnum):
    """`all`: everybody expected and everybody who came; `apart`: those who did not come stand in a list of their own."""

    all = "all"
    present = "present"
    apart = "apart"


class Phones(StrEnum):
    none = "none"
    masked = "masked"
    full = "full"


def _no_day(value: Any) -> Any:
    return None if value == "" else value


class ListIn(Body):
    """An attendance list: of the event, of one session, of one day; `blank_lines` for whoever comes uninvited."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    session_id: UUID | None = None
    day: Annotated[Day | None, BeforeValidator(_no_day)] = None
    people: Whom = Whom.all
    phones: Phones = Phones.masked
    blank_lines: int = Field(default=0, ge=0, le=MOST_BLANKS)
