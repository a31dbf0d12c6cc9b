"""What comes in about feeds."""

from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from events_app.events.feeds.tables import FeedKind
from events_app.i18n import N_
from events_app.shapes import Body


class FeedIn(Body):
    """A new subscription: of everything, of one room, or of one person's parts on stage."""

    kind: FeedKind = Field(default=FeedKind.organisation, examples=["organisation"])
    room_id: UUID | None = None
    person_id: UUID | None = None

    @model_validator(mode="after")
    def _names_its_subject(self) -> "FeedIn":
        wanted = {FeedKind.room: self.room_id, FeedKind.person: self.person_id}
        if self.kind in wanted and wanted[self.kind] is None:
            raise PydanticCustomError("missing_subject", N_("Choose the room, or the person."))
        return self

    @property
    def subject(self) -> UUID | None:
        """The room's or the person's id."""
        return {FeedKind.room: self.room_id, FeedKind.person: self.person_id}.get(self.kind)
