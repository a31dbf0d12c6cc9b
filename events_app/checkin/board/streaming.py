"""A board as a stream (`text/event-stream`), or its parts at once for those whom no stream reaches."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from litestar import Request, Response
from litestar.response import Stream

from events_app import clock, streams
from events_app.accounts import throttle
from events_app.accounts.access import address_of
from events_app.checkin.board import queries
from events_app.checkin.board.faces import parts
from events_app.checkin.board.reader import Reader, reader_of, standing
from events_app.checkin.board.watching import Watcher
from events_app.events.tables import Event

KEEP_ALIVE = 15.0
BEGIN, HERE = b"retry: 2000\n\n", b": still here\n\n"
OF_EVENT, OF_NETWORK, OF_ONE = 1_000, 500, 250
"""How many streams of an event, to a network and by one sign-in or link are open in a process: a hall sits behind one
address, and a link is on many screens."""


async def live(request: Request[Any, Any, Any], event: Event, title: str, watcher: Watcher) -> Response[Any]:
    """The stream for who accepts one; otherwise what stands now, as JSON: `{"parts": {name: markup}}`."""
    streamed = stream(request, event, watcher)
    if streamed is not None:
        return streamed
    kept = standing(event, watcher.face)  # many who found no place and ask must not cost the door its time
    if kept is None:
        kept = parts(await queries.board(event, watcher.face.session, title, clock.now()), watcher.face)
    return Response({"parts": kept})


def stream(
    request: Request[Any, Any, Any], event: Event, watcher: Watcher, kind: type[Reader] = Reader
) -> Stream | None:
    """The stream for who accepts one; refuses with `too_many_streams`, upon which pages ask from time to time."""
    if "text/event-stream" not in request.headers.get("accept", ""):
        return None
    rooms = [
        (f"event:{event.id}", OF_EVENT),
        (f"network:{throttle.network_of(address_of(request))}", OF_NETWORK),
        (f"by:{watcher.credential}", OF_ONE),
    ]
    streams.must_have_place(rooms)
    last = request.headers.get("last-event-id", "")
    headers = {"x-accel-buffering": "no"}  # a proxy that collects answers would keep the news to itself
    news = watch(event, watcher, last, kind, rooms)
    return Stream(news, media_type="text/event-stream", headers=headers)


async def watch(
    event: Event, watcher: Watcher, last: str, kind: type[Reader], rooms: Sequence[streams.Room]
) -> AsyncIterator[bytes]:
    """All parts, then those that change, until the watcher leaves, may not look any more, or the server stops.

    Who comes back with the id of what stands gets only what changes from then on.
    """
    if not streams.take_place(rooms):
        return
    reader = reader_of(event.id, kind)
    try:
        yield BEGIN
        shown = await reader.join(watcher)
        watcher.gone |= reader.confidential != event.confidential  # it changed since this one was let in
        seen = shown.revision if shown.digest == last else 0
        while not watcher.gone:
            changed = shown.changed
            if shown.revision > seen:
                news, seen = shown.news(seen), shown.revision
                yield news
            elif not await _happens(changed):
                yield HERE
    finally:
        streams.give_place_back(rooms)
        reader.leave(watcher)


async def _happens(changed: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(KEEP_ALIVE):
            return await changed.wait()
    except TimeoutError:
        return False
