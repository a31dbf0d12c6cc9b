"""Doors for people: the outbox, one message, and another chance for what did not go out."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from events_app import settings
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.i18n import _, ngettext
from events_app.notifications import actions, queries
from events_app.notifications.access import InState, message_for_reader
from events_app.notifications.queries import Entry
from events_app.web.api import Cursor, after
from events_app.web.flash import say
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]
A_PAGE = 50


@get("/")
async def outbox(
    request: Ask,
    event_id: FromQuery[UUID | None] = None,
    in_state: InState = None,
    cursor: Cursor = None,
) -> Answer:
    rows = await queries.entries(
        request.user, event=event_id, state=in_state, before=after(cursor), limit=A_PAGE
    )
    more = str(rows[A_PAGE - 1].id) if len(rows) > A_PAGE else None
    return page(
        "notifications/index.html",
        nav_current="outbox",
        messages=rows[:A_PAGE],
        counts=await queries.counts(request.user, event_id),
        event_id=event_id,
        state=in_state.value if in_state else "",
        can_send=_can_send(request),
        first_url=_address(event_id, in_state) if cursor else "",
        next_url=_address(event_id, in_state, cursor=more) if more else "",
        address=_address,
    )


@get("/{message_id:uuid}", dependencies={"message": Provide(message_for_reader)})
async def show(request: Ask, message: NamedDependency[Entry]) -> Answer:
    return page(
        "notifications/show.html",
        nav_current="outbox",
        message=message,
        text=queries.text_for(request.user, message),
        tries=await queries.tries(message.id),
        can_send=_can_send(request),
    )


@post("/{message_id:uuid}/again")
async def try_again(request: Ask, message_id: FromPath[UUID]) -> Answer:
    await actions.try_again(request.user, message_id)
    say(request, _("The message is queued and will be sent in a moment."))
    return redirect(f"/outbox/{message_id}")


@post("/release")
async def release_held(request: Ask) -> Answer:
    count = await actions.release_held(request.user)
    say(request, ngettext("%(num)s message is queued.", "%(num)s messages are queued.", count))
    return redirect("/outbox")


@post("/test")
async def send_test(request: Ask) -> Answer:
    message = await actions.send_test(request.user)
    say(request, _("A test message to you is on its way. Its fate is shown here."))
    return redirect(f"/outbox/{message.id}")


def _can_send(request: Ask) -> bool:
    here = request.scope["state"]["organisation"]
    return settings.current().smtp_url is not None and not here.demo


def _address(event_id: UUID | None, state: Any = None, *, cursor: str | None = None) -> str:
    given = {"event_id": event_id, "state": str(state) if state else None, "cursor": cursor}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"/outbox?{query}" if query else "/outbox"


router = Router(
    path="/outbox",
    route_handlers=[outbox, show, try_again, release_held, send_test],
    guards=[requires(Right.invite)],
    include_in_schema=False,
)
