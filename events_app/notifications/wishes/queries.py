"""What addresses wish, asked for two hundred at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.database import execute, fetch, fetch_value
from events_app.ids import new_id
from events_app.notifications.wishes.links import wish_hash
from events_app.notifications.wishes.tables import Wish
from events_app.notifications.wording.kinds import kinds, known

KNOW = """
INSERT INTO mail_wish (id, organisation, created_at, address, link_hash, wish)
SELECT id, $1, now(), address, hash, 'all' FROM unnest($2::uuid[], $3::text[], $4::bytea[]) AS a (id, address, hash)
ON CONFLICT DO NOTHING
"""
SPARED = """
SELECT m.id FROM message m JOIN mail_wish w ON w.organisation = m.organisation AND w.address = lower(m.to_address)
WHERE m.id = ANY($1::uuid[]) AND m.channel = 'email' AND m.kind = ANY(
  CASE w.wish WHEN 'no_mail' THEN $2::text[] WHEN 'no_letters' THEN $3::text[] END)
"""
READ = "SELECT id, address, wish FROM mail_wish WHERE organisation = $1 AND address = ANY($2::text[])"


ASK = tuple(
    f"commitments.{one}"
    for one in (
        "action_opened", "action_link", "action_handed_over", "action_returned", "action_reminder", "progress_wanted",
        "action_escalated", "verification_waiting", "ratification_asked", "ratification_reminder",
        "due_change_asked", "infeasible_asked", "withdrawal_asked", "reassignment_wanted",
    )
)  # fmt: skip
"""The kinds that ask something of whoever gets them; minutes, verdicts and notices do not."""

# The pattern is the condition of the index by which the database finds them.
DUTIES = """
SELECT EXISTS (SELECT FROM message WHERE unsubscribe = $1 AND kind LIKE 'commitments.%' AND kind = ANY($2))
"""
SAID = "SELECT d.id, d.created_at, w.address, d.note FROM duty_objection d JOIN mail_wish w ON w.id = d.wish WHERE "
OBJECTIONS = (
    SAID + "w.organisation = $1 AND w.address = lower($2) ORDER BY d.created_at DESC, d.id DESC LIMIT 5"
)
SINCE = SAID + "d.wish = $1 AND d.created_at > $2 ORDER BY d.id"
ALL = SAID + ("d.organisation = $1 AND ($2::uuid IS NULL OR d.id < $2) ORDER BY d.id DESC LIMIT $3")

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Objection:
    """What an address wrote about tasks that are not theirs."""

    id: UUID
    created_at: datetime
    address: str
    note: str


@dataclass(frozen=True)
class Wished:
    """The row of an address, and what it says."""

    id: UUID
    wish: Wish

    def spares(self, kind_of: str) -> bool:
        """Whether such a message must not be sent: `letters`, or any `mail`."""
        return self.wish == Wish.no_mail or (kind_of == "letters" and self.wish == Wish.no_letters)


async def wishes(organisation: UUID, addresses: Iterable[str]) -> dict[str, Wished]:
    """By address in small letters; one that was never written to before gets its row, and so its link."""
    wanted = sorted({one.lower() for one in addresses})
    if not wanted:
        return {}
    found = await _read(organisation, wanted)
    if new := [one for one in wanted if one not in found]:
        ids = [new_id() for _one in new]
        await execute(KNOW, organisation, ids, new, [wish_hash(one) for one in ids])
        found |= await _read(organisation, new)
    return found


async def reminded_of_duties(wish: UUID) -> bool:
    """Whether this address was ever asked for something by a message."""
    return bool(await fetch_value(DUTIES, wish, list(ASK)))


async def objections(organisation: UUID, address: str | None) -> list[Any]:
    """What was last written from an address about tasks that are not theirs, the newest first."""
    return await fetch(OBJECTIONS, organisation, address) if address else []


async def objections_since(wish: UUID, since: datetime) -> list[Objection]:
    """Those of one address since a moment, the oldest first."""
    return [Objection(**dict(row)) for row in await fetch(SINCE, wish, since)]


async def all_objections(organisation: UUID, before: UUID | None, limit: int) -> list[Objection]:
    """Those of an organisation, the newest first."""
    return [Objection(**dict(row)) for row in await fetch(ALL, organisation, before, limit)]


async def spared(messages: Sequence[UUID]) -> set[UUID]:
    """Those of the messages that their receivers asked not to get."""
    some = [one.name for one in kinds().values() if one.stops]
    letters = [one.name for one in kinds().values() if one.stops == "letters"]
    return {row["id"] for row in await fetch(SPARED, list(messages), some, letters)}


def unwanted(kind: str, wish: str | None) -> bool:
    """Whether the wish of an address forbids a message of this kind."""
    told = known(kind)
    return bool(wish and told and told.stops and Wished(NOBODY, Wish(wish)).spares(told.stops))


async def _read(organisation: UUID, addresses: list[str]) -> dict[str, Wished]:
    rows = await fetch(READ, organisation, addresses)
    return {row["address"]: Wished(row["id"], Wish(row["wish"])) for row in rows}
