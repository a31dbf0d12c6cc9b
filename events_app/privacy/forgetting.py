"""Empties the rows that are about somebody, room by room, and what stood before and after in the audit trail."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.database import execute, fetch
from events_app.documents.actions import sweep
from events_app.privacy.needles import Needles
from events_app.privacy.traces import TRACES, Trace
from events_app.stakeholders.tables import ImportDraft

PLAIN = (
    "purpose", "via", "state", "kind", "sex", "channel", "language", "outcome", "answer", "is_minor", "automatic", "way",
)  # fmt: skip
"""Of an entry about somebody these facts keep their words; of all others only ids, numbers, days and yes or no."""

PLAINLY = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$|^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9:.+Z-]*)?$"
STRUCK = """
(SELECT coalesce(jsonb_object_agg(f.key, CASE WHEN f.value = '""' OR jsonb_typeof(f.value) IN ('number', 'boolean', 'null')
    OR f.key = ANY($4) OR f.value #>> '{{}}' ~ $5 THEN f.value ELSE '"***"' END), '{{}}') FROM jsonb_each({0}) f)
"""
TRAIL = f"""
UPDATE audit_entry t SET
  before = CASE WHEN t.subject = ANY($2) AND jsonb_typeof(before) = 'object' THEN {STRUCK.format("before")} ELSE before END,
  after = CASE WHEN t.subject = ANY($2) AND jsonb_typeof(after) = 'object' THEN {STRUCK.format("after")} ELSE after END,
  actor_name = CASE WHEN t.actor = ANY($3) THEN $6::text ELSE actor_name END,
  address = CASE WHEN t.actor = ANY($3) THEN '' ELSE address END
WHERE t.organisation = $1 AND (t.subject = ANY($2) OR t.actor = ANY($3))
"""
SUBJECTS = """
SELECT unnest($2::uuid[]) AS id UNION ALL SELECT id FROM guest WHERE organisation = $1 AND person = ANY($2)
UNION ALL SELECT r.id FROM registration r JOIN guest g ON g.id = r.guest WHERE g.organisation = $1 AND g.person = ANY($2)
UNION ALL SELECT id FROM invitation WHERE organisation = $1 AND person = ANY($2)
UNION ALL SELECT id FROM certificate WHERE organisation = $1 AND person = ANY($2)
UNION ALL SELECT id FROM event_speaker WHERE organisation = $1 AND person = ANY($2)
UNION ALL SELECT id FROM position_holding WHERE organisation = $1 AND person = ANY($2)
UNION ALL SELECT id FROM retention_postponement WHERE organisation = $1 AND person = ANY($2)
"""
LISTS = "DELETE FROM import_draft WHERE organisation = $1 AND people && $2 RETURNING sha256"
THROTTLES = "DELETE FROM throttle WHERE key = ANY($1)"


TYPED = """
WITH known AS (SELECT $1::uuid[] AS family, $2::text[] AS addresses, $3::uuid[] AS accounts, $4::uuid AS organisation,
  $5::text AS label, $6::date AS today, $7::timestamptz AS now)
"""
"""Says the kinds of all parameters, of which a trace uses some."""


async def forget(organisation: UUID, known: Needles, label: str, today: date, now: datetime) -> list[str]:
    """Inside the transaction that anonymises: `today` is the organisation's, `now` the moment.

    Returns digests of uploaded lists whose bytes may go once it is committed.
    """
    family, accounts = list(known.family), list(known.accounts)
    subjects = [row["id"] for row in await fetch(SUBJECTS, organisation, family)]
    actors = [*family, *accounts]
    await execute(TRAIL, organisation, [*subjects, *accounts], actors, list(PLAIN), PLAINLY, label)
    await execute(THROTTLES, [f"login:account:{one[:150]}" for one in known.addresses])
    lists = await fetch(LISTS, organisation, family)
    for trace in TRACES:
        await _strike(trace, (family, list(known.addresses), accounts, organisation, label, today, now))
    return [row["sha256"] for row in lists]


async def let_go(digests: Sequence[str]) -> None:
    """Bytes of uploaded lists that no row names any more. After the transaction: a file does not come back."""
    for digest in digests:
        if not await ImportDraft.exists().where(ImportDraft.sha256 == digest):
            await sweep(digest)


async def _strike(trace: Trace, known: tuple[Any, ...]) -> None:
    if not trace.drops and not trace.goes:
        return
    sets = ", ".join(f'"{column}" = {value}' for column, value in trace.goes.items())
    verb = f'DELETE FROM "{trace.table}" t' if trace.drops else f'UPDATE "{trace.table}" t SET {sets}'
    await execute(f"{TYPED} {verb} WHERE t.organisation = $4 AND ({trace.belongs})", *known)
