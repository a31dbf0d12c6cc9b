"""The ways to minutes: an event one may read, and what belongs to it."""

from typing import Annotated
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, QueryParameter

from events_app.commitments.access import action_for_reader
from events_app.commitments.minutes import deciding, versions, writing
from events_app.commitments.minutes.tables import MinutesDecision, MinutesText, MinutesVersion
from events_app.commitments.tables import FollowUpAction
from events_app.errors import NotFound
from events_app.events.access import Asker, event_for_chair
from events_app.events.tables import Event

Before = Annotated[
    int | None, QueryParameter(ge=1, le=2**31 - 1, description="Only versions before this one.")
]


async def written_event(request: Asker, event_id: FromPath[UUID]) -> Event:
    """An event whose minutes this actor writes."""
    return await event_for_chair(request, event_id)


async def decision_here(event: NamedDependency[Event], decision_id: FromPath[UUID]) -> MinutesDecision:
    """A decision of the event that was loaded."""
    return await deciding.decision_of(event, decision_id)


async def decision_to_write(
    written_event: NamedDependency[Event], decision_id: FromPath[UUID]
) -> MinutesDecision:
    """The same for who writes: looked up after the event, never beside it, so that both share one transaction."""
    return await deciding.decision_of(written_event, decision_id)


async def text_here(event: NamedDependency[Event], text_id: FromPath[UUID]) -> MinutesText:
    """A text of the event that was loaded."""
    return await writing.text_of(event, text_id)


async def version_here(event: NamedDependency[Event], number: FromPath[int]) -> MinutesVersion:
    """A version of the minutes of the event that was loaded."""
    if not 1 <= number <= 100_000:
        raise NotFound()
    return await versions.version_of(event, number)


async def version_to_mail(written_event: NamedDependency[Event], number: FromPath[int]) -> MinutesVersion:
    """The same for who mails it."""
    return await version_here(written_event, number)


async def spoken_of(
    request: Asker, event: NamedDependency[Event], action_id: FromPath[UUID]
) -> FollowUpAction:
    """An action that a meeting may speak of: looked up after the meeting, never beside it."""
    return await action_for_reader(request, action_id)


async def reviewed_action(
    request: Asker, written_event: NamedDependency[Event], action_id: FromPath[UUID]
) -> FollowUpAction:
    """The same for who writes its minutes."""
    return await action_for_reader(request, action_id)


ROWS = {
    "spoken_of": Provide(spoken_of),
    "reviewed_action": Provide(reviewed_action),
    "written_event": Provide(written_event),
    "minutes_decision": Provide(decision_here),
    "written_decision": Provide(decision_to_write),
    "minutes_text": Provide(text_here),
    "mailed_version": Provide(version_to_mail),
    "minutes_version": Provide(version_here),
}
"""What the doors of minutes may ask for, by name."""
