"""The only ways to a feed: one's own, or by its address, as long as its owner may still look."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from litestar.params import FromPath

from events_app import clock, tokens
from events_app.accounts import throttle
from events_app.accounts.access import address_of
from events_app.accounts.actions import owner_actor
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import User
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.feeds.tables import CalendarFeed

TRIES, WINDOW = 20, timedelta(minutes=10)


@dataclass(frozen=True)
class Subscribed:
    """A feed that was reached by its address, and whose eyes it sees with."""

    feed: CalendarFeed
    reader: Actor


async def feed_of(request: Asker, feed_id: FromPath[UUID]) -> CalendarFeed:
    """A feed of the one who asks; who keeps the users may end a colleague's, too."""
    here = (CalendarFeed.id == feed_id) & (CalendarFeed.organisation == request.user.organisation)
    feed = await CalendarFeed.objects().get(here)
    if feed is None or not (feed.user == request.user.user or request.user.may(Right.manage)):
        raise NotFound()
    return feed


async def feed_by_address(request: Asker, token: FromPath[str]) -> Subscribed:
    """The feed of this address. Unknown ones are counted by network, known ones never."""
    bare = token.removesuffix(".ics")
    feed = await CalendarFeed.objects().get(CalendarFeed.link_hash == tokens.digest(bare))
    user = await User.objects().get(User.id == feed.user) if feed else None
    if feed is None or user is None or not user.active or not owner_actor(user).may(Right.read):
        key, now = f"link:{throttle.network_of(address_of(request))}", clock.now()
        await throttle.check(key, TRIES, now)
        await throttle.count(key, WINDOW, now)
        raise NotFound()
    return Subscribed(feed, owner_actor(user))
