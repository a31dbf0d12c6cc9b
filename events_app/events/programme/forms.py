"""What comes in about the running order."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field

from events_app.events.forms.fields import legible
from events_app.shapes import Body

Item = Annotated[str, Field(min_length=1, max_length=300), AfterValidator(legible)]
Minutes = Annotated[int, Field(ge=1, le=1_440)]


class AgendaItemIn(Body):
    """One line of the running order, of a session or of the event as a whole."""

    title: Item = Field(examples=["Sambutan Wali Kota"])
    minutes: Minutes | None = Field(default=None, examples=[15])
    presenter_id: UUID | None = None
    session_id: UUID | None = None


class AgendaItemPatch(Body):
    """What changes of a line; what is not sent stays."""

    title: Item = Field(default="", examples=["Sambutan Wali Kota"])
    minutes: Minutes | None = None
    presenter_id: UUID | None = None
    session_id: UUID | None = None

    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)


class AgendaForm(Body):
    """The page's form of a line; a session's form on the same page has a title of its own."""

    item: Item
    minutes: Minutes | None = None
    presenter_id: UUID | None = None
    session_id: UUID | None = None

    def body(self) -> AgendaItemIn:
        """The line as typed."""
        return AgendaItemIn(title=self.item, **self.model_dump(exclude={"item"}))

    def patch(self) -> AgendaItemPatch:
        """A change of every field."""
        return AgendaItemPatch(title=self.item, **self.model_dump(exclude={"item"}))


class Step(Body):
    """One place towards the start or the end, among the lines of the same session."""

    direction: Literal["up", "down"] = Field(examples=["up"])
