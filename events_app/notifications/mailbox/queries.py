"""Reads of what came back: the mailbox, its mails, bounces of a message, and what stands against an address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import settings
from events_app.database import fetch, fetch_one
from events_app.errors import NotFound
from events_app.notifications.mailbox import imap
from events_app.notifications.mailbox.polling import key_of
from events_app.notifications.mailbox.tables import MailKind, MailState

BOX = "SELECT polled_at, reached_at, fault FROM mailbox WHERE key = $1"

MAILS = """
SELECT i.id, i.created_at, i.source, i.sender, i.subject, i.excerpt, i.kind, i.state, i.reason, i.message, i.event,
  i.decided_at, u.name AS by, m.to_address, m.subject AS about
FROM inbound_mail i LEFT JOIN message m ON m.id = i.message LEFT JOIN app_user u ON u.id = i.decided_by
WHERE i.organisation = $1 AND ($2::text IS NULL OR i.state = $2) AND ($3::uuid IS NULL OR i.id < $3)
  AND ($4::uuid IS NULL OR i.id = $4)
ORDER BY i.id DESC LIMIT $5
"""

COUNTS = (
    "SELECT kind, state, count(*)::int AS n FROM inbound_mail WHERE organisation = $1 GROUP BY kind, state"
)

ADDRESSES = """
SELECT a.id, a.address, a.since, a.cleared_at, u.name AS by, b.message, b.status, b.said, b.mail IS NULL AS refused
FROM bad_address a JOIN bounce b ON b.id = a.bounce LEFT JOIN app_user u ON u.id = a.cleared_by
WHERE a.organisation = $1 AND ($2::uuid IS NULL OR a.id < $2) AND ($3::text[] IS NULL OR a.address = ANY($3))
  AND ($4::uuid IS NULL OR a.id = $4) AND ($5 OR a.cleared_at IS NULL)
ORDER BY a.id DESC LIMIT $6
"""

BOUNCES = """
SELECT id, created_at, message, address, permanent, status, said, mail IS NULL AS refused FROM bounce
WHERE organisation = $1 AND ($2::uuid IS NULL OR message = $2) AND ($3::text IS NULL OR address = $3)
  AND ($4::uuid IS NULL OR id < $4)
ORDER BY id DESC LIMIT $5
"""


@dataclass(frozen=True)
class BoxView:
    """The mailbox of the installation: where, when it was last looked at, and what was wrong."""

    name: str
    polled_at: datetime | None
    reached_at: datetime | None
    fault: str


@dataclass(frozen=True)
class MailView:
    """A mail as the staff sees it, with the message of ours that it is about."""

    id: UUID
    created_at: datetime
    source: str
    sender: str
    subject: str
    excerpt: str
    kind: MailKind
    state: MailState
    reason: str
    message: UUID | None
    event: UUID | None
    decided_at: datetime | None
    by: str | None
    to_address: str | None
    about: str | None


@dataclass(frozen=True)
class AddressView:
    """An address that failed for good, why (`refused`: at sending already), and whether somebody cleared it."""

    id: UUID
    address: str
    since: datetime
    cleared_at: datetime | None
    by: str | None
    message: UUID
    status: str
    said: str
    refused: bool


@dataclass(frozen=True)
class BounceView:
    """A message came back, or was `refused` at sending already."""

    id: UUID
    created_at: datetime
    message: UUID
    address: str
    permanent: bool
    status: str
    said: str
    refused: bool


async def box() -> BoxView | None:
    """The configured mailbox, or None."""
    url = settings.current().imap_url
    if url is None:
        return None
    place = imap.parse(url)
    row = await fetch_one(BOX, key_of(place))
    return BoxView(place.name, *row) if row else BoxView(place.name, None, None, "")


async def mails(
    organisation: UUID,
    *,
    state: MailState | None = None,
    before: UUID | None = None,
    only: UUID | None = None,
    limit: int = 50,
) -> list[MailView]:
    """The newest first, one more than the limit."""
    rows = await fetch(MAILS, organisation, state.value if state else None, before, only, limit + 1)
    return [_mail(row) for row in rows]


async def mail(organisation: UUID, identity: UUID) -> MailView:
    """One mail of this organisation, or not found."""
    found = await mails(organisation, only=identity)
    if not found:
        raise NotFound()
    return found[0]


async def counts(organisation: UUID) -> dict[tuple[str, str], int]:
    """How many came of each kind, by what became of them."""
    return {(row["kind"], row["state"]): row["n"] for row in await fetch(COUNTS, organisation)}


async def addresses(
    organisation: UUID, *, before: UUID | None = None, only: UUID | None = None, limit: int = 50
) -> list[AddressView]:
    """Addresses that failed for good and were not cleared, one more than the limit; `only` whatever became of it."""
    rows = await fetch(ADDRESSES, organisation, before, None, only, only is not None, limit + 1)
    return [AddressView(**row) for row in rows]


async def address(organisation: UUID, identity: UUID) -> AddressView:
    """One of them, or not found."""
    found = await addresses(organisation, only=identity)
    if not found:
        raise NotFound()
    return found[0]


async def standing(organisation: UUID, *asked: str) -> list[AddressView]:
    """What stands against these addresses: for the page of whoever is written to there."""
    folded = [one.lower() for one in asked if one]
    if not folded:
        return []
    rows = await fetch(ADDRESSES, organisation, None, folded, None, False, len(folded))
    return [AddressView(**row) for row in rows]


async def bounces(
    organisation: UUID,
    *,
    message: UUID | None = None,
    address: str | None = None,
    before: UUID | None = None,
    limit: int = 50,
) -> list[BounceView]:
    """What came back, of one message or one address, the newest first; one more than the limit."""
    folded = address.lower() if address else None
    rows = await fetch(BOUNCES, organisation, message, folded, before, limit + 1)
    return [BounceView(**row) for row in rows]


def _mail(row: Any) -> MailView:
    return MailView(**dict(row) | {"kind": MailKind(row["kind"]), "state": MailState(row["state"])})
