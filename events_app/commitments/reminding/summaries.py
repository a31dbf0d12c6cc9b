"""Summaries: of each month for the secretariat, of each quarter for those who lead, on its first working morning.

Only the latest that has ended is told: after a long outage nobody gets six at once. What is confidential is counted for
the secretariat, who may read it, and not for those outside.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.accounts.rights import RIGHTS, Right, Role
from events_app.commitments import mails
from events_app.commitments.contacts import Contact
from events_app.commitments.queries import LATE
from events_app.commitments.reminding import mornings
from events_app.commitments.reminding.mornings import Morning
from events_app.database import atomically, execute, fetch, fetch_one
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import ADDRESS, Mail

AT_ONCE, WORST = 20, 10

QUEUE = f"""
WITH here AS (
  SELECT o.id AS organisation, m.today, date_trunc('month', m.today)::date AS month,
    date_trunc('quarter', m.today)::date AS quarter
  FROM {mornings.TABLE} JOIN organisation o ON o.id = m.organisation AND o.timezone = m.timezone WHERE m.ripe
), staff AS (
  SELECT u.*, dense_rank() OVER (PARTITION BY u.organisation ORDER BY NOT u.roles::text[] && $6::text[]) AS turn
  FROM app_user u WHERE u.active AND u.roles::text[] && ($6::text[] || $7::text[])
), told AS (
  SELECT h.organisation, 'monthly' AS kind, (h.month - interval '1 month')::date AS period, h.month AS ended,
    u.email, u.name, u.language, u.id AS "user"
  FROM here h JOIN staff u ON u.organisation = h.organisation AND u.turn = 1
  UNION ALL
  SELECT h.organisation, 'quarterly', (h.quarter - interval '3 months')::date, h.quarter, l.email, l.name, l.language, NULL
  FROM here h JOIN leadership_address l ON l.organisation = h.organisation
)
INSERT INTO reminder_digest (id, organisation, created_at, kind, period, recipient, channel, name, language, "user")
SELECT gen_random_uuid(), t.organisation, $1, t.kind, t.period, lower(t.email), 'email', t.name, t.language, t."user"
FROM told t WHERE t.email ~ $8::text AND strpos(t.email, '..') = 0
  AND EXISTS (SELECT FROM commitment c WHERE c.organisation = t.organisation AND c.agreed_at < t.ended)
ORDER BY t.organisation, t.kind, t.period, lower(t.email)
ON CONFLICT (organisation, kind, period, recipient, channel) DO NOTHING RETURNING id
"""

TAKE = """
SELECT * FROM reminder_digest WHERE settled_at IS NULL AND kind <> 'daily'
ORDER BY created_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
"""
SETTLE = "UPDATE reminder_digest SET settled_at = $2, message = $3 WHERE id = $1"

OF_ORGANISATION = f"""
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment AND c.state IN ('agreed', 'closed')
JOIN event e ON e.id = c.event JOIN institution i ON i.id = a.responsible_institution
CROSS JOIN LATERAL (SELECT ($2::timestamptz AT TIME ZONE e.timezone)::date - a.due AS days, a.state IN {LATE} AS owed) late
WHERE a.organisation = $1 AND ($3 OR NOT e.confidential)
"""
FIGURES = f"""
SELECT count(*)::int AS actions, count(*) FILTER (WHERE a.state = 'verified')::int AS verified,
  count(*) FILTER (WHERE a.state IN ('cancelled', 'infeasible'))::int AS left_out,
  count(*) FILTER (WHERE owed)::int AS owed, count(*) FILTER (WHERE a.state = 'submitted')::int AS waiting,
  count(*) FILTER (WHERE owed AND days > 0)::int AS overdue,
  count(*) FILTER (WHERE owed AND days BETWEEN 1 AND 7)::int AS to_7,
  count(*) FILTER (WHERE owed AND days BETWEEN 8 AND 30)::int AS to_30,
  count(*) FILTER (WHERE owed AND days BETWEEN 31 AND 90)::int AS to_90,
  count(*) FILTER (WHERE owed AND days > 90)::int AS over_90,
  count(*) FILTER (WHERE (c.agreed_at AT TIME ZONE e.timezone)::date BETWEEN $4 AND $5)::int AS agreed,
  count(*) FILTER (WHERE a.done_on BETWEEN $4 AND $5)::int AS done,
  count(*) FILTER (WHERE a.due BETWEEN $4 AND $5)::int AS fell_due
{OF_ORGANISATION}
"""
MOST_LATE = f"""
SELECT i.name, count(*)::int AS overdue, max(days)::int AS longest {OF_ORGANISATION} AND owed AND days > 0
GROUP BY i.id, i.name ORDER BY count(*) DESC, max(days) DESC, i.name LIMIT $4
"""


async def queue(some: list[Morning], now: datetime) -> int:
    """Queue the summaries whose month or quarter has ended; returns how many are new. Twice is once."""
    keepers = [role.value for role in Role if Right.keep_commitments in RIGHTS[role] and role != Role.owner]
    return len(await fetch(QUEUE, now, *mornings.columns(some), keepers, [Role.owner.value], ADDRESS))


async def write_all(now: datetime) -> int:
    """Write the summaries that wait; returns how many."""
    written = 0
    while (some := await write_some(now)) is not None:
        written += some
    return written


@atomically
async def write_some(now: datetime) -> int | None:
    """Write some summaries in one transaction; None when none waits."""
    taken = await fetch(TAKE, AT_ONCE)
    if not taken:
        return None
    for one in taken:
        facts = await _facts(one["organisation"], one["kind"], one["period"], now)
        [message] = await enqueue_all(one["organisation"], [_mail(one, facts)])
        await execute(SETTLE, one["id"], now, message.id)
    return len(taken)


async def _facts(organisation: UUID, kind: str, first: date, now: datetime) -> dict[str, Any]:
    months = 1 if kind == "monthly" else 3
    place = first.month - 1 + months
    after = date(first.year + place // 12, place % 12 + 1, 1)
    last = date.fromordinal(after.toordinal() - 1)
    inside = kind == "monthly"
    figures = await fetch_one(FIGURES, organisation, now, inside, first, last)
    assert figures is not None, "counting always answers"
    worst = await fetch(MOST_LATE, organisation, now, inside, WORST)
    counted = figures["actions"] - figures["left_out"]
    return dict(figures) | {
        "worst": worst,
        "counted": counted,
        "first": first,
        "last": last,
        "monthly": inside,
    }


def _mail(digest: Any, facts: dict[str, Any]) -> Mail:
    to = Contact(digest["recipient"], digest["name"], digest["language"])
    return mails.summary(to, facts, f"reminder:{digest['id']}")
