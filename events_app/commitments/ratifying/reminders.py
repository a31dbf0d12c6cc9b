"""Whoever was asked and has not answered after seven days is reminded: once for a link, one message a person and morning.

Who took an answer back is asked by the same link again: seven days later they are reminded once more.

By window and ledger (`RatificationNotice`), at eight on working days of the event's zone, like every reminder.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.commitments.contacts import Contact
from events_app.commitments.ratifying import mails
from events_app.commitments.ratifying.queries import WAITING
from events_app.commitments.reminding import ladder, mornings
from events_app.database import atomically, fetch
from events_app.notifications.actions import enqueue_all

RULE = "P+7"
"""What the page of what comes next calls it, beside the rungs of the ladder."""

SILENT = """
SELECT FROM reminder_mute q WHERE q.organisation = w.organisation AND q.person = w.holder AND q.ended_at IS NULL
  AND q.until >= m.today
"""
UNDONE = """
LATERAL (
  SELECT b.id AS taken_back, b.created_at FROM ratification_taken_back b JOIN ratification r ON r.id = b.ratification
  WHERE r.commitment = w.id AND b.created_at >= w.asked_at ORDER BY b.created_at DESC, b.id DESC LIMIT 1)
"""
"""The last taking back since the promise `w` was asked for."""

DUE = f"""
SELECT w.*, m.today, u.taken_back
FROM ({WAITING}) w JOIN {mornings.TABLE} ON m.organisation = w.organisation AND m.timezone = w.timezone
LEFT JOIN {UNDONE} u ON true
WHERE m.ripe AND w.asked = w.holder AND w.revoked_at IS NULL AND w.expires_at > $1
  AND (greatest(w.asked_at, u.created_at) AT TIME ZONE w.timezone)::date + $6::int <= m.today AND NOT EXISTS ({SILENT})
"""
COMING = f"""
SELECT min(d.today) AS day, d.email AS recipient, max(d.name) AS name, count(*)::int AS items, '{RULE}' AS rules
FROM ({DUE}) d WHERE NOT EXISTS (SELECT FROM ratification_notice n WHERE n.token = d.token AND n.kind = 'reminded'
  AND n.taken_back IS NOT DISTINCT FROM d.taken_back)
GROUP BY d.holder, d.email
"""
REMIND = f"""
WITH due AS MATERIALIZED ({DUE}), told AS (
  INSERT INTO ratification_notice (id, organisation, created_at, token, kind, taken_back)
  SELECT gen_random_uuid(), organisation, $1, token, 'reminded', taken_back FROM due ORDER BY token
  ON CONFLICT (token, kind, taken_back) DO NOTHING RETURNING token
)
SELECT d.* FROM due d JOIN told t ON t.token = d.token ORDER BY d.organisation, d.holder, d.id
"""


@atomically
async def remind_due(now: datetime, organisation: UUID | None = None) -> int:
    """Remind those who are due at this moment, of all organisations or one; returns how many messages.

    Safe to run twice, and at once.
    """
    some = await mornings.now_in(now, organisation)
    if not any(one.ripe for one in some):
        return 0
    theirs: dict[tuple[UUID, UUID], list[Any]] = defaultdict(list)
    for row in await fetch(REMIND, now, *mornings.columns(some), ladder.RATIFICATION):
        theirs[row["organisation"], row["holder"]].append(row)
    for (organisation, _holder), rows in theirs.items():
        await enqueue_all(organisation, [_mail(rows)])
    return len(theirs)


async def coming(organisation: UUID, now: datetime) -> list[Any]:
    """Which heads will be reminded on the next working morning of each zone, in the shape of `reminding.queries.preview`."""
    some = await mornings.next_of(organisation, now)
    return await fetch(COMING, now, *mornings.columns(some), ladder.RATIFICATION)


def _mail(rows: list[Any]) -> Any:
    key = [
        "ratification_reminder",
        *(str(rows[0][name]) for name in ("token", "taken_back") if rows[0][name]),
    ]
    to = Contact(rows[0]["email"], rows[0]["name"], rows[0]["language"])
    return mails.reminder(to, rows, ":".join(key))
