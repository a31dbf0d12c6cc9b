"""What comes in as an organisation's own words."""

from typing import Annotated

from pydantic import Field, StringConstraints

from events_app.shapes import Body

SubjectLine = Annotated[str, StringConstraints(min_length=1, max_length=300)]
LetterText = Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class WordingIn(Body):
    """Subject and text with `{placeholders}`; a blank line begins a paragraph.

    `row_version` is that of the words one saw, 0 for those that come with the product.
    """

    subject: SubjectLine = Field(examples=["Undangan: {event}"])
    body: LetterText = Field(examples=["{salutation}\n\n{facts}\n\nMohon jawaban:\n{link}"])
    row_version: int = Field(default=0, ge=0, le=1_000_000)
