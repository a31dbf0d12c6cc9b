"""Who acts: a user, an API client, the holder of a personal link, or the system."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from events_app.accounts.rights import Right
from events_app.errors import NotAllowed

Via = Literal["session", "token", "link", "system"]


@dataclass(frozen=True)
class Actor:
    """The one who acts, always inside one organisation.

    `institution` is set for users who belong to one; `person` for holders of a personal link.
    """

    organisation: UUID
    user: UUID | None = None
    name: str = ""
    rights: frozenset[Right] = field(default_factory=frozenset)
    institution: UUID | None = None
    person: UUID | None = None
    via: Via = "session"
    address: str = ""
    credential: UUID | None = None
    language: str = "id"

    @classmethod
    def system(cls, organisation: UUID) -> "Actor":
        """The clock and the queue; holds no right, so it can only do what needs none."""
        return cls(organisation=organisation, name="system", via="system")

    def may(self, right: Right | str) -> bool:
        """Whether this actor holds a right; an unknown right's name raises ValueError."""
        return Right(right) in self.rights

    def must(self, right: Right) -> None:
        """Refuses with `not_allowed` unless the actor holds the right."""
        if not self.may(right):
            raise NotAllowed()
