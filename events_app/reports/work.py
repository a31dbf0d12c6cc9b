"""My work today: what waits for the one who asks, by what they may do. The number of queries never grows."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import queries as commitments
from events_app.commitments import waiting
from events_app.commitments.board.finding import TALLY_LATE
from events_app.database import fetch, fetch_one
from events_app.events.runs import mine
from events_app.reports.setting_up import Step, steps

Row = Any
AHEAD = timedelta(days=30)
SHOWN = 5
MOST_EVENTS = 20
MOST_WAITING = 100

SEEN = """e.organisation = $1 AND ($2 AND ($3 OR NOT e.confidential) OR EXISTS (
  SELECT 1 FROM door_assignment d WHERE d.event = e.id AND d."user" = $4))"""

ASSIGNED = 'EXISTS (SELECT 1 FROM door_assignment d WHERE d.event = e.id AND d."user" = $4) AS assigned'

RUNNING = f"""
SELECT e.id, e.ref, e.title, e.confidential, e.starts_at, e.ends_at, e.timezone, {ASSIGNED},
  (SELECT count(*) FROM guest g WHERE g.event = e.id AND g.state = 'expected') AS expected,
  (SELECT count(DISTINCT t.guest) FROM attendance t WHERE t.event = e.id) AS present
FROM event e WHERE {SEEN} AND e.state = 'published'
  AND (e.starts_at AT TIME ZONE e.timezone)::date <= ($5::timestamptz AT TIME ZONE e.timezone)::date
  AND (e.ends_at AT TIME ZONE e.timezone)::date >= ($5::timestamptz AT TIME ZONE e.timezone)::date
ORDER BY e.starts_at, e.id LIMIT {MOST_EVENTS}
"""

DOORS = f"""
SELECT e.id, e.ref, e.title, e.confidential, e.starts_at, e.ends_at, e.timezone
FROM event e JOIN door_assignment d ON d.event = e.id AND d."user" = $2
WHERE e.organisation = $1 AND e.state = 'published' AND e.ends_at > $3 AND e.starts_at < $4
  AND (e.starts_at AT TIME ZONE e.timezone)::date > ($3::timestamptz AT TIME ZONE e.timezone)::date
ORDER BY e.starts_at, e.id LIMIT {MOST_EVENTS}
"""

PREPARING = f"""
SELECT e.id, e.title, e.state, e.starts_at, e.ends_at, e.timezone, i.unsent, i.unanswered, i.accepted,
  e.room IS NOT NULL OR s.roomless = 0 AS has_room, s.n > 0 AS has_sessions,
  EXISTS (SELECT 1 FROM session_role r JOIN event_session x ON x.id = r.session
          WHERE x.event = e.id AND x.cancelled_at IS NULL AND r.role = 'speaker') AS has_speaker
FROM event e
CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE state = 'draft') AS unsent,
  count(*) FILTER (WHERE state IN ('sent', 'opened', 'tentative')) AS unanswered,
  count(*) FILTER (WHERE state = 'accepted') AS accepted FROM invitation WHERE event = e.id) i
CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE room IS NULL) + (count(*) = 0)::int AS roomless
  FROM event_session WHERE event = e.id AND cancelled_at IS NULL) s
WHERE e.organisation = $1 AND ($2 OR NOT e.confidential) AND e.state IN ('draft', 'published', 'postponed')
  AND e.starts_at > $3 AND e.starts_at < $4
ORDER BY e.starts_at, e.id LIMIT {MOST_EVENTS}
"""

# What is overdue and what awaits a verdict comes from the counts that the board keeps, exact at every moment.
DESK = f"""
SELECT (SELECT count(*) FROM commitment c JOIN event e ON e.id = c.event
        WHERE c.organisation = $2 AND c.state = 'draft' AND ($3 OR NOT e.confidential)) AS drafts,
  coalesce(sum(t.n) FILTER (WHERE {TALLY_LATE}), 0)::int AS overdue,
  coalesce(sum(t.n) FILTER (WHERE t.state = 'submitted'), 0)::int AS submitted
FROM board_tally t WHERE t.organisation = $2 AND t.institution IS NULL AND ($3 OR NOT t.confidential)
  AND t.state IN ('open', 'in_progress', 'returned', 'submitted')
"""

DRAFTS = f"""{commitments.COMMITMENTS}
WHERE c.organisation = $1 AND ($2 OR NOT e.confidential) AND c.state = 'draft' ORDER BY c.id DESC LIMIT {SHOWN}
"""
# Walks what is owed in the order it falls due, and stops: the day before tomorrow anywhere bounds what can be late.
OVERDUE = f"""{commitments.ACTIONS}
WHERE a.organisation = $2 AND ($3 OR NOT e.confidential) AND a.state IN {commitments.LATE}
  AND a.due <= $1::timestamptz::date + 1 AND {commitments.OVERDUE} ORDER BY a.due, a.id LIMIT {SHOWN}
"""

EXTENSIONS = """
SELECT x.id, x.action, x.old_due, x.new_due, CASE WHEN $2 OR m.confidential IS NOT TRUE THEN x.reason ELSE '' END AS reason,
  x.created_at, a.ref, a.title, i.name AS responsible_name,
  count(*) OVER () AS n
FROM due_change x LEFT JOIN event m ON m.id = x.meeting JOIN follow_up_action a ON a.id = x.action
JOIN commitment c ON c.id = a.commitment
JOIN event e ON e.id = c.event JOIN institution i ON i.id = a.responsible_institution
WHERE x.organisation = $1 AND x.decision = 'pending' AND ($2 OR NOT e.confidential)
ORDER BY x.id LIMIT 5
"""


@dataclass(frozen=True)
class Desk:
    """Promises that want attention: counts, and the first few of each."""

    drafts: int
    overdue: int
    submitted: int
    extensions: int
    drafts_shown: list[Row]
    overdue_shown: list[Row]
    extensions_shown: list[Row]


@dataclass(frozen=True)
class Work:
    """One person's start page; a part that is none of their business is None."""

    running: list[Row]
    ready: list[Row] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    preparing: list[Row] | None = None
    doors: list[Row] | None = None
    waiting: list[Row] | None = None
    desk: Desk | None = None

    @property
    def many_waiting(self) -> bool:
        """Whether more wait for a verdict than are counted here."""
        return self.waiting is not None and len(self.waiting) > MOST_WAITING

    @property
    def is_quiet(self) -> bool:
        """Whether nothing at all waits."""
        desk = self.desk and (
            self.desk.drafts + self.desk.overdue + self.desk.submitted + self.desk.extensions
        )
        return not (
            self.ready or self.running or self.steps or self.preparing or self.doors or self.waiting or desk
        )


async def work_of(actor: Actor, now: datetime) -> Work:
    """All that waits for this actor."""
    return Work(
        ready=await mine.ready(actor, now),
        running=await _running(actor, now),
        steps=await steps(actor) if actor.may(Right.manage) else [],
        preparing=await _preparing(actor, now) if actor.may(Right.plan_events) else None,
        doors=await _doors(actor, now) if actor.may(Right.scan) else None,
        waiting=await _waiting(actor, now) if actor.may(Right.verify) else None,
        desk=await _desk(actor, now) if _keeps_promises(actor) else None,
    )


def is_prepared(event: Row) -> bool:
    """Whether an event of `Work.preparing` has what it needs: sessions, somebody who speaks, a room."""
    return bool(event["has_sessions"] and event["has_speaker"] and event["has_room"])


def _keeps_promises(actor: Actor) -> bool:
    return actor.may(Right.keep_commitments) or actor.may(Right.decide)


async def _running(actor: Actor, now: datetime) -> list[Row]:
    reads, secrets = actor.may(Right.read), actor.may(Right.read_confidential)
    return await fetch(RUNNING, actor.organisation, reads, secrets, actor.user, now)


async def _preparing(actor: Actor, now: datetime) -> list[Row]:
    secrets = actor.may(Right.read_confidential)
    return await fetch(PREPARING, actor.organisation, secrets, now, now + AHEAD)


async def _doors(actor: Actor, now: datetime) -> list[Row]:
    return await fetch(DOORS, actor.organisation, actor.user, now, now + AHEAD)


async def _waiting(actor: Actor, now: datetime) -> list[Row]:
    return await waiting.waiting_for(actor, now, limit=MOST_WAITING)


async def _desk(actor: Actor, now: datetime) -> Desk:
    secrets = actor.may(Right.read_confidential)
    counts = await fetch_one(DESK, now, actor.organisation, secrets)
    assert counts is not None, "counting always gives a row"
    extensions = await fetch(EXTENSIONS, actor.organisation, secrets)
    return Desk(
        drafts=counts["drafts"],
        overdue=counts["overdue"],
        submitted=counts["submitted"],
        extensions=extensions[0]["n"] if extensions else 0,
        drafts_shown=await fetch(DRAFTS, actor.organisation, secrets),
        overdue_shown=await fetch(OVERDUE, now, actor.organisation, secrets),
        extensions_shown=extensions,
    )
