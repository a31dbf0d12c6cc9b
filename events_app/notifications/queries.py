"""Reading the outbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch, fetch_one
from events_app.errors import NotFound
from events_app.notifications.links import SHOWN_TO_ORGANISERS, readable
from events_app.notifications.mail import ACCOUNT_KINDS
from events_app.notifications.tables import MessageState

COLUMNS = """id, created_at, to_address, to_name, subject, text, language, kind, event, state, attempts,
last_error, next_try_at, sent_at"""


@dataclass(frozen=True)
class Entry:
    """A message as the outbox shows it."""

    id: UUID
    created_at: datetime
    to_address: str
    to_name: str
    subject: str
    text: str
    language: str
    kind: str
    event: UUID | None
    state: str
    attempts: int
    last_error: str | None
    next_try_at: datetime | None
    sent_at: datetime | None


async def entries(
    actor: Actor, *, event: UUID | None, state: MessageState | None, before: UUID | None, limit: int
) -> list[Entry]:
    """The newest first, one more than the limit, so that the reader knows whether more follow."""
    rows = await fetch(
        f"""SELECT {COLUMNS} FROM message
            WHERE organisation = $1 AND ($2::uuid IS NULL OR event = $2)
              AND ($3::text IS NULL OR state = $3) AND ($4::uuid IS NULL OR id < $4)
            ORDER BY id DESC LIMIT $5""",
        actor.organisation,
        event,
        state,
        before,
        limit + 1,
    )
    return [Entry(**row) for row in rows]


async def entry(actor: Actor, message: UUID) -> Entry:
    """One message of the actor's organisation, or not found."""
    row = await fetch_one(
        f"SELECT {COLUMNS} FROM message WHERE id = $1 AND organisation = $2",
        message,
        actor.organisation,
    )
    if row is None:
        raise NotFound()
    return Entry(**row)


async def counts(actor: Actor, event: UUID | None) -> dict[str, int]:
    """How many messages stand in each state."""
    rows = await fetch(
        """SELECT state, count(*) AS n FROM message
           WHERE organisation = $1 AND ($2::uuid IS NULL OR event = $2) GROUP BY state""",
        actor.organisation,
        event,
    )
    found = {row["state"]: row["n"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in MessageState}


async def tries(message: UUID) -> list[Any]:
    """Each try to deliver a message, oldest first."""
    return await fetch(
        "SELECT started_at, outcome, reply FROM delivery WHERE message = $1 ORDER BY id", message
    )


def text_for(actor: Actor, message: Entry) -> str:
    """What the actor may read: working links only of held invitations, for those who invite."""
    open_to = message.state == MessageState.held and not message.kind.startswith(ACCOUNT_KINDS)
    purposes = SHOWN_TO_ORGANISERS if open_to and actor.may(Right.invite) else frozenset[str]()
    return readable(message.text, message.id, purposes=purposes)
