"""What comes in about photos."""

from typing import Annotated

from pydantic import Field

from events_app.shapes import Body

Caption = Annotated[str, Field(max_length=300, examples=["Pembukaan oleh Wali Kota"])]
Place = Annotated[
    int, Field(ge=1, le=1000, examples=[1], description="Where in the row; the same place: the older first.")
]


class PhotoWords(Body):
    """What is said of a photo: its caption (read aloud to who cannot see it), its place, whether the report shows it."""

    caption: Caption = ""
    place: Place = 1
    in_report: bool = False


class NewPhotosForm(Body):
    """One caption for all that are sent together; each can be changed afterwards."""

    caption: Caption = ""
