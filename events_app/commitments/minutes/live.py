"""The page of minutes as a stream: each text with its version, and the lists beside it as markup.

Each stream asks a cheap mark twice a second; a meeting has few writers. It ends when the server stops, and when the
session or the right it was opened with does.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from litestar import Request, Response
from litestar.response import Stream

from events_app import clock, i18n, streams
from events_app.accounts.actor import Actor
from events_app.checkin.board.faces import Face
from events_app.checkin.board.watching import Watcher, unwelcome
from events_app.commitments.minutes import queries
from events_app.commitments.minutes.writing import may_write
from events_app.events.tables import Event
from events_app.i18n import gettext as _
from events_app.templating import environment

PAUSE, ACCESS, KEEP_ALIVE = 0.5, 5.0, 15.0
BEGIN, HERE = b"retry: 1000\n\n", b": still here\n\n"
News = dict[str, Any]


@dataclass
class Look:
    """What one reader was sent last."""

    event: Event
    actor: Actor
    locale: str
    mark: str = ""
    sent: dict[str, Any] = field(default_factory=dict)

    async def news(self) -> News | None:
        """What changed since the last time, if anything did."""
        mark = await queries.mark(self.event.id)
        if mark == self.mark:
            return None
        self.mark = mark
        whole = await everything(self.event, self.actor, self.locale)
        fresh = {
            kind: {name: value for name, value in found.items() if self.sent.get(f"{kind}:{name}") != value}
            for kind, found in whole.items()
        }
        self.sent = {
            f"{kind}:{name}": value for kind, found in whole.items() for name, value in found.items()
        }
        return fresh


async def answer(request: Request[Actor, Any, Any], event: Event) -> Response[Any]:
    """The stream for who accepts one, else what stands now as JSON."""
    look = Look(event, request.user, i18n.locale())
    if "text/event-stream" not in request.headers.get("accept", ""):
        return Response(await everything(event, request.user, look.locale))
    headers = {"x-accel-buffering": "no"}  # a proxy that collects answers would keep the news to itself
    return Stream(watch(look), media_type="text/event-stream", headers=headers)


async def watch(look: Look) -> AsyncIterator[bytes]:
    """Everything at first, then what changes."""
    ended = asyncio.Event()
    streams.opened(ended.set)
    watcher = Watcher.of(Face("office", look.locale), look.actor)
    said = checked = _now()
    try:
        yield BEGIN
        while not ended.is_set():
            if news := await look.news():
                said = _now()
                yield f"event: minutes\ndata: {json.dumps(news)}\n\n".encode()
            elif _now() - said > KEEP_ALIVE:
                said = _now()
                yield HERE
            if _now() - checked > ACCESS:
                checked = _now()
                if await unwelcome(look.event.id, [watcher], clock.now()):
                    return
            await _pause(ended)
    finally:
        streams.closed(ended.set)


async def everything(event: Event, actor: Actor, locale: str) -> News:
    """`texts` by name with version, words and writer; `parts` by name as markup."""
    with i18n.using(locale):
        desk = await queries.desk(event, _("General discussion"))
        texts = {
            note.name: {"version": note.version, "content": note.content, "by": note.changed_by}
            for note in desk.notes
        }
        return {"texts": texts, "parts": parts(desk, event, actor)}


def parts(desk: queries.Desk, event: Event, actor: Actor) -> dict[str, str]:
    """The lists beside the texts."""
    template = environment().get_template("commitments/minutes/_lists.html")
    facts = {"event": event, "may_write": may_write(actor), "actor": actor}
    return {topic.name: template.render(facts | {"topic": topic}) for topic in desk.topics}


async def _pause(ended: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(PAUSE):
            await ended.wait()
    except TimeoutError:
        return


def _now() -> float:
    return asyncio.get_running_loop().time()
