"""Doors for people: the board for the office, for the stage, and for a screen that nobody is signed in at."""

from typing import Any, Literal
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery

from events_app import clock, i18n
from events_app.accounts.rights import Right
from events_app.checkin.board import access, queries, rule_pages, screen_pages
from events_app.checkin.board.access import Screened, may_see_names, title_of
from events_app.checkin.board.faces import Face, View, parts
from events_app.checkin.board.streaming import live
from events_app.checkin.board.watching import Watcher
from events_app.events.access import Asker, event_for_planner
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.ids import uuid_of
from events_app.web.pages import page

Answer = Response[Any]
Look = FromQuery[Literal["dark", "light"] | None]
Part = FromQuery[UUID | None]


@get("/events/{event_id:uuid}/board")
async def board(
    request: Asker, board_event: NamedDependency[Event], session_id: FromQuery[str] = ""
) -> Answer:
    """The organiser's board, with the heads that are missing; of one session when it is chosen."""
    event, part = board_event, uuid_of(session_id)
    title = await title_of(event, part)
    face = Face("office", i18n.locale(), part, may_see_names(request.user))
    return page(
        "checkin/board/show.html",
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        parts=parts(await queries.board(event, part, title, clock.now()), face),
        sessions=[(part.session.id, part.session.title) for part in await parts_of(event)],
        session_id=part,
        live=_address(event, face),
        may_plan=request.user.may(Right.plan_events),
    )


@get("/events/{event_id:uuid}/board/stage")
async def stage(board_event: NamedDependency[Event], session_id: Part = None, look: Look = None) -> Answer:
    """The board for the hall: large, and without anybody's name."""
    face = Face("stage", i18n.locale(), session_id)
    return await _stage(
        board_event, face, _address(board_event, face), look, back=f"/events/{board_event.id}/board"
    )


@get("/events/{event_id:uuid}/board/live", uncompressed=True)
async def board_live(
    request: Asker,
    board_event: NamedDependency[Event],
    view: FromQuery[View] = "office",
    session_id: Part = None,
) -> Answer:
    """What changes on either board: as a stream, or at once for those whom no stream reaches."""
    title = await title_of(board_event, session_id)
    named = view == "office" and may_see_names(request.user)
    watcher = Watcher.of(Face(view, i18n.locale(), session_id, named), request.user)
    return await live(request, board_event, title, watcher)


@get("/screen/{token:str}", public=True)
async def screen(
    screened: NamedDependency[Screened], token: FromPath[str], session_id: Part = None, look: Look = None
) -> Answer:
    """The board for the hall by the link of a screen, in the event's language."""
    i18n.speak(screened.event.language)
    face = Face("stage", i18n.locale(), session_id)
    return await _stage(screened.event, face, f"/screen/{token}/live{_query(session_id)}", look)


@get("/screen/{token:str}/live", public=True, uncompressed=True)
async def screen_live(request: Asker, screened: NamedDependency[Screened], session_id: Part = None) -> Answer:
    """What changes on that screen."""
    i18n.speak(screened.event.language)
    title = await title_of(screened.event, session_id)
    watcher = Watcher(Face("stage", i18n.locale(), session_id), screened.screen.id)
    return await live(request, screened.event, title, watcher)


async def _stage(event: Event, face: Face, address: str, look: str | None, back: str = "") -> Answer:
    title = await title_of(event, face.session)
    lit: dict[str, Any] = {"theme": look} if look else {}
    return page(
        "checkin/board/stage.html",
        event=event,
        session_title=title,
        session_id=face.session,
        parts=parts(await queries.board(event, face.session, title, clock.now()), face),
        live=address,
        back=back,
        **lit,
    )


def _address(event: Event, face: Face) -> str:
    return (
        f"/events/{event.id}/board/live{_query(face.session)}{'&' if face.session else '?'}view={face.view}"
    )


def _query(session: UUID | None) -> str:
    return f"?session_id={session}" if session else ""


ROWS = {
    "board_event": Provide(access.event_for_board),
    "planned": Provide(event_for_planner),
    "rule": Provide(access.rule_here),
    "screen": Provide(access.screen_here),
    "screened": Provide(access.screen_by_link),
}
doors: list[Any] = [
    board, stage, board_live, screen, screen_live, *rule_pages.doors, *screen_pages.doors,
]  # fmt: skip
