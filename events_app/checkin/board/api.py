"""JSON doors of the board: its figures, the rules of the quorum, and screens."""

from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery, JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.board import access, actions, queries
from events_app.checkin.board.forms import QuorumRuleIn, ScreenIn
from events_app.checkin.board.outputs import BoardOut, QuorumRuleOut, board_out, rule_out
from events_app.checkin.board.quorum import standings
from events_app.checkin.board.tables import BoardScreen, QuorumRule
from events_app.events.access import Asker, event_for_planner
from events_app.events.tables import Event
from events_app.shapes import Moment, Out
from events_app.web.api import Cursor, Limit, Page, after, listing, part

READ = [requires(Right.read)]
PLAN = [requires(Right.plan_events)]


class ScreenOut(Out):
    """A screen; whoever has `url` sees the public board without a login."""

    id: UUID
    name: str = Field(examples=["Layar panggung"])
    url: str
    created_at: Moment


@get("/events/{event_id:uuid}/board")
async def read_board(
    request: Asker, board_event: NamedDependency[Event], session_id: FromQuery[UUID | None] = None
) -> BoardOut:
    """Who is there, from where, who is missing, and whether there are enough; of a session when one is given."""
    title, now = await access.title_of(board_event, session_id), clock.now()
    seen = await queries.board(board_event, session_id, title, now)
    return board_out(seen, now, named=access.may_see_names(request.user))


@get("/events/{event_id:uuid}/quorum-rules", guards=READ)
async def list_quorum_rules(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[QuorumRuleOut]:
    """The rules of an event with how each stands, those of everybody first."""
    return part(await standings(event.id), limit, cursor, rule_out)


@post("/events/{event_id:uuid}/quorum-rules", guards=PLAN)
async def add_quorum_rule(
    request: Asker, event: NamedDependency[Event], data: JSONBody[QuorumRuleIn]
) -> QuorumRuleOut:
    """Require so many of all, of a kind of institution, or of a group of institutions."""
    return await _rule(event, (await actions.add_rule(request.user, event, data)).id)


@get("/events/{event_id:uuid}/quorum-rules/{rule_id:uuid}", guards=READ)
async def read_quorum_rule(event: NamedDependency[Event], rule: NamedDependency[QuorumRule]) -> QuorumRuleOut:
    """One rule."""
    return await _rule(event, rule.id)


@put("/events/{event_id:uuid}/quorum-rules/{rule_id:uuid}", guards=PLAN)
async def change_quorum_rule(
    request: Asker,
    event: NamedDependency[Event],
    rule: NamedDependency[QuorumRule],
    data: JSONBody[QuorumRuleIn],
) -> QuorumRuleOut:
    """Write all of it anew. When it was reached follows from attendance, as if it had always been so."""
    await actions.change_rule(request.user, rule, data)
    return await _rule(event, rule.id)


@delete("/events/{event_id:uuid}/quorum-rules/{rule_id:uuid}", guards=PLAN)
async def remove_quorum_rule(request: Asker, rule: NamedDependency[QuorumRule]) -> None:
    """Take it away."""
    await actions.remove_rule(request.user, rule)


@get("/events/{event_id:uuid}/screens")
async def list_screens(
    planned: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[ScreenOut]:
    """The screens of an event."""
    rows = BoardScreen.objects().where(BoardScreen.event == planned.id)
    last = after(cursor)
    rows = rows if last is None else rows.where(BoardScreen.id > last)
    return listing(await rows.order_by(BoardScreen.id).limit(limit + 1), limit, _screen)


@post("/events/{event_id:uuid}/screens")
async def open_screen(request: Asker, planned: NamedDependency[Event], data: JSONBody[ScreenIn]) -> ScreenOut:
    """A link that shows the public board, without names, where nobody is signed in."""
    return _screen(await actions.open_screen(request.user, planned, data))


@get("/events/{event_id:uuid}/screens/{screen_id:uuid}")
async def read_screen(planned: NamedDependency[Event], screen: NamedDependency[BoardScreen]) -> ScreenOut:
    """One screen."""
    return _screen(screen)


@delete("/events/{event_id:uuid}/screens/{screen_id:uuid}")
async def revoke_screen(
    request: Asker, planned: NamedDependency[Event], screen: NamedDependency[BoardScreen]
) -> None:
    """Its link shows nothing from now on; what is open ends within seconds."""
    await actions.revoke_screen(request.user, screen)


async def _rule(event: Event, identity: UUID) -> QuorumRuleOut:
    [row] = [one for one in await standings(event.id) if one.id == identity]
    return rule_out(row)


def _screen(row: BoardScreen) -> ScreenOut:
    return ScreenOut(id=row.id, name=row.name, url=actions.url_of(row), created_at=row.created_at)


ROWS = {
    "board_event": Provide(access.event_for_board),
    "planned": Provide(event_for_planner),
    "rule": Provide(access.rule_here),
    "screen": Provide(access.screen_here),
}
doors = [
    read_board,
    list_quorum_rules,
    add_quorum_rule,
    read_quorum_rule,
    change_quorum_rule,
    remove_quorum_rule,
    list_screens,
    open_screen,
    read_screen,
    revoke_screen,
]
