"""Reading the outbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch, fetch_one, fetch_value
from events_app.errors import NotFound
from events_app.notifications.links import SHOWN_TO_ORGANISERS, readable
from events_app.notifications.mail import ACCOUNT_KINDS
from events_app.notifications.tables import MessageState

COLUMNS = """id, created_at, to_address, to_name, subject, text, language, kind, event, state, attempts,
last_error, next_try_at, sent_at, held_because, resent_of, channel,
EXISTS (SELECT FROM bounce b WHERE b.message = message.id AND b.permanent AND b.mail IS NOT NULL) AS came_back"""
NARROWED = """
organisation = $1 AND ($2::uuid IS NULL OR event = $2)
AND ($3::text = '' OR kind = $3) AND ($4::timestamptz IS NULL OR created_at >= $4)
AND ($5::timestamptz IS NULL OR created_at < $5)
AND ($6::text = '' OR strpos(lower(to_address), $6) > 0 OR strpos(lower(to_name), $6) > 0)
"""


@dataclass(frozen=True)
class Narrowing:
    """Which messages are asked for; nothing said means all of them."""

    event: UUID | None = None
    kind: str = ""
    since: datetime | None = None
    until: datetime | None = None
    to: str = ""

    def values(self) -> tuple[Any, ...]:
        """As `NARROWED` takes them, after the organisation."""
        return self.event, self.kind, self.since, self.until, self.to.strip().lower()


@dataclass(frozen=True)
class Entry:
    """A message as the outbox shows it; `came_back`: it was sent, and returned for good."""

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
    held_because: str | None
    resent_of: UUID | None
    channel: str
    came_back: bool


async def entries(
    actor: Actor, narrowing: Narrowing, *, state: MessageState | None, before: UUID | None, limit: int
) -> list[Entry]:
    """The newest first, one more than the limit, so that the reader knows whether more follow."""
    rows = await fetch(
        f"""SELECT {COLUMNS} FROM message
            WHERE {NARROWED} AND ($7::text IS NULL OR state = $7) AND ($8::uuid IS NULL OR id < $8)
            ORDER BY id DESC LIMIT $9""",
        actor.organisation,
        *narrowing.values(),
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


async def counts(actor: Actor, narrowing: Narrowing) -> dict[str, int]:
    """How many messages stand in each state."""
    rows = await fetch(
        f"SELECT state, count(*) AS n FROM message WHERE {NARROWED} GROUP BY state",
        actor.organisation,
        *narrowing.values(),
    )
    found = {row["state"]: row["n"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in MessageState}


async def kinds_of(actor: Actor) -> list[str]:
    """The kinds of messages that were ever written here."""
    rows = await fetch(
        "SELECT DISTINCT kind FROM message WHERE organisation = $1 ORDER BY kind", actor.organisation
    )
    return [row["kind"] for row in rows]


async def events_of(actor: Actor) -> list[tuple[str, str]]:
    """The events that messages were written about, the last ones first: id and title."""
    rows = await fetch(
        """SELECT e.id, e.title FROM event e WHERE e.organisation = $1
           AND EXISTS (SELECT FROM message m WHERE m.organisation = $1 AND m.event = e.id)
           ORDER BY e.starts_at DESC LIMIT 200""",
        actor.organisation,
    )
    return [(str(row["id"]), row["title"]) for row in rows]


async def releasable(actor: Actor) -> int:
    """How many are held for want of a mail server; others wait for somebody's decision."""
    count: int = await fetch_value(
        """SELECT count(*)::int FROM message WHERE organisation = $1 AND state = 'held'
           AND held_because IN ('no_server', 'demo')""",
        actor.organisation,
    )
    return count


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
