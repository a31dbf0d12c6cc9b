"""What comes in about feeds."""

from uuid import UUID

from pydantic import Field
from pydantic_core import PydanticCustomError

from events_app.events.feeds.tables import FeedKind
from events_app.i18n import N_
from events_app.ruled import Ruled, rule

MISSING = N_("Choose the room, the person, or the institution.")


class FeedIn(Ruled):
    """A new subscription: of events, a room, somebody's parts on stage; or of due dates, all, an institution's, a person's."""

    kind: FeedKind = Field(default=FeedKind.organisation, examples=["organisation"])
    room_id: UUID | None = None
    person_id: UUID | None = None
    institution_id: UUID | None = None

    @rule("kind", "room_id", beside="room_id")
    def _names_its_room(self) -> None:
        if self.kind == FeedKind.room and self.room_id is None:
            raise PydanticCustomError("missing_subject", MISSING)

    @rule("kind", "person_id", beside="person_id")
    def _names_its_person(self) -> None:
        if self.kind in (FeedKind.person, FeedKind.due_person) and self.person_id is None:
            raise PydanticCustomError("missing_subject", MISSING)

    @rule("kind", "institution_id", beside="institution_id")
    def _names_its_institution(self) -> None:
        if self.kind == FeedKind.due_office and self.institution_id is None:
            raise PydanticCustomError("missing_subject", MISSING)

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
