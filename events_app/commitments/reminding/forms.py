"""What comes in about reminding."""

from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from events_app.accounts.forms import Language, Mail
from events_app.invitations.letters.forms import NearDay, Number, Version
from events_app.shapes import Body, Day
from events_app.stakeholders.forms import Line

Reason = Annotated[str, Field(min_length=3, max_length=500)]


class MuteIn(Body):
    """Silence about an action or towards a person: one of the two, why, and up to which day."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "action_id": "0190a0a0-0000-7000-8000-000000000000",
                    "reason": "Menunggu pencairan anggaran perubahan",
                    "until": "2027-01-31",
                }
            ]
        }
    )

    action_id: UUID | None = Field(default=None, description="Nobody is reminded of this action.")
    person_id: UUID | None = Field(default=None, description="This person is reminded of nothing.")
    reason: Reason = Field(examples=["Menunggu pencairan anggaran perubahan"])
    until: Day = Field(description="The last silent day.", examples=["2027-01-31"])


class IssueLetterIn(Body):
    """The number that the office's agenda gave, who signs, and the letter's date (today if it is not given)."""

    number: Annotated[Number, Field(min_length=1)] = Field(examples=["400.2/118/SETDA/2026"])
    signatory_id: UUID
    letter_date: NearDay | None = Field(default=None, examples=["2027-04-14"])
    row_version: Version | None = None


class DiscardLetterIn(Body):
    """Why this letter is not sent."""

    reason: Reason = Field(examples=["Sudah dibicarakan langsung dengan kepala dinas"])
    row_version: Version | None = None


class LeaderIn(Body):
    """Somebody who leads and reads the summary of each quarter."""

    office: Annotated[Line, Field(min_length=1)] = Field(examples=["Sekretaris Daerah"])
    name: Annotated[Line, Field(min_length=1)] = Field(examples=["Dra. Ratna Wulandari, M.Si"])
    email: Mail = Field(examples=["sekda@lembayung.example"])
    language: Language = "id"
