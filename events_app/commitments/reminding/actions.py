"""Reminding: by window and ledger, so that neither an outage nor a double start loses or repeats one.

What is due follows from the rows as they stand; what was said stands in `ReminderDispatch`. A run is one transaction
of a few statements: it writes the ledger's rows and each person's digest, or nothing. Runs that meet go one after
the other, and the second finds nothing left to say.
"""

from datetime import datetime
from uuid import UUID

from events_app import jobs
from events_app.commitments.reminding import ladder, mornings, plan, summaries
from events_app.commitments.reminding.mornings import Morning
from events_app.database import atomically, execute, fetch_one

IN_TURN = "SELECT pg_advisory_xact_lock(hashtext('remind_due'))"

WRITE = f"""
WITH {plan.PLAN}, digests AS (
  INSERT INTO reminder_digest (id, organisation, created_at, kind, period, recipient, channel, name, language, person,
    "user")
  SELECT id, organisation, $1, 'daily', day, recipient, channel, left(name, 300), language, person, "user" FROM planned
  WHERE goes AND id = digest RETURNING 1
), ledger AS (
  INSERT INTO reminder_dispatch (id, organisation, created_at, action, rule, due_snapshot, recipient, channel, hears,
    aloud, digest)
  SELECT id, organisation, $1, action, rule, anchor, recipient, channel, hears, latest, digest FROM planned WHERE goes
  RETURNING 1
)
SELECT (SELECT count(*) FROM digests)::int AS digests, (SELECT count(*) FROM ledger)::int AS rows
"""

DRAFT_LETTERS = f"""
WITH {plan.REACHED}
INSERT INTO reminder_letter (id, organisation, created_at, action, due_snapshot, state, reason, facts, row_version)
SELECT DISTINCT ON (action, anchor) gen_random_uuid(), organisation, $1, action, anchor, 'draft', '', '', 1
FROM reached WHERE rule = $10 AND ripe ON CONFLICT (action, due_snapshot) DO NOTHING
"""


@atomically
async def remind_due(now: datetime) -> int:
    """Queue the digests that are due at this moment, and the work of writing them; returns how many.

    Safe to run twice, and at once.
    """
    digests, summed = await note_due(now)
    if digests or summed:
        await jobs.enqueue("write_digests", {}, dedupe="write_digests")
    return digests


async def note_due(now: datetime, organisation: UUID | None = None) -> tuple[int, int]:
    """Note what is due, of all organisations or one: how many digests of the day, and how many summaries."""
    some = await mornings.now_in(now, organisation)
    if not any(one.ripe for one in some):
        return 0, 0
    return await say(some, now)


@atomically
async def say(some: list[Morning], now: datetime) -> tuple[int, int]:
    """What these mornings bring: the ledger's rows, the digests, drafts of letters, summaries; all or nothing."""
    await execute(IN_TURN)
    given = plan.values(now, some)
    written = await fetch_one(WRITE, *given)
    await execute(DRAFT_LETTERS, *given[:9], ladder.LETTER)
    assert written is not None, "a statement of two counts has a row"
    return int(written["digests"]), await summaries.queue(some, now)
