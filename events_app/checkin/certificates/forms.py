"""What comes in about certificates: how an event gives them, one with a reason, a corrected name, a revocation, a print."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from events_app.checkin.certificates import words
from events_app.checkin.certificates.tables import Earning, JpOf
from events_app.events.forms import Reason
from events_app.events.forms.fields import legible
from events_app.i18n import N_
from events_app.invitations.letters.forms import NearDay, Pattern, Version
from events_app.ruled import Ruled, rule
from events_app.shapes import Body
from events_app.stakeholders.forms import Line

PATTERN = "SERT/{number:3}/{unit}/{year}"
MOST_SESSIONS = 200


def _known_places(text: str) -> str:
    if words.unknown_places(text):
        raise PydanticCustomError(
            "unknown_placeholder",
            N_("Only {name}, {role}, {event}, {dates} and {jp} can stand in braces."),
        )
    return text


def _none_if_empty(value: Any) -> Any:
    return None if value == "" else value


Text = Annotated[str, Field(max_length=1_500), AfterValidator(legible), AfterValidator(_known_places)]
Name = Annotated[Line, Field(min_length=2, max_length=200)]
MaybeDay = Annotated[NearDay | None, BeforeValidator(_none_if_empty)]
MaybeId = Annotated[UUID | None, BeforeValidator(_none_if_empty)]


class SessionHours(Body):
    """The lesson hours of one session."""

    session_id: UUID
    jp: Annotated[int, Field(ge=0, le=99)] = Field(default=0, examples=[2])


class CertificateSettings(Body):
    """How an event gives certificates. What is empty follows from the event, its language and the letterhead.

    `share` is the percentage that `earned_by` asks for where it is `sessions` or `time`.
    """

    wanted: bool = Field(default=False, examples=[True])
    title: Line = Field(default="", examples=["Sertifikat Pelatihan"])
    body: Text = Field(
        default="", examples=["telah mengikuti {event} sebagai {role} pada {dates}, setara {jp} JP."]
    )
    jp: Annotated[int, Field(ge=0, le=999)] = Field(default=0, examples=[8])
    jp_of: JpOf = JpOf.event
    sessions: Annotated[list[SessionHours], Field(max_length=MOST_SESSIONS)] = Field(
        default_factory=list, examples=[[]]
    )
    earned_by: Earning = Earning.attended
    share: Annotated[int, Field(ge=1, le=100)] = 80
    stage: bool = Field(default=True, description="Whoever was on stage earns one by having come at all.")
    number_pattern: Pattern = Field(default=PATTERN, examples=[PATTERN])
    signatory_id: MaybeId = None
    place: Annotated[Line, Field(max_length=100)] = Field(default="", examples=["Lembayung"])
    dated: MaybeDay = Field(
        default=None, description="The day on the paper; the day of issue if none is given."
    )
    row_version: Version | None = None


class CertificatesIssued(Ruled):
    """Whom to issue for: without a person everybody who earned one, else that person, for a reason."""

    person_id: MaybeId = Field(default=None, examples=[None])
    reason: Annotated[str, Field(max_length=1_000), AfterValidator(legible)] = ""

    @rule("person_id", "reason", beside="reason")
    def _says_why(self) -> None:
        if self.person_id and not self.reason:
            raise PydanticCustomError("missing", N_("Please say why."))


class CertificateReason(Body):
    """Why somebody gets a certificate though the rule says no."""

    reason: Reason = Field(examples=["Hadir penuh, gagal dipindai karena listrik padam"])


class CertificateName(Body):
    """The name as it is to be printed, with its titles."""

    name: Name = Field(examples=["Dra. Hj. Kartini Wulandari, M.Si."])


class CertificateRevocation(Body):
    """Why a certificate is not valid any more."""

    reason: Reason = Field(examples=["Diterbitkan atas nama yang keliru"])


class Bundle(StrEnum):
    """One file to print, or one a certificate."""

    pdf = "pdf"
    zip = "zip"


class CertificatePrint(Body):
    """The page's form for all certificates at once."""

    model_config = ConfigDict(extra="ignore")

    bundle: Bundle = Bundle.pdf
