"""The page of minutes as a stream: each text with its version, and the lists beside it as markup.

One reader an event looks for all who have the page open, as it does for a board.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response

from events_app import i18n
from events_app.accounts.actor import Actor
from events_app.checkin.board.faces import Face
from events_app.checkin.board.reader import Reader
from events_app.checkin.board.streaming import stream
from events_app.checkin.board.watching import Watcher
from events_app.commitments.minutes import queries
from events_app.commitments.minutes.writing import may_write
from events_app.events.tables import Event
from events_app.templating import environment


@dataclass(frozen=True)
class Page(Face):
    """The page as a reader or a writer sees it."""

    may_write: bool = False


class Written(Reader):
    """Reads the minutes of one event for its watchers."""

    async def mark_now(self) -> str:
        return await queries.mark(self.event)

    async def drawn(self, event: Event, faces: set[Face]) -> list[tuple[Face, Mapping[str, str]]]:
        desk = await queries.desk(event, "")
        return [(face, parts(desk, event, face)) for face in faces]


async def answer(request: Request[Actor, Any, Any], event: Event) -> Response[Any]:
    """The stream for who accepts one, else what stands now as JSON: `{"parts": {name: text}}`."""
    page = Page("office", i18n.locale(), may_write=may_write(request.user))
    streamed = stream(request, event, Watcher.of(page, request.user), Written)
    return streamed or Response({"parts": parts(await queries.desk(event, ""), event, page)})


def parts(desk: queries.Desk, event: Event, face: Face) -> dict[str, str]:
    """`text:NAME` is version, words and writer as JSON; `list:NAME` the markup beside it."""
    with i18n.using(face.locale):
        template = environment().get_template("commitments/minutes/_lists.html")
        facts = {"event": event, "may_write": isinstance(face, Page) and face.may_write}
        lists = {f"list:{topic.name}": template.render(facts | {"topic": topic}) for topic in desk.topics}
    return {f"text:{note.name}": _told(note) for note in desk.notes} | lists


def _told(note: queries.Note) -> str:
    return json.dumps({"version": note.version, "content": note.content, "by": note.changed_by})
