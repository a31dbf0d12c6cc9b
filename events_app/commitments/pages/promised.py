"""Pages of many promises: those of an event, and all of them."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import queries, reading, words
from events_app.commitments.access import Asker
from events_app.commitments.agreeing.queries import drafts_of
from events_app.commitments.kinds import Ratified
from events_app.commitments.pages import choices
from events_app.commitments.pages.filters import one_of
from events_app.commitments.queries import Wanted
from events_app.commitments.tables import CommitmentState
from events_app.events.tables import Event
from events_app.ids import uuid_of
from events_app.web.pages import page

Answer = Response[Any]
READ = [requires(Right.read)]
PAGE = 50


@get("/events/{event_id:uuid}/commitments", guards=READ)
async def event_commitments(
    request: Asker, event: NamedDependency[Event], cursor: FromQuery[str] = ""
) -> Answer:
    """What was promised at this event."""
    now = clock.now()
    rows = await queries.commitments(request.user, Wanted(event=event.id), now, uuid_of(cursor), PAGE)
    shape = await reading.with_actions(rows[:PAGE], now)
    return page(
        "commitments/event.html",
        event=event,
        event_state=event.state_at(now),
        promises=[shape(row) for row in rows[:PAGE]],
        drafts=await drafts_of(event.id),
        next_url=_next(f"/events/{event.id}/commitments", rows, {}),
        nav_current="events",
    )


@get("/commitments", guards=READ)
async def index(
    request: Asker,
    standing: FromQuery[str] = "",
    institution_id: FromQuery[str] = "",
    theme: FromQuery[str] = "",
    late: FromQuery[str] = "",
    ratified: FromQuery[str] = "",
    q: FromQuery[str] = "",
    cursor: FromQuery[str] = "",
) -> Answer:
    """All that was promised, newest first."""
    now = clock.now()
    chosen = {"standing": one_of(CommitmentState, standing), "institution_id": institution_id, "theme": theme}
    chosen |= {"late": "1" if late == "1" else "", "q": q[:200], "ratified": one_of(Ratified, ratified)}
    wanted = Wanted(
        chosen["standing"] or None,
        uuid_of(institution_id),
        None,
        theme,
        late == "1" or None,
        chosen["q"],
        chosen["ratified"] or None,
    )
    rows = await queries.commitments(request.user, wanted, now, uuid_of(cursor), PAGE)
    shape = await reading.with_actions(rows[:PAGE], now)
    return page(
        "commitments/index.html",
        promises=[(row["event_title"], shape(row)) for row in rows[:PAGE]],
        chosen=chosen,
        filtered=any(chosen.values()),
        standings=words.options(words.COMMITMENT_STATES),
        ratifications=words.options(words.RATIFIED),
        institutions=await choices.institutions(request.user.organisation),
        themes=[(one, one) for one in await queries.themes(request.user)],
        next_url=_next("/commitments", rows, chosen),
        first_url="/commitments?" + urlencode(chosen) if cursor else "",
        nav_current="commitments",
    )


def _next(path: str, rows: list[Any], chosen: dict[str, str]) -> str:
    if len(rows) <= PAGE:
        return ""
    last: UUID = rows[PAGE - 1]["id"]
    return f"{path}?{urlencode(chosen | {'cursor': str(last)})}"


handlers = [event_commitments, index]
