"""JSON doors to the outbox."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Router, get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath, FromQuery, Parameter
from pydantic import ConfigDict, Field

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.notifications import actions, queries, resending
from events_app.notifications.access import InState, day, message_for_reader
from events_app.notifications.queries import Entry, Narrowing
from events_app.notifications.tables import HeldBecause, MessageState
from events_app.web.api import Cursor, Limit, Moment, Out, Page, after, listing

EXAMPLE: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-000000000001",
    "channel": "email",
    "to": "dinas.pu@lembayung.example",
    "to_name": "Dinas Pekerjaan Umum",
    "subject": "Undangan: Penataan Kawasan Kumuh",
    "kind": "invitations.invitation",
    "event_id": "01930000-0000-7000-8000-000000000002",
    "state": "sent",
    "attempts": 1,
    "last_error": None,
    "created_at": "2026-08-12T02:00:00Z",
    "next_try_at": None,
    "sent_at": "2026-08-12T02:00:01Z",
    "text": "Yth. Dinas Pekerjaan Umum, …",
    "held_because": None,
    "resent_of": None,
    "came_back": False,
}

Kind = Annotated[str, Parameter(max_length=40, description="Only of this kind.")]
Receiver = Annotated[str, Parameter(max_length=200, description="In the receiver's name or address.")]
Since = Annotated[date | None, Parameter(description="Written on this day or later.")]
Until = Annotated[date | None, Parameter(description="Written on this day or earlier.")]


class MessageOut(Out):
    """A message of the outbox. Personal links stand in `text` only where the reader may have them."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [EXAMPLE]})

    id: UUID
    channel: Literal["email", "whatsapp"]
    to: str
    to_name: str
    subject: str
    kind: str
    event_id: UUID | None
    state: MessageState
    attempts: int
    last_error: str | None
    created_at: Moment
    next_try_at: Moment | None
    sent_at: Moment | None
    text: str
    held_because: HeldBecause | None
    resent_of: UUID | None
    came_back: bool = Field(description="It was sent, and returned for good.")


class ReleasedOut(Out):
    """How many messages are on their way now."""

    queued: int


@get("/")
async def outbox(
    request: Request[Any, Any, Any],
    event_id: FromQuery[UUID | None] = None,
    in_state: InState = None,
    kind: Kind = "",
    since: Since = None,
    until: Until = None,
    to: Receiver = "",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[MessageOut]:
    """Messages, newest first: of one event, in one state, of one kind, to one receiver, of some days (UTC)."""
    utc = ZoneInfo("UTC")
    days = day(f"{since or ''}", utc), day(f"{until or ''}", utc, after=1)
    asked = Narrowing(event_id, kind, *days, to.replace("\0", ""))
    rows = await queries.entries(request.user, asked, state=in_state, before=after(cursor), limit=limit)
    return listing(rows, limit, lambda row: _out(request, row))


@get("/{message_id:uuid}", dependencies={"message": Provide(message_for_reader)})
async def message(request: Request[Any, Any, Any], message: NamedDependency[Entry]) -> MessageOut:
    """One message."""
    return _out(request, message)


@post("/{message_id:uuid}/resend")
async def resend(request: Request[Any, Any, Any], message_id: FromPath[UUID]) -> MessageOut:
    """Send a sent message once more, as a new one with a Message-ID of its own."""
    copy = await resending.resend(request.user, message_id)
    return _out(request, await queries.entry(request.user, copy))


@post("/{message_id:uuid}/retry", status_code=200)
async def retry_message(request: Request[Any, Any, Any], message_id: FromPath[UUID]) -> MessageOut:
    """Queue a failed or held message anew, with all its tries.

    409 `not_failed`, `wants_no_mail`, `consent_taken_back`, `mail_not_configured`, `demo_never_sends`.
    """
    await actions.try_again(request.user, message_id)
    return _out(request, await queries.entry(request.user, message_id))


@post("/release", status_code=200)
async def release_held_messages(request: Request[Any, Any, Any]) -> ReleasedOut:
    """Queue every message that was held for want of a mail server. 409 `mail_not_configured`, `demo_never_sends`."""
    return ReleasedOut(queued=await actions.release_held(request.user))


def _out(request: Request[Any, Any, Any], row: Entry) -> MessageOut:
    return MessageOut(
        id=row.id,
        channel="whatsapp" if row.channel == "whatsapp" else "email",
        to=row.to_address,
        to_name=row.to_name,
        subject=row.subject,
        kind=row.kind,
        event_id=row.event,
        state=MessageState(row.state),
        attempts=row.attempts,
        last_error=row.last_error,
        created_at=row.created_at,
        next_try_at=row.next_try_at,
        sent_at=row.sent_at,
        text=queries.text_for(request.user, row),
        held_because=HeldBecause(row.held_because) if row.held_because else None,
        resent_of=row.resent_of,
        came_back=row.came_back,
    )


router = Router(
    path="/outbox",
    route_handlers=[outbox, message, resend, retry_message, release_held_messages],
    guards=[requires(Right.invite)],
    tags=["Outbox"],
)
