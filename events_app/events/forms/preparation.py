"""What comes in about getting ready: the running order, the door, the handouts."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field

from events_app.events.forms.fields import legible
from events_app.shapes import Body


class AgendaForm(Body):
    """One line of the running order."""

    item: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(legible)]
    minutes: Annotated[int, Field(ge=1, le=1_440)] | None = None
    presenter_id: UUID | None = None


class DoorForm(Body):
    """Who works the door."""

    user_id: UUID
