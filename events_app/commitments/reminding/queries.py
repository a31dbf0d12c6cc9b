"""Reads of reminding: what went out, what comes, what is silent, whom nobody can tell."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments.queries import name_of
from events_app.commitments.ratifying import reminders
from events_app.commitments.reminding import mornings, plan
from events_app.database import fetch, fetch_one

Row = Any

STATES = ("waiting", "nothing_left", "queued", "sent", "failed", "held")
STATE = """CASE WHEN g.settled_at IS NULL THEN 'waiting' WHEN g.message IS NULL THEN 'nothing_left' ELSE m.state END"""

DIGESTS = f"""
SELECT g.*, {STATE} AS state, m.last_error, m.sent_at, m.held_because,
  (SELECT count(*) FROM reminder_dispatch d WHERE d.digest = g.id AND d.aloud)::int AS items
FROM reminder_digest g LEFT JOIN message m ON m.id = g.message WHERE g.organisation = $1
"""
ITEMS = f"""
SELECT d.id, d.rule, d.hears, d.aloud, d.due_snapshot, d.created_at, d.recipient, a.id AS action, a.ref, a.title, a.state,
  a.due, g.id AS digest, {STATE} AS digest_state
FROM reminder_dispatch d JOIN follow_up_action a ON a.id = d.action
LEFT JOIN reminder_digest g ON g.id = d.digest LEFT JOIN message m ON m.id = g.message
"""
PREVIEW = f"""
WITH {plan.PLAN}
SELECT digest AS id, min(day) AS day, recipient, max(name) AS name, count(*)::int AS items,
  string_agg(DISTINCT rule, ' ' ORDER BY rule) AS rules
FROM planned WHERE goes AND latest GROUP BY digest, recipient ORDER BY min(day), max(name), recipient
"""
NOBODY = f"""
WITH {plan.PLAN}
SELECT DISTINCT a.id, a.ref, a.title, a.due, i.name AS institution
FROM reached r JOIN follow_up_action a ON a.id = r.action JOIN institution i ON i.id = r.responsible_institution
WHERE r.latest AND r.hears = 'owner' AND NOT EXISTS (SELECT FROM owner w WHERE w.duty = r.duty AND w.today = r.today)
ORDER BY a.due, a.id LIMIT 100
"""
MUTES = f"""
SELECT q.*, a.ref, a.title, {name_of("p")} AS person_name, u.name AS by_name
FROM reminder_mute q LEFT JOIN follow_up_action a ON a.id = q.action LEFT JOIN person p ON p.id = q.person
LEFT JOIN app_user u ON u.id = q.created_by
WHERE q.organisation = $1 AND q.ended_at IS NULL
  AND q.until >= ($2::timestamptz AT TIME ZONE (SELECT timezone FROM organisation WHERE id = $1))::date
"""


async def digests(actor: Actor, state: str, after: UUID | None, limit: int) -> list[Row]:
    """What went out or is about to, the newest first, one more than `limit` when there are more."""
    sql = f"""SELECT * FROM ({DIGESTS}) g WHERE ($2 = '' OR g.state = $2) AND ($3::uuid IS NULL OR
      (g.created_at, g.id) < (SELECT created_at, id FROM reminder_digest WHERE id = $3 AND organisation = $1))
    ORDER BY g.created_at DESC, g.id DESC LIMIT $4"""
    return await fetch(sql, actor.organisation, state, after, limit + 1)


async def digest(organisation: UUID, digest: UUID) -> Row | None:
    """One digest and what became of it."""
    return await fetch_one(f"{DIGESTS} AND g.id = $2", organisation, digest)


async def items_of(digest: UUID) -> list[Row]:
    """What one digest says, and the rungs that were passed in silence."""
    return await fetch(f"{ITEMS} WHERE d.digest = $1 ORDER BY a.due, a.id, d.aloud DESC, d.rule", digest)


async def said_of(action: UUID) -> list[Row]:
    """What was said of one action, the newest first."""
    sql = f"{ITEMS} WHERE d.action = $1 AND d.aloud ORDER BY d.created_at DESC, d.recipient LIMIT 200"
    return await fetch(sql, action)


async def failures(organisation: UUID) -> int:
    """How many digests could not be delivered."""
    row = await fetch_one(
        "SELECT count(*)::int FROM reminder_digest g JOIN message m ON m.id = g.message AND m.state = 'failed'"
        " WHERE g.organisation = $1",
        organisation,
    )
    return int(row[0]) if row else 0


async def preview(organisation: UUID, now: datetime) -> list[Row]:
    """Who will be told on the next working morning of each zone, if nothing changes until then; heads who were asked
    to ratify and are silent have a message of their own.
    """
    ladder = await fetch(PREVIEW, *plan.values(now, await mornings.next_of(organisation, now)))
    rows = [*ladder, *await reminders.coming(organisation, now)]
    return sorted(rows, key=lambda row: (row["day"], row["name"], row["recipient"]))


async def unreachable(organisation: UUID, now: datetime) -> list[Row]:
    """Actions with something to say of and nobody who could be told: no holder, person, office or head has an address."""
    return await fetch(NOBODY, *plan.values(now, await mornings.next_of(organisation, now)))


async def mutes(organisation: UUID, now: datetime) -> list[Row]:
    """The silences that stand, those that end first first."""
    return await fetch(f"{MUTES} ORDER BY q.until, q.id", organisation, now)


async def mute_of_action(organisation: UUID, action: UUID, now: datetime) -> Row | None:
    """The silence about an action, if there is one."""
    return await fetch_one(f"{MUTES} AND q.action = $3", organisation, now, action)


async def mute(organisation: UUID, mute: UUID, now: datetime) -> Row | None:
    """One silence that stands."""
    return await fetch_one(f"{MUTES} AND q.id = $3", organisation, now, mute)


async def mutable(organisation: UUID) -> list[tuple[str, str]]:
    """The actions that may be silenced, in the order they fall due: id, and reference with title."""
    sql = """SELECT id, ref, title FROM follow_up_action WHERE organisation = $1
    AND state IN ('open', 'in_progress', 'returned', 'submitted') ORDER BY due, id LIMIT 2000"""
    return [(str(row["id"]), f"{row['ref']} · {row['title']}") for row in await fetch(sql, organisation)]
