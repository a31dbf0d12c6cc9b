"""What comes in about letters to guests."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.invitations.mailings.tables import MailingAudience
from events_app.ruled import Ruled, rule

SubjectLine = Annotated[str, StringConstraints(max_length=300)]
LetterText = Annotated[str, StringConstraints(max_length=20_000)]
MOST_CHOSEN = 10_000


class MailingIn(Ruled):
    """A letter in Indonesian, English or both, and to whom; whoever speaks the other language gets the one there is.

    `chosen` names invitations, for the audience of that name. `row_version` is that of the draft one saw.
    """

    audience: MailingAudience = Field(examples=["silent"])
    chosen: list[UUID] = Field(default_factory=list, max_length=MOST_CHOSEN, examples=[[]])
    subject_id: SubjectLine = Field(default="", examples=["Kabar tentang {event}"])
    body_id: LetterText = Field(
        default="", examples=["{salutation}\n\nAcara dimulai pukul sembilan.\n\n{facts}"]
    )
    subject_en: SubjectLine = ""
    body_en: LetterText = ""
    row_version: int = Field(default=0, ge=0, le=1_000_000)

    @rule("audience", "chosen", beside="audience")
    def _somebody(self) -> None:
        if self.audience == MailingAudience.chosen and not self.chosen:
            raise PydanticCustomError("nobody_chosen", N_("Choose at least one to write to."))

    def languages(self) -> list[str]:
        """Those in which something is written."""
        return [
            one for one in ("id", "en") if getattr(self, f"subject_{one}") or getattr(self, f"body_{one}")
        ]
