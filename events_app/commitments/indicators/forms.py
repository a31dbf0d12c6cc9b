"""What comes in about indicators."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from events_app.commitments.indicators.tables import Scheme
from events_app.i18n import N_
from events_app.shapes import Body, Moment

MOST_TEXT = 1024 * 1024
"""One limit for what is pasted, sent as a file or by a program; a file within it has no more characters than bytes."""


def _plain_newlines(text: object) -> object:
    """Lines end with LF, whatever a browser or an old program ended them with; so the look and the act count alike."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


Lines = Annotated[str, BeforeValidator(_plain_newlines), Field(max_length=MOST_TEXT)]


class IndicatorIn(Body):
    """One indicator; the same scheme, version and code again changes its label."""

    scheme: Scheme = Field(examples=["rad"])
    version: str = Field(min_length=1, max_length=20, examples=["2025-2029"])
    code: str = Field(min_length=1, max_length=30, examples=["2.1"])
    label: str = Field(min_length=1, max_length=300, examples=["Posko pengaduan di setiap kecamatan"])
    label_en: str = Field(default="", max_length=300, examples=["A complaints post in every district"])


class IndicatorLinesIn(Body):
    """A CSV with the columns scheme, version, code, label and, if wanted, label_en; comma or semicolon between."""

    csv: Lines = Field(
        min_length=1,
        examples=["scheme,version,code,label\nrad,2025-2029,2.1,Posko di setiap kecamatan"],
    )


class LinesForm(Body):
    """A file, or its lines; first to be looked at, then to be read."""

    file: Any = None
    csv: Annotated[Lines, Field(validate_default=True)] = ""
    step: Literal["look", "act"] = "look"

    @field_validator("csv")
    @classmethod
    def _something(cls, csv: str, info: ValidationInfo) -> str:
        if not csv and not info.data.get("file"):
            raise PydanticCustomError("nothing_sent", N_("Choose a file, or paste its lines."))
        return csv


class IndicatorListIn(Body):
    """A version of a list."""

    scheme: Scheme = Field(examples=["rad"])
    version: str = Field(min_length=1, max_length=20, examples=["2025-2029"])


class OfferListForm(IndicatorListIn):
    """A version of a list to offer again; with `since`, only what was retired at that very moment."""

    since: Moment | None = None


class IndicatorChoiceIn(Body):
    """Which indicators a commitment serves: exactly these."""

    indicators: list[UUID] = Field(default_factory=list, max_length=50, examples=[[]])


class PackForm(Body):
    """Whether evidence with personal data is packed, too."""

    personal: bool = Field(default=False, examples=[False])
