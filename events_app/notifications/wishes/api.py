"""JSON doors of wishes: a personal link is the permission; what was objected to is read by those who can pass it on."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import ConfigDict, Field

from events_app import clock
from events_app.accounts.access import requires, visitor
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.notifications.wishes import actions, queries
from events_app.notifications.wishes.access import wish_for_program
from events_app.notifications.wishes.forms import DisownIn, ObjectionIn, WishChoice
from events_app.notifications.wishes.tables import MailWish, Wish
from events_app.web.api import Cursor, Limit, Moment, Out, Page, after, listing

Ask = Request[Any, Any, Any]
Wished = NamedDependency[MailWish]
KEEP = [requires(Right.keep_commitments)]
EXAMPLE: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-000000000001",
    "address": "dinas.pu@lembayung.example",
    "note": "The task went to the health office with the new decree.",
    "created_at": "2026-08-12T02:00:00Z",
}


class ObjectionOut(Out):
    """That somebody said, in their words, that what they are reminded of is not theirs to do."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [EXAMPLE]})

    id: UUID
    address: str
    note: str
    created_at: Moment


class WishOut(Out):
    """What an address may be sent, for its own eyes."""

    address: str
    wish: Wish
    has_duties: bool = Field(description="Whether it was ever asked for something, and so may object.")
    objections: list[ObjectionOut] = Field(description="The last five, the newest first.")


@get("/unsubscribe/{wish_link:str}", public=True)
async def read_wish(wished: Wished) -> WishOut:
    """What the address of an unsubscribe link may be sent. Reading changes nothing."""
    return await _out(wished)


@put("/unsubscribe/{wish_link:str}", public=True)
async def decide_wish(request: Ask, wished: Wished, data: JSONBody[WishChoice]) -> WishOut:
    """What it may be sent from now on; twice is once. What is owed is still reminded of."""
    await actions.decide(visitor(request, wished.organisation), wished, data.wish, clock.now())
    wished.wish = data.wish
    return await _out(wished)


@post("/unsubscribe/{wish_link:str}/not-mine", public=True, status_code=200)
async def disown_duties(request: Ask, wished: Wished, data: JSONBody[DisownIn]) -> WishOut:
    """Say that it is somebody else's task: those who can pass it on are told, and reminders go on until they did.

    The same words within a day are one objection. 404 where nothing was ever asked; 409 `wrote_enough`.
    """
    if not await queries.reminded_of_duties(wished.id):
        raise NotFound()
    await actions.disown(visitor(request, wished.organisation), wished, data.note, clock.now())
    return await _out(wished)


@get("/duty-objections", guards=KEEP)
async def list_duty_objections(request: Ask, limit: Limit = 100, cursor: Cursor = None) -> Page[ObjectionOut]:
    """What was said to be somebody else's task, the newest first."""
    rows = await queries.all_objections(request.user.organisation, after(cursor), limit + 1)
    return listing(rows, limit, ObjectionOut.model_validate)


@post("/duty-objections", guards=KEEP)
async def note_duty_objection(request: Ask, data: JSONBody[ObjectionIn]) -> ObjectionOut:
    """Write down what an owner said at the telephone; those who can pass it on are told as if they had used their link.

    The same words within a day give the first one again. 422 `never_asked`; 409 `wrote_enough`.
    """
    return ObjectionOut.model_validate(await actions.note_for(request.user, data, clock.now()))


async def _out(wished: MailWish) -> WishOut:
    said = await queries.objections(wished.organisation, wished.address)
    return WishOut(
        address=wished.address,
        wish=Wish(wished.wish),
        has_duties=await queries.reminded_of_duties(wished.id),
        objections=[ObjectionOut.model_validate(dict(one)) for one in said],
    )


doors: list[Any] = [read_wish, decide_wish, disown_duties, list_duty_objections, note_duty_objection]
router = Router(
    path="/", route_handlers=doors, dependencies={"wished": Provide(wish_for_program)}, tags=["Outbox"]
)
