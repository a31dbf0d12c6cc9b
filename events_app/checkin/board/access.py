"""The only ways to a board: an event one may see or whose door one works, or the link of a screen."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock, tokens
from events_app.accounts import throttle
from events_app.accounts.access import address_of
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.board.tables import BoardScreen, QuorumRule
from events_app.errors import NotFound
from events_app.events.access import Asker, event_for_door, event_for_reader
from events_app.events.tables import Event, Session

TRIES, WINDOW = 20, timedelta(minutes=10)


@dataclass(frozen=True)
class Screened:
    """What the link of a screen reaches: the public board of one event."""

    screen: BoardScreen
    event: Event


async def event_for_board(request: Asker, event_id: FromPath[UUID]) -> Event:
    """An event this reader may see, or whose door they work."""
    try:
        return await event_for_reader(request, event_id)
    except NotFound:
        return await event_for_door(request, event_id)


async def rule_here(event: NamedDependency[Event], rule_id: FromPath[UUID]) -> QuorumRule:
    """A rule of the quorum of the event that was loaded."""
    row = await QuorumRule.objects().get((QuorumRule.id == rule_id) & (QuorumRule.event == event.id))
    if row is None:
        raise NotFound()
    return row


async def screen_here(planned: NamedDependency[Event], screen_id: FromPath[UUID]) -> BoardScreen:
    """A screen of the event that was loaded."""
    row = await BoardScreen.objects().get((BoardScreen.id == screen_id) & (BoardScreen.event == planned.id))
    if row is None:
        raise NotFound()
    return row


async def screen_by_link(request: Asker, token: FromPath[str]) -> Screened:
    """The event that this screen shows. Unknown links are counted by network, known ones never."""
    screen = await BoardScreen.objects().get(BoardScreen.link_hash == tokens.digest(token))
    event = await Event.objects().get(Event.id == screen.event) if screen else None
    if screen is None or event is None:
        key, now = f"link:{throttle.network_of(address_of(request))}", clock.now()
        await throttle.check(key, TRIES, now)
        await throttle.count(key, WINDOW, now)
        raise NotFound()
    return Screened(screen, event)


async def title_of(event: Event, session: UUID | None) -> str:
    """The title of a session of the event; another event's is not found, and of none it is empty."""
    if session is None:
        return ""
    row = await Session.objects().get((Session.id == session) & (Session.event == event.id))
    if row is None:
        raise NotFound()
    return str(row.title)


def may_see_names(actor: Actor) -> bool:
    """Who is missing by name, and their telephones: for those who invite, and the secretariat."""
    return actor.may(Right.invite) or actor.may(Right.keep_commitments)
