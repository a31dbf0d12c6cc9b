"""JSON doors to the outbox."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, get
from litestar.di import NamedDependency, Provide
from litestar.params import FromQuery
from pydantic import ConfigDict

from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.notifications import queries
from events_app.notifications.access import InState, message_for_reader
from events_app.notifications.queries import Entry
from events_app.notifications.tables import MessageState
from events_app.web.api import Cursor, Limit, Moment, Out, Page, after, listing

EXAMPLE: dict[str, Any] = {
    "id": "01930000-0000-7000-8000-000000000001",
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
}


class MessageOut(Out):
    """A message of the outbox. Personal links stand in `text` only where the reader may have them."""

    model_config = ConfigDict(from_attributes=True, json_schema_extra={"examples": [EXAMPLE]})

    id: UUID
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


@get("/")
async def outbox(
    request: Request[Any, Any, Any],
    event_id: FromQuery[UUID | None] = None,
    in_state: InState = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[MessageOut]:
    """Messages, newest first: of one event, or in one state."""
    rows = await queries.entries(
        request.user, event=event_id, state=in_state, before=after(cursor), limit=limit
    )
    return listing(rows, limit, lambda row: _out(request, row))


@get("/{message_id:uuid}", dependencies={"message": Provide(message_for_reader)})
async def message(request: Request[Any, Any, Any], message: NamedDependency[Entry]) -> MessageOut:
    """One message."""
    return _out(request, message)


def _out(request: Request[Any, Any, Any], row: Entry) -> MessageOut:
    return MessageOut(
        id=row.id,
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
    )


router = Router(
    path="/outbox", route_handlers=[outbox, message], guards=[requires(Right.invite)], tags=["Outbox"]
)
