"""Who acts: a user, an API client, the holder of a personal link, a paired device, or the system."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from events_app.accounts.rights import Right
from events_app.errors import NotAllowed

Via = Literal["session", "token", "link", "device", "system"]


@dataclass(frozen=True)
class Post:
    """Where a device was put: the events whose door it works, and the one session that it minds, if it minds one.

    `adds_walk_ins`, `admits_anyway`: it may write down who was not invited, and let somebody in against the rules.
    """

    events: frozenset[UUID]
    session: UUID | None = None
    adds_walk_ins: bool = False
    admits_anyway: bool = False


@dataclass(frozen=True)
class Actor:
    """The one who acts, always inside one organisation.

    `institution` is set for users who belong to one; `person` for holders of a personal link; `post` for devices.
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
    post: Post | None = None

    @classmethod
    def system(cls, organisation: UUID) -> "Actor":
        """The clock and the queue; holds no right, so it can only do what needs none."""
        return cls(organisation=organisation, name="system", via="system")

    def may(self, right: Right | str) -> bool:
        """Whether this actor holds a right; an unknown right's name raises ValueError."""
        return Right(right) in self.rights

    def stands_at(self, event: UUID) -> bool:
        """Whether this is a device that was paired for the event's door."""
        return self.post is not None and event in self.post.events

    @property
    def adds_walk_ins(self) -> bool:
        """Whether this actor may write down somebody who stands at the door without an invitation."""
        return self.may(Right.scan) and (self.post is None or self.post.adds_walk_ins)

    @property
    def admits_anyway(self) -> bool:
        """Whether this actor may let somebody in against the rules, with a reason."""
        return self.may(Right.plan_events) or (self.post is not None and self.post.admits_anyway)

    def must(self, right: Right) -> None:
        """Refuses with `not_allowed` unless the actor holds the right."""
        if not self.may(right):
            raise NotAllowed()
