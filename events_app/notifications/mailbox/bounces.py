"""What a bounce does: the message says so, and an address that failed for good is left out of what goes to many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import execute, fetch
from events_app.ids import new_id
from events_app.notifications.mailbox.dsn import STATUS, Notice
from events_app.notifications.mailbox.tables import Bounce
from events_app.notifications.tables import HeldBecause, Message, MessageState

ORDER = ("permanent", "delayed", "unclear", "fine")
SET_ASIDE = "address_bounced"
"""What the outbox keeps as the reason why a message to many did not go to this one."""

BY_ID = "SELECT id, organisation, event, to_address, sent_at, channel FROM message WHERE id = ANY($1::uuid[])"

MARK = """
INSERT INTO bad_address AS b (id, created_at, organisation, address, bounce, since)
SELECT $1, $2, $3, $4, $5, $2
ON CONFLICT (organisation, address) DO UPDATE SET bounce = excluded.bounce, since = excluded.since,
  cleared_at = NULL, cleared_by = NULL
WHERE b.cleared_at IS NOT NULL AND ($6::timestamptz IS NULL OR $6 > b.cleared_at)
"""

KNOWN = """
SELECT address FROM bad_address WHERE organisation = $1 AND cleared_at IS NULL AND address = ANY($2::text[])
"""


@dataclass(frozen=True)
class Told:
    """A message of ours as far as a bounce needs it."""

    id: UUID
    organisation: UUID
    event: UUID | None
    address: str
    sent_at: datetime | None


async def find(messages: Sequence[UUID], only: UUID | None) -> Told | None:
    """The surest of the messages named that exists; `only`: in this organisation."""
    if not messages:
        return None
    known = {row["id"]: row for row in await fetch(BY_ID, list(messages))}
    for one in messages:
        row = known.get(one)
        if row and row["channel"] == "email" and only in (None, row["organisation"]):
            return Told(
                row["id"], row["organisation"], row["event"], row["to_address"].lower(), row["sent_at"]
            )
    return None


def about(message: Told, notices: Sequence[Notice]) -> Notice:
    """The notice of this message's receiver; of several the gravest. A mail of ours has one receiver."""
    theirs = [one for one in notices if one.receiver == message.address] or list(notices)
    return min(theirs, key=lambda one: ORDER.index(one.fate))


async def refused(message: Mapping[str, Any], said: str, now: datetime) -> None:
    """The mail server would not even take it for that address: as if it had come back for good."""
    told = Told(message["id"], message["organisation"], message["event"], message["to_address"].lower(), now)
    status = STATUS.search(said)
    notice = Notice("permanent", status=status[0] if status else "", said=said[:300])
    await record(told, None, notice, now)


async def record(message: Told, mail: UUID | None, notice: Notice, now: datetime) -> None:
    """Write it down; an address that failed for good is marked, unless it was cleared after this was sent."""
    bounce = Bounce(
        organisation=message.organisation,
        created_at=now,
        message=message.id,
        mail=mail,
        address=message.address,
        permanent=notice.fate == "permanent",
        status=notice.status,
        said=notice.said,
    )
    await bounce.save()
    if bounce.permanent:
        await execute(MARK, new_id(), now, message.organisation, message.address, bounce.id, message.sent_at)


KEPT = (HeldBecause.no_mail, HeldBecause.no_consent)


async def set_aside(rows: Sequence[Message]) -> None:
    """Of messages to many, those to addresses that failed for good do not go out; the outbox says why.

    A person may still send one of them again by hand, but none that its receiver asked to be spared.
    """
    if len(rows) < 1:
        return
    bad = await _bad(rows[0].organisation, [row.to_address for row in rows])
    for row in rows:
        if row.to_address.lower() in bad and row.held_because not in KEPT:
            row.state, row.held_because, row.last_error = MessageState.failed, None, SET_ASIDE


async def _bad(organisation: Any, addresses: list[str]) -> set[str]:
    asked = sorted({address.lower() for address in addresses})
    return {row["address"] for row in await fetch(KNOWN, organisation, asked)}
