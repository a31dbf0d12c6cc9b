"""What comes in about an activity report."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from events_app.shapes import Body

Prose = Annotated[str, Field(max_length=20_000)]
Version = Annotated[int | None, Field(ge=0, le=2**31 - 1)]


class ReportTexts(Body):
    """The office's own words. A text that is left empty gets the usual sentence, or its heading says that nothing was written."""

    number: Annotated[str, Field(max_length=100, examples=["400.2/17/2026"])] = ""
    basis: Prose = ""
    background: Prose = ""
    purpose: Prose = ""
    course: Prose = ""
    evaluation: Prose = ""
    suggestions: Prose = ""
    signatory_id: UUID | None = None
    row_version: Version = None


class ReportWish(Body):
    """As which kind of file, in which language; without one in the event's."""

    form: Literal["pdf", "docx"] = Field(default="pdf", examples=["pdf"])
    language: Literal["id", "en"] | None = Field(default=None, examples=["id"])
