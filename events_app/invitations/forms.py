"""What comes in about invitations, answers and guests; pages and api share these."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, field_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.events.forms.fields import Prose, When, Zoned, in_zone
from events_app.i18n import N_
from events_app.invitations.tables import Answer
from events_app.ruled import Ruled, rule
from events_app.shapes import Body
from events_app.stakeholders.forms import LONGEST_PREFIX, LONGEST_SUFFIX, Line, Mail, Named, Phone
from events_app.stakeholders.names import name_key, split
from events_app.stakeholders.tables import Sex

MOST_SEATS = 200
LONGEST_NEEDS = 500
MOST_INVITEES = 10_000
EXAMPLE: JsonDict = {
    "invitees": [{"institution_id": "01980000-0000-7000-8000-000000000001", "seats": 2}],
    "send": True,
}


def _short_titles(full_name: str) -> str:
    parts = split(full_name)
    if len(parts.prefix) > LONGEST_PREFIX or len(parts.suffix) > LONGEST_SUFFIX:
        raise PydanticCustomError("too_long", N_("The titles of this name are too long."))
    return full_name


FullName = Annotated[Named, AfterValidator(_short_titles)]
Seats = Annotated[int, Field(ge=1, le=MOST_SEATS)]
Needs = Annotated[str, Field(max_length=LONGEST_NEEDS)]
Speaker = Annotated[Line, Field(min_length=1)]


class Invitee(Ruled):
    """An institution with seats, one person, or whoever holds a position when the mail goes out."""

    institution_id: UUID | None = None
    person_id: UUID | None = None
    position_id: UUID | None = None
    seats: Seats = Field(default=1, examples=[2])

    @rule("institution_id", "person_id", "position_id")
    def _one_of_three(self) -> None:
        if sum(one is not None for one in self.key) != 1:
            raise PydanticCustomError(
                "one_invitee", N_("Name either an institution, a person or a position.")
            )

    @rule("institution_id", "seats", beside="seats")
    def _one_seat(self) -> None:
        if self.institution_id is None and self.seats != 1:
            raise PydanticCustomError("one_seat", N_("A person or a position has one seat."))

    @property
    def key(self) -> tuple[UUID | None, UUID | None, UUID | None]:
        """By which an invitation is found again: institution, person, position."""
        return self.institution_id, self.person_id, self.position_id


class InviteIn(Ruled):
    """Whom to invite; with `send` the mails go out at once, with `reserve` they wait for a second wave."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    invitees: list[Invitee] = Field(min_length=1, max_length=MOST_INVITEES)
    send: bool
    reserve: bool = False

    @rule("send", "reserve", beside="reserve")
    def _one_way(self) -> None:
        if self.send and self.reserve:
            raise PydanticCustomError("send_or_reserve", N_("Send now, or keep in the reserve: not both."))


class Representative(Body):
    """Somebody who comes in the name of an institution."""

    full_name: FullName = Field(examples=["Dra. Hj. Kartini Dewi, M.Si"])
    position: Line = Field(default="", examples=["Sekretaris Lurah"])
    sex: Sex | None = None
    email: Mail = Field(default="", examples=["kartini@kenanga.example"])
    phone: Phone = Field(default="", examples=["0812-3456-7890"])
    needs: Needs | None = Field(
        default=None,
        description="What the organiser prepares for them; read by nobody else. Left out, it stays as it was.",
        examples=["Kursi roda"],
    )

    @property
    def key(self) -> str:
        """The name folded without titles: by it a representative named again is the same one."""
        return name_key(split(self.full_name).name)


def _each_once(people: list[Representative]) -> list[Representative]:
    if len({one.key for one in people}) < len(people):
        raise PydanticCustomError("named_twice", N_("Somebody is named twice."))
    return people


class AnswerIn(Body):
    """Yes, perhaps or no; a yes of an institution names who comes. Each answer replaces the one before."""

    answer: Answer = Field(examples=["accepted"])
    reason: Line = Field(default="", examples=["Bertepatan dengan rapat anggaran"])
    representatives: Annotated[list[Representative], Field(max_length=1_000), AfterValidator(_each_once)] = (
        Field(default_factory=list)
    )
    said_by: Line = Field(
        default="", description="Who gives this answer, in their own words.", examples=["Kartini, sekretaris"]
    )

    @field_validator("representatives", mode="before")
    @classmethod
    def _none_is_nobody(cls, given: object) -> object:
        return [] if given is None else given


class StaffAnswer(AnswerIn):
    """An answer that staff heard and note down, usually by telephone: who said so and when."""

    said_by: Speaker = Field(examples=["Kartini, sekretaris camat"])
    said_at: When = Field(examples=["2026-11-20T09:30:00+07:00"])
    note: Prose = Field(default="", max_length=1_000, examples=["Ditelepon dari nomor kantor"])


class StaffAnswerForm(StaffAnswer, Zoned):
    """The same on a page, where the time is typed on the clock of the event."""

    _in_zone = field_validator("said_at", mode="before")(in_zone)


class GuestIn(Body):
    """Somebody without an invitation: a participant, or a walk-in who stands at the door."""

    full_name: FullName = Field(examples=["Budi Santoso, S.H."])
    institution_id: UUID | None = None
    institution_name: Line = Field(default="", examples=["Kelurahan Kenanga"])
    position: Line = Field(default="", examples=["Lurah"])
    sex: Sex | None = None
    phone: Phone = ""
    email: Mail = ""
    walk_in: bool = False
