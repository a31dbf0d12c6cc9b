"""The only ways to a captured line and to a wall: through an event whose commitments you keep, or a screen's link."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from events_app import clock, tokens
from events_app.accounts import throttle
from events_app.accounts.access import address_of
from events_app.commitments.access import Asker
from events_app.commitments.capturing.tables import CapturedLine, CaptureScreen
from events_app.errors import NotFound
from events_app.events.tables import Event

TRIES, WINDOW = 20, timedelta(minutes=10)


@dataclass(frozen=True)
class Walled:
    """What the link of a screen reaches: the wall of one event."""

    wall: CaptureScreen
    event: Event


async def line_here(kept_event: NamedDependency[Event], line_id: FromPath[UUID]) -> CapturedLine:
    """A captured promise of the event that was loaded, by the id its sender made; also one that was taken back."""
    mine = (CapturedLine.event == kept_event.id) & (CapturedLine.line == line_id)
    row = await CapturedLine.objects().get(mine & CapturedLine.of_action.eq(False))
    if row is None:
        raise NotFound()
    return row


async def wall_here(kept_event: NamedDependency[Event], wall_id: FromPath[UUID]) -> CaptureScreen:
    """A screen of the event that was loaded."""
    row = await CaptureScreen.objects().get(
        (CaptureScreen.id == wall_id) & (CaptureScreen.event == kept_event.id)
    )
    if row is None:
        raise NotFound()
    return row


async def wall_by_link(request: Asker, token: FromPath[str]) -> Walled:
    """The event that this screen shows, unless it is confidential by now. Unknown links are counted by network."""
    row = await CaptureScreen.objects().get(CaptureScreen.link_hash == tokens.digest(token))
    event = await Event.objects().get(Event.id == row.event) if row else None
    if row is None or event is None or event.confidential:
        key, now = f"link:{throttle.network_of(address_of(request))}", clock.now()
        await throttle.check(key, TRIES, now)
        if row is None:
            await throttle.count(key, WINDOW, now)
        raise NotFound()
    return Walled(row, event)


ROWS = {"captured": Provide(line_here), "wall": Provide(wall_here), "walled": Provide(wall_by_link)}
