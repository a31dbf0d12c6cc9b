"""What comes in when somebody wants to come."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.invitations.forms import FullName
from events_app.shapes import Body
from events_app.stakeholders import names
from events_app.stakeholders.forms import Line, Mail, Phone
from events_app.stakeholders.tables import Sex

CONSENT_VERSION = 1
CONSENT = N_(
    "I agree that %(organisation)s keeps my name, institution, position and contact for the guest list, the attendance "
    "list and the follow-up of this event, and writes to me about it. I may see, correct or withdraw this at any time."
)
"""Whoever changes the sentence raises the version: a record of consent names what was read."""


def _given(agreed: bool) -> bool:
    if not agreed:
        raise PydanticCustomError("consent_missing", N_("We may only register you if you agree."))
    return agreed


def _needed(address: str) -> str:
    if not address:
        raise PydanticCustomError("missing", N_("Please fill this in."))
    return address.casefold()


def _office(name: str) -> str:
    if name and not names.is_name(name):
        raise PydanticCustomError("no_name", N_("A name needs at least one letter."))
    return name


class RegistrationIn(Body):
    """Somebody who wants to come, with their consent."""

    full_name: FullName = Field(examples=["Dra. Hj. Kartini Dewi, M.Si"])
    email: Annotated[Mail, AfterValidator(_needed)] = Field(examples=["kartini@kenanga.example"])
    institution_name: Annotated[Line, AfterValidator(_office)] = Field(
        default="", examples=["Karang Taruna Kenanga"]
    )
    position: Line = Field(default="", examples=["Ketua"])
    sex: Sex | None = None
    phone: Phone = Field(default="", examples=["0812-3456-7890"])
    language: Literal["id", "en"] = "id"
    consent: Annotated[bool, AfterValidator(_given)] = Field(
        default=False, validate_default=True, examples=[True]
    )
