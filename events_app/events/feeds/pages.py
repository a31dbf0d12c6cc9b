"""Doors for people: their subscriptions; and the address that calendar programs read."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.di import NamedDependency, Provide

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.events import listing
from events_app.events.access import Asker
from events_app.events.feeds import access, actions, calendar, names, queries
from events_app.events.feeds.access import Subscribed
from events_app.events.feeds.forms import FeedIn
from events_app.events.feeds.kept import calendars
from events_app.events.feeds.sources import Source, register, source_of
from events_app.events.feeds.tables import CalendarFeed, FeedKind
from events_app.events.public.caching import cached
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

READ = [requires(Right.read)]
Answer = Response[Any]


@get("/calendar/{token:str}", public=True)
async def subscribed(request: Request[Any, Any, Any], subscription: NamedDependency[Subscribed]) -> Answer:
    """The calendar file; what the asker has already is not sent again, and what was built already not built."""
    feed, now = subscription.feed, clock.now()
    host = await Organisation.objects().get(Organisation.id == feed.organisation)
    language = host.language if host else i18n.DEFAULT
    source = source_of(feed)
    etag = f'"{await source.stand(feed, subscription.reader, now)}-{now:%Y%m%d}-{language}"'

    async def build() -> bytes:
        known = calendars.of(feed.id, etag)
        if known is not None:
            return known
        with i18n.using(language):
            file = await source.build(feed, subscription.reader, now, host.name if host else "")
        calendars.keep(feed.id, etag, file)
        return file

    return await cached(request, etag, "text/calendar", build, private=True)


async def _events(feed: CalendarFeed, reader: Actor, now: datetime, organisation: str) -> bytes:
    name = await names.name_of(feed, organisation)
    return await asyncio.to_thread(calendar.write, name, await queries.entries(feed, reader, now))


register(Source(queries.stand, _events), FeedKind.organisation, FeedKind.room, FeedKind.person)


@get("/subscriptions", guards=READ)
async def index(request: Asker) -> Answer:
    """One's own subscriptions, and the form for another."""
    return await _index(request, Form.blank(FeedIn))


@post("/subscriptions", guards=READ)
async def make(request: Asker) -> Answer:
    """Makes a subscription."""
    form = await read_form(request, FeedIn)
    with form.refusing():
        await actions.make_feed(request.user, form.value)
    if not form.ok:
        return await _index(request, form)
    say(request, _("The subscription is ready: copy its address into your calendar program."))
    return redirect("/subscriptions")


@post("/subscriptions/{feed_id:uuid}/rotate")
async def rotate(request: Asker, feed: NamedDependency[CalendarFeed]) -> Answer:
    """Gives it a new address."""
    await actions.rotate(request.user, feed)
    say(request, _("There is a new address. The old one shows nothing any more."))
    return redirect("/subscriptions")


@post("/subscriptions/{feed_id:uuid}/remove")
async def remove(request: Asker, feed: NamedDependency[CalendarFeed]) -> Answer:
    """Ends it."""
    await actions.remove(request.user, feed)
    say(request, _("The subscription has ended."))
    return redirect("/subscriptions")


async def _index(request: Asker, form: Form[FeedIn]) -> Answer:
    mine = CalendarFeed.user == request.user.user
    feeds = await CalendarFeed.objects().where(mine).order_by(CalendarFeed.id)
    organisation: UUID = request.user.organisation
    return page(
        "events/feeds/index.html",
        status=form.status,
        form=form,
        feeds=[(feed, actions.url_of(feed)) for feed in feeds],
        called=await names.names_of(feeds),
        rooms=await listing.room_options(organisation),
        people=await listing.people_options(organisation),
        institutions=await names.institution_options(organisation),
        nav_current="",
    )


ROWS = {"feed": Provide(access.feed_of), "subscription": Provide(access.feed_by_address)}
doors: list[Any] = [subscribed, index, make, rotate, remove]
