"""One reader an event and process: it looks for all who watch, draws each face once, and wakes those it concerns.

It asks a cheap mark twice a second, which costs the door less than being told by it, and reads the board only when the
mark changed, once a second at most, or to be sure every few seconds. With it the reader sees whether the watchers may
still look.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from contextvars import Context
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID
from weakref import WeakKeyDictionary

from events_app import clock, streams
from events_app.checkin.board import queries, watching
from events_app.checkin.board.faces import Face, parts
from events_app.checkin.board.watching import Watcher
from events_app.errors import NotFound
from events_app.events.tables import Event, Session

LOG = logging.getLogger("events_app.board")
PAUSE, AGAIN, SURE, ACCESS = 0.5, 1.0, 5.0, 2.0
"""Seconds between two looks at the mark, between two reads at the earliest and at the latest, and between two looks at
who may look."""


@dataclass
class Shown:
    """One face as it stands, each part with the revision that changed it last."""

    revision: int = 0
    digest: str = ""
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    _parts: dict[str, tuple[int, str]] = field(default_factory=dict)
    _written: dict[int, bytes] = field(default_factory=dict)

    def take(self, drawn: Mapping[str, str]) -> None:
        """Keeps what differs, and wakes whoever waits for it."""
        fresh = {name: text for name, text in drawn.items() if self._parts.get(name, (0, None))[1] != text}
        if not fresh:
            return
        self.revision += 1
        self._parts |= {name: (self.revision, text) for name, text in fresh.items()}
        self.digest = sha256("".join(text for _, text in self._parts.values()).encode()).hexdigest()[:16]
        self._written.clear()
        self.wake()

    def whole(self) -> dict[str, str]:
        """Every part as it stands."""
        return {name: text for name, (_revision, text) in self._parts.items()}

    def wake(self) -> None:
        """Whoever waits looks again."""
        self.changed.set()
        self.changed = asyncio.Event()

    def news(self, seen: int) -> bytes:
        """An event (`text/event-stream`) with the parts that changed since a revision; written once for all."""
        if seen not in self._written:
            fresh = {name: text for name, (revision, text) in self._parts.items() if revision > seen}
            data = json.dumps({"id": self.digest, "parts": fresh})
            self._written[seen] = f"id: {self.digest}\nevent: board\ndata: {data}\n\n".encode()
        return self._written[seen]


class Reader:
    """Reads one event for its watchers, as long as there are any. What is watched is said by three methods of it."""

    def __init__(self, event: UUID) -> None:
        self.event = event
        self.watchers: set[Watcher] = set()
        self.faces: dict[Face, Shown] = {}
        self.confidential: bool | None = None
        self._mark, self._read_at, self._checked_at = "", 0.0, 0.0
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    async def mark_now(self) -> str:
        """Changes whenever what is shown would."""
        return await queries.mark(self.event)

    async def drawn(self, event: Event, faces: set[Face]) -> list[tuple[Face, Mapping[str, str]]]:
        """Each face's parts as they stand."""
        titles = await _titles(event, {face.session for face in faces if face.session})
        found: list[tuple[Face, Mapping[str, str]]] = []
        for session in {face.session for face in faces}:
            board = await queries.board(event, session, titles.get(session, ""), clock.now())
            found += [(face, parts(board, face)) for face in faces if face.session == session]
        return found

    async def unwelcome(self) -> list[Watcher]:
        """Those who may not look any more."""
        return await watching.unwelcome(self.event, self.watchers, clock.now())

    async def join(self, watcher: Watcher) -> Shown:
        """The face that a watcher sees, drawn; from here on it is kept up to date."""
        self.watchers.add(watcher)
        async with self._turn:
            if watcher.face not in self.faces:
                await self._read({watcher.face})
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(), context=Context())
            streams.opened(self.end)
        return self.faces[watcher.face]

    def leave(self, watcher: Watcher) -> None:
        """One watcher less; the last one closes the book."""
        self.watchers.discard(watcher)
        if all(one.face != watcher.face for one in self.watchers):
            self.faces.pop(watcher.face, None)  # nobody keeps it up to date: it is drawn anew for the next
        if self.watchers:
            return
        if self._task is not None:
            self._task.cancel()
        self._close()

    def end(self) -> None:
        """Everybody is sent away; their browsers come back and are judged anew."""
        for watcher in self.watchers:
            watcher.gone = True
        self._close()
        for shown in self.faces.values():
            shown.wake()

    async def _run(self) -> None:
        while self.watchers:
            started = _now()
            try:
                await self._look()
            except (
                Exception
            ) as fault:  # whatever it is, nobody must go on looking at a board that stands still
                LOG.warning("a board is not read", extra={"facts": {"fault": type(fault).__name__}})
                self.end()
                return
            pause = AGAIN if self._read_at >= started else PAUSE
            await asyncio.sleep(max(pause, 2 * (_now() - started)))  # a slow board leaves the door its time

    async def _look(self) -> None:
        mark = await self.mark_now()
        if mark != self._mark or _now() - self._read_at > SURE:
            async with self._turn:
                await self._read({watcher.face for watcher in self.watchers})
            self._mark, self._read_at = mark, _now()
        if _now() - self._checked_at > ACCESS:
            self._checked_at = _now()
            await self._send_away()

    async def _read(self, faces: set[Face]) -> None:
        event = await Event.objects().get(Event.id == self.event)
        if event is None or self.confidential not in (None, event.confidential):
            raise NotFound()
        self.confidential = event.confidential
        for face, drawn in await self.drawn(event, faces):
            self.faces.setdefault(face, Shown()).take(drawn)

    async def _send_away(self) -> None:
        for watcher in await self.unwelcome():
            watcher.gone = True
            if watcher.face in self.faces:
                self.faces[watcher.face].wake()

    def _close(self) -> None:
        streams.closed(self.end)
        known = (type(self), self.event)
        if _readers().get(known) is self:
            del _readers()[known]


async def _titles(event: Event, sessions: set[UUID]) -> dict[UUID | None, str]:
    if not sessions:
        return {}
    rows = await Session.select(Session.id, Session.title).where(Session.event == event.id)
    return {row["id"]: row["title"] for row in rows}


def reader_of(event: UUID, kind: type[Reader] = Reader) -> Reader:
    """The reader of that kind of an event in this process."""
    known = _readers()
    if (kind, event) not in known:
        known[kind, event] = kind(event)
    return known[kind, event]


def standing(event: Event, face: Face) -> Mapping[str, str] | None:
    """The parts of a board that others watch just so at this moment; none where nobody does."""
    reader = _readers().get((Reader, event.id))
    if reader is None or face not in reader.faces or reader.confidential != event.confidential:
        return None
    return reader.faces[face].whole()


_Readers = dict[tuple[type[Reader], UUID], Reader]
_of_loop: WeakKeyDictionary[asyncio.AbstractEventLoop, _Readers] = WeakKeyDictionary()


def _readers() -> _Readers:
    return _of_loop.setdefault(asyncio.get_running_loop(), {})


def _now() -> float:
    return asyncio.get_running_loop().time()
