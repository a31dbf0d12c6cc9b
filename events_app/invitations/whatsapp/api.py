"""JSON doors of inviting by WhatsApp."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery, JSONBody, QueryParameter
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations import mails
from events_app.invitations.tables import Invitation
from events_app.invitations.whatsapp import actions, composing, queries
from events_app.invitations.whatsapp.forms import WordsIn
from events_app.invitations.whatsapp.tables import Words
from events_app.shapes import Moment, Out, Page

INVITE = [requires(Right.invite)]
MOST = 200
Offset = Annotated[
    str | None, QueryParameter(description="`next` of the answer before.", pattern=r"^\d{1,6}$")
]
Limit = Annotated[int, QueryParameter(ge=1, le=MOST, description="How many at most.")]


class ReachableOut(Out):
    """An invitee with a telephone. `url` opens WhatsApp with the text in it; it holds the personal link.

    It is empty where `refused`.
    """

    invitation_id: UUID
    name: str
    phone: str
    agreed: Annotated[bool, Field(description="Whether they agreed to be written to by the service.")]
    preferred: Annotated[
        bool, Field(description="Whether they would rather be reached this way than by mail.")
    ]
    refused: Annotated[
        bool, Field(description="Whether they took their consent back: nothing goes to them this way.")
    ]
    marked_at: Moment | None
    marked_by: str | None
    service_state: str | None
    service_told: Literal["sent", "delivered", "read", "failed"] | None = Field(
        description="The furthest that the service told of the message's way."
    )
    url: str


class CountOut(Out):
    """How many messages are new."""

    queued: int


@get("/events/{event_id:uuid}/whatsapp", guards=INVITE)
async def list_reachable(
    request: Asker,
    event: NamedDependency[Event],
    words: FromQuery[Words] = Words.invitation,
    limit: Limit = 50,
    cursor: Offset = None,
) -> Page[ReachableOut]:
    """Invitees who have not decided and have a telephone: those who prefer it first, then those who agreed."""
    start = int(cursor or 0)
    today = actions.today_of(event, clock.now())
    rows = await queries.reachable(event.id, words, today, limit=limit + 1, offset=start)
    about = await mails.occasion(event)
    items = [await _out(request, about, one, words) for one in rows[:limit]]
    return Page[ReachableOut](items=items, next=str(start + limit) if len(rows) > limit else None)


@post("/events/{event_id:uuid}/whatsapp", guards=INVITE, status_code=200)
async def send_by_whatsapp_service(
    request: Asker, event: NamedDependency[Event], data: JSONBody[WordsIn]
) -> CountOut:
    """Let the service write to everybody who agreed; once each. 409 `whatsapp_not_configured`."""
    queued = await actions.send_by_service(request.user, event, data.words, clock.now())
    return CountOut(queued=queued)


@post("/events/{event_id:uuid}/whatsapp/{invitation_id:uuid}/mark", guards=INVITE, status_code=200)
async def mark_whatsapp_sent(
    request: Asker,
    event: NamedDependency[Event],
    invitation: NamedDependency[Invitation],
    data: JSONBody[WordsIn],
) -> ReachableOut:
    """Note that the caller sent it from their own telephone; twice is once. 409 `not_reachable`, `whatsapp_refused`."""
    await actions.mark(request.user, event, invitation.id, data.words, clock.now())
    return await _one(request, event, invitation, data.words)


@post("/events/{event_id:uuid}/whatsapp/{invitation_id:uuid}/undo", guards=INVITE, status_code=204)
async def undo_whatsapp_sent(
    request: Asker,
    event: NamedDependency[Event],
    invitation: NamedDependency[Invitation],
    data: JSONBody[WordsIn],
) -> None:
    """Take the mark back. 409 `not_marked`."""
    await actions.undo(request.user, event, invitation.id, data.words, clock.now())


async def _one(request: Asker, event: Event, invitation: Invitation, words: Words) -> ReachableOut:
    today = actions.today_of(event, clock.now())
    found = await queries.reachable(event.id, words, today, only=invitation.id)
    if not found:
        raise NotFound()
    return await _out(request, await mails.occasion(event), found[0], words)


async def _out(request: Asker, about: mails.Occasion, one: queries.Reachable, words: Words) -> ReachableOut:
    name = request.scope["state"]["organisation"].name
    ready = await composing.ready(about, one, words, name)
    return ReachableOut(
        invitation_id=one.to.id,
        name=one.name,
        phone=one.phone,
        agreed=one.agreed,
        preferred=one.preferred,
        refused=one.refused,
        marked_at=one.marked_at,
        marked_by=one.marked_by,
        service_state=one.service,
        service_told=one.told,  # type: ignore[arg-type]
        url="" if one.refused else ready.url,
    )


doors: list[Any] = [list_reachable, send_by_whatsapp_service, mark_whatsapp_sent, undo_whatsapp_sent]
