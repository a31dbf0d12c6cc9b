"""What a session can be, and where those are who take part in it."""

from enum import StrEnum


class SessionKind(StrEnum):
    plenary = "plenary"
    panel = "panel"
    breakout = "breakout"
    workshop = "workshop"
    ceremony = "ceremony"
    registration = "registration"
    pause = "pause"
    meal = "meal"
    prayer = "prayer"
    other = "other"

    @property
    def is_break(self) -> bool:
        """Whether nobody is on stage: people arrive, rest, eat or pray."""
        return self in {
            SessionKind.registration,
            SessionKind.pause,
            SessionKind.meal,
            SessionKind.prayer,
        }


class SessionMode(StrEnum):
    """Where those who take part are: in the room, on the line, or some here and some there."""

    onsite = "onsite"
    online = "online"
    hybrid = "hybrid"
