"""What comes in about releases and their messages."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from events_app.events.forms.fields import Prose
from events_app.shapes import Body


class ReleaseIn(Body):
    """A release; the note is for everybody who reads of it."""

    note: Annotated[Prose, Field(max_length=2_000)] = Field(
        default="", examples=["Sesi panel pindah ke siang hari."]
    )


class SendingIn(Body):
    """The page's form: who is ticked."""

    send: list[UUID] = Field(default_factory=list, max_length=20_000)


class SkippingIn(Body):
    """The program's body: who is left out."""

    skip: list[UUID] = Field(
        default_factory=list, max_length=20_000, examples=[["01980000-0000-7000-8000-000000000001"]]
    )
