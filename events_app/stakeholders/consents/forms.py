"""What comes in about a consent."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from events_app import clock
from events_app.i18n import N_
from events_app.shapes import Body, Moment
from events_app.stakeholders.forms import Line, Prose, folded

EARLIEST = 1990


class Purpose(StrEnum):
    """What may be done with the data of somebody who agreed."""

    contact = "contact"
    wa = "wa"
    photo = "photo"
    publication = "publication"
    guardian = "guardian"
    other = "other"


class Via(StrEnum):
    """How it reached us."""

    paper = "paper"
    phone = "phone"
    mail = "mail"
    in_person = "in_person"
    whatsapp = "whatsapp"


def _past(moment: datetime | None) -> datetime | None:
    if moment is not None and moment.year < EARLIEST:
        raise PydanticCustomError("out_of_reach", N_("This date is too far away to be meant."))
    if moment is not None and moment > clock.now() + timedelta(minutes=5):
        raise PydanticCustomError("in_the_future", N_("This has not happened yet."))
    return moment


Given = Annotated[Moment | None, AfterValidator(_past)]
Version = Annotated[int, Field(ge=1, le=100_000)]


class ConsentIn(Body):
    """Somebody agreed: which words in which version, for what, when."""

    purpose: Purpose = Field(examples=["photo"])
    text_version: Version = Field(examples=[1])
    wording: Prose = Field(
        default="",
        examples=["Saya setuju foto saya dimuat di situs kegiatan."],
        description="The words agreed to.",
    )
    given_at: Given = Field(default=None, description="Now, unless it was earlier.")
    via: Via = Field(examples=["paper"])
    given_by: Line = Field(default="", description="Who agreed, when it was a guardian.")
    note: Annotated[str, BeforeValidator(folded), Field(max_length=500)] = ""


class WithdrawIn(Body):
    """Somebody takes a consent back."""

    via: Via = Field(examples=["phone"])
    note: Annotated[str, BeforeValidator(folded), Field(max_length=500)] = ""
