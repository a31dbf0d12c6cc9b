"""What the page of an action shows of its reminders, to those who keep commitments."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.reminding import letters, queries, words


@dataclass(frozen=True)
class Reminded:
    """What was said of an action, and the silence about it."""

    said: list[Any]
    mute: Any | None
    letters: list[Any]
    words: Any = words


async def of_action(actor: Actor, action: UUID, now: datetime) -> Reminded | None:
    """None for readers who do not keep commitments."""
    if not actor.may(Right.keep_commitments):
        return None
    return Reminded(
        await queries.said_of(action),
        await queries.mute_of_action(actor.organisation, action, now),
        await letters.of_action(actor.organisation, action),
    )
