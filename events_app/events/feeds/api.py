"""JSON doors of subscriptions."""

from typing import Any
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.feeds import actions
from events_app.events.feeds.forms import FeedIn
from events_app.events.feeds.tables import CalendarFeed, FeedKind
from events_app.shapes import Moment, Out
from events_app.web.api import Cursor, Limit, Page, after, listing

READ = [requires(Right.read)]


class FeedOut(Out):
    """A subscription of this user; `url` is for calendar programs, and for nobody else's eyes."""

    id: UUID
    kind: FeedKind
    room_id: UUID | None
    person_id: UUID | None
    institution_id: UUID | None
    url: str
    created_at: Moment


@get("/calendar-feeds", guards=READ)
async def list_feeds(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[FeedOut]:
    """One's own subscriptions."""
    wanted = CalendarFeed.user == request.user.user
    last = after(cursor)
    query = CalendarFeed.objects().where(wanted if last is None else wanted & (CalendarFeed.id > last))
    return listing(await query.order_by(CalendarFeed.id).limit(limit + 1), limit, _out)


@post("/calendar-feeds", guards=READ)
async def make_feed(request: Asker, data: JSONBody[FeedIn]) -> FeedOut:
    """Subscribe to events, a room's sessions, a person's parts on stage; or to due dates, all, an institution's, a person's."""
    return _out(await actions.make_feed(request.user, data))


@get("/calendar-feeds/{feed_id:uuid}")
async def read_feed(feed: NamedDependency[CalendarFeed]) -> FeedOut:
    """One of one's own."""
    return _out(feed)


@post("/calendar-feeds/{feed_id:uuid}/rotation", status_code=200)
async def rotate_feed(request: Asker, feed: NamedDependency[CalendarFeed]) -> FeedOut:
    """Give it a new address; the old one ends at once."""
    return _out(await actions.rotate(request.user, feed))


@delete("/calendar-feeds/{feed_id:uuid}", status_code=204)
async def remove_feed(request: Asker, feed: NamedDependency[CalendarFeed]) -> None:
    """End it."""
    await actions.remove(request.user, feed)


def _out(feed: CalendarFeed) -> FeedOut:
    room = feed.subject if feed.kind == FeedKind.room else None
    person = feed.subject if feed.kind in (FeedKind.person, FeedKind.due_person) else None
    institution = feed.subject if feed.kind == FeedKind.due_office else None
    url = actions.url_of(feed)
    return FeedOut(
        id=feed.id,
        kind=FeedKind(feed.kind),
        room_id=room,
        person_id=person,
        institution_id=institution,
        url=url,
        created_at=feed.created_at,
    )


doors: list[Any] = [list_feeds, make_feed, read_feed, rotate_feed, remove_feed]
