"""What comes in about feeds."""

from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from events_app.events.feeds.tables import FeedKind
from events_app.i18n import N_
from events_app.shapes import Body


class FeedIn(Body):
    """A new subscription: of events, a room, somebody's parts on stage; or of due dates, all, an institution's, a person's."""

    kind: FeedKind = Field(default=FeedKind.organisation, examples=["organisation"])
    room_id: UUID | None = None
    person_id: UUID | None = None
    institution_id: UUID | None = None

    @model_validator(mode="after")
    def _names_its_subject(self) -> "FeedIn":
        if self.kind not in (FeedKind.organisation, FeedKind.due) and self.subject is None:
            raise PydanticCustomError(
                "missing_subject", N_("Choose the room, the person, or the institution.")
            )
        return self

    @property
    def subject(self) -> UUID | None:
        """The id of the room, the person or the institution that it is of."""
        subjects = {
            FeedKind.room: self.room_id,
            FeedKind.person: self.person_id,
            FeedKind.due_person: self.person_id,
            FeedKind.due_office: self.institution_id,
        }
        return subjects.get(self.kind)
