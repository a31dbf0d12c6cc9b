"""Where the entries of each kind of feed come from; a room to the right adds the kinds that it knows."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from events_app.accounts.actor import Actor
from events_app.events.feeds.tables import CalendarFeed, FeedKind

Stand = Callable[[CalendarFeed, Actor, datetime], Awaitable[str]]
Build = Callable[[CalendarFeed, Actor, datetime, str], Awaitable[bytes]]


@dataclass(frozen=True)
class Source:
    """`stand`: a digest of what is in a feed, cheap to ask; `build`: the whole file, given the organisation's name."""

    stand: Stand
    build: Build


_sources: dict[FeedKind, Source] = {}


def register(source: Source, *kinds: FeedKind) -> None:
    """These kinds come from there."""
    _sources.update(dict.fromkeys(kinds, source))


def source_of(feed: CalendarFeed) -> Source:
    """Where the entries of a feed come from."""
    return _sources[FeedKind(feed.kind)]
