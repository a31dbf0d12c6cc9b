"""What comes in about asking: how an event's inviting runs, a deadline of one's own, a round of mails."""

from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from events_app.events.forms.fields import When, Zoned, in_zone, legible, none_is_empty
from events_app.i18n import N_
from events_app.invitations.asking.tables import Whom
from events_app.ruled import Ruled, rule
from events_app.shapes import Body

Hours = Annotated[int, Field(ge=0, le=720)]
Days = Annotated[int, Field(ge=1, le=60)]
Version = Annotated[int, Field(ge=1, le=2**31 - 1)]
Text = Annotated[str, Field(max_length=4_000)]


class InvitingIn(Body):
    """Until when to answer, how long a seat is kept for one in line, how many days before that to remind.

    `wave_hours`: the next of the reserve are asked by themselves and have so long to answer; 0: asked by hand.
    """

    answer_by: When | None = Field(default=None, examples=[None])
    offer_hours: Hours = Field(default=0, examples=[24])
    wave_hours: Hours = Field(default=0, examples=[48])
    remind_days: Days | None = Field(default=None, examples=[3])
    row_version: Version | None = Field(default=None, examples=[None])


class InvitingForm(InvitingIn, Zoned):
    """The page's form of it, with a local time."""

    _in_zone = field_validator("answer_by", mode="before")(in_zone)

    def plan(self) -> InvitingIn:
        """As an outside program would send it."""
        return InvitingIn(**self.model_dump(exclude={"timezone"}))


class DeadlineIn(Body):
    """Until when this one may answer; null gives it back to the event's deadline."""

    answer_by: When | None = Field(examples=["2026-12-10T17:00:00+07:00"])


class DeadlineForm(Zoned):
    """The page's form of it, with a local time."""

    answer_by: When | None = None

    _in_zone = field_validator("answer_by", mode="before")(in_zone)


class RoundIn(Ruled):
    """Whom to write to again. Those who have answered get the text; those who have not, the invitation anew."""

    audience: Whom = Field(examples=["coming"])
    text: Text = Field(default="", examples=["Mohon membawa laptop. Parkir di halaman timur."])

    @field_validator("text", mode="before")
    @classmethod
    def _plain(cls, given: object) -> object:
        return none_is_empty(given)

    @field_validator("text")
    @classmethod
    def _can_be_read(cls, given: str) -> str:
        return legible(given)

    @rule("audience", "text", beside="text")
    def _says_something(self) -> None:
        if self.audience is not Whom.silent and not self.text:
            raise PydanticCustomError("no_text", N_("Write what those who have answered should know."))


class RoundForm(Body):
    """The page's form of it: looked at first, then sent."""

    audience: Whom = Whom.silent
    text: Text = ""
    step: Literal["preview", "send"] = "preview"
