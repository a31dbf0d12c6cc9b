"""Doors for people: the outbox, one message, and another chance for what did not go out."""

from functools import partial
from typing import Any
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from events_app import settings
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.i18n import _, ngettext
from events_app.ids import uuid_of
from events_app.notifications import actions, queries, resending, words
from events_app.notifications.access import InState, day, message_for_reader
from events_app.notifications.mailbox import queries as mailbox
from events_app.notifications.queries import Entry, Narrowing
from events_app.notifications.whatsapp.queries import statuses
from events_app.notifications.wishes import pages as wish_pages
from events_app.notifications.wishes.access import wish_by_link
from events_app.web.api import Cursor, after
from events_app.web.flash import say
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]
A_PAGE = 50


@get("/")
async def outbox(
    request: Ask,
    event_id: FromQuery[str] = "",
    in_state: InState = None,
    kind: FromQuery[str] = "",
    since: FromQuery[str] = "",
    until: FromQuery[str] = "",
    to: FromQuery[str] = "",
    cursor: Cursor = None,
) -> Answer:
    zone = ZoneInfo(request.scope["state"]["organisation"].timezone)
    asked = Narrowing(
        uuid_of(event_id), kind[:40], day(since, zone), day(until, zone, after=1), to[:200].replace("\0", "")
    )
    rows = await queries.entries(request.user, asked, state=in_state, before=after(cursor), limit=A_PAGE)
    given = {"event_id": asked.event, "kind": asked.kind, "since": since, "until": until, "to": asked.to}
    address = partial(_address, {name: str(said) for name, said in given.items() if said})
    more = str(rows[A_PAGE - 1].id) if len(rows) > A_PAGE else None
    return page(
        "notifications/index.html",
        nav_current="outbox",
        messages=rows[:A_PAGE],
        counts=await queries.counts(request.user, asked),
        releasable=await queries.releasable(request.user),
        kinds=[(one, words.kind_name(one)) for one in await queries.kinds_of(request.user)],
        events=await queries.events_of(request.user),
        given=given,
        narrowed=any(given.values()),
        state=in_state.value if in_state else "",
        can_send=_can_send(request),
        first_url=address(in_state) if cursor else "",
        next_url=address(in_state, cursor=more) if more else "",
        address=address,
        words=words,
    )


@get("/{message_id:uuid}", dependencies={"message": Provide(message_for_reader)})
async def show(request: Ask, message: NamedDependency[Entry]) -> Answer:
    return page(
        "notifications/show.html",
        nav_current="outbox",
        message=message,
        text=queries.text_for(request.user, message),
        tries=await queries.tries(message.id),
        told=await statuses(message.id),
        standing=await mailbox.standing(request.user.organisation, message.to_address),
        bounces=await mailbox.bounces(request.user.organisation, message=message.id),
        can_send=_can_send(request, message.channel),
        words=words,
    )


@post("/{message_id:uuid}/again")
async def try_again(request: Ask, message_id: FromPath[UUID]) -> Answer:
    await actions.try_again(request.user, message_id)
    say(request, _("The message is queued and will be sent in a moment."))
    return redirect(f"/outbox/{message_id}")


@post("/{message_id:uuid}/resend")
async def resend(request: Ask, message_id: FromPath[UUID]) -> Answer:
    copy = await resending.resend(request.user, message_id)
    say(request, _("It is sent once more, as a new message. Its fate is shown here."))
    return redirect(f"/outbox/{copy}")


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


def _can_send(request: Ask, channel: str = "email") -> bool:
    ours = settings.current()
    service = ours.whatsapp if channel == "whatsapp" else ours.smtp_url
    return service is not None and not request.scope["state"]["organisation"].demo


def _address(given: dict[str, str], state: Any = None, *, cursor: str | None = None) -> str:
    query = urlencode(
        given | {name: str(said) for name, said in (("state", state), ("cursor", cursor)) if said}
    )
    return f"/outbox?{query}" if query else "/outbox"


router = Router(
    path="/outbox",
    route_handlers=[outbox, show, try_again, resend, release_held, send_test],
    guards=[requires(Right.invite)],
    include_in_schema=False,
)
wishes = Router(
    path="/",
    route_handlers=wish_pages.doors,
    dependencies={"wished": Provide(wish_by_link)},
    include_in_schema=False,
)
