"""What comes in about getting ready: the running order, the door, the handouts."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from events_app.events.forms.fields import Title, legible
from events_app.shapes import Body


class AgendaForm(Body):
    """One line of the running order."""

    item: Annotated[str, Field(min_length=1, max_length=300), AfterValidator(legible)]
    minutes: Annotated[int, Field(ge=1, le=1_440)] | None = None
    presenter_id: UUID | None = None


class DoorForm(Body):
    """Who works the door."""

    user_id: UUID


class MaterialForm(Body):
    """A handout; the page has made sure that `file` was sent."""

    title: Title
    visibility: Literal["invited", "public"] = "invited"
    file: Any
