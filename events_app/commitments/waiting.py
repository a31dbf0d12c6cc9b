"""The queue of a verifier: what waits for their verdict, the longest waiting first, read as far as a page reaches.

An index holds what is submitted in its order, and walking it stops at the page's end, however much waits.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import ACTIONS
from events_app.database import fetch, fetch_one

# The offices that went into the reader's one count as theirs. What is cheap to say of a row is said while walking; the
# rules of separation and of posts, which a trigger holds as well, are asked of those rows alone that are left. OFFSET 0
# keeps the planner from turning the walk into joins of whole tables.
WALK = """
WITH family AS MATERIALIZED (
  SELECT coalesce(array_agg(i.id), '{{}}') AS offices FROM institution i
  WHERE i.organisation = $2 AND (i.id IN ($5, standing_office($5))
    OR (i.successor IS NOT NULL AND standing_office(i.id) = standing_office($5)))
)
SELECT w.id AS action, w.submission FROM (
  SELECT a.id, a.organisation, a.verifier_position, a.commitment,
    (SELECT s.id FROM submission s WHERE s.action = a.id ORDER BY s.no DESC LIMIT 1) AS submission
  FROM follow_up_action a
  WHERE a.organisation = $2 AND a.state = 'submitted' {after}
    AND ($5::uuid IS NULL OR a.verifier_institution IS NULL OR a.verifier_position IS NOT NULL
      OR a.verifier_institution = ANY ((SELECT offices FROM family)::uuid[])
      OR a.responsible_institution = ANY ((SELECT offices FROM family)::uuid[]))
    AND ($5::uuid IS NULL OR a.responsible_institution <> ALL ((SELECT offices FROM family)::uuid[])
      OR EXISTS (SELECT FROM verification_waiver x WHERE x.action = a.id OFFSET 0))
  ORDER BY a.state_since, a.id OFFSET 0) w
WHERE ($3 OR NOT (SELECT e.confidential FROM commitment c JOIN event e ON e.id = c.event WHERE c.id = w.commitment))
  AND EXISTS (SELECT FROM submission s WHERE s.id = w.submission AND s.withdrawn_at IS NULL
    AND s."user" IS DISTINCT FROM $4 OFFSET 0)
  AND NOT EXISTS (SELECT FROM verification v WHERE v.submission = w.submission OFFSET 0)
  AND (w.verifier_position IS NULL OR (SELECT stands_to_judge(w.id, $4, $5, ($1::timestamptz AT TIME ZONE o.timezone)::date)
    FROM organisation o WHERE o.id = w.organisation))
  AND NOT is_own_work(w.submission, $4, $5, $1)
LIMIT {limit}
"""
AFTER = "AND (a.state_since, a.id) > ($6::timestamptz, $7::uuid)"

WHERE_IT_STOPPED = """
SELECT CASE a.state WHEN 'submitted' THEN a.state_since ELSE s.created_at END AS since, a.id
FROM submission s JOIN follow_up_action a ON a.id = s.action WHERE s.id = $1 AND s.organisation = $2
"""

FACTS = f"""
SELECT q.*, s.id AS submission, s.no, s.statement, s.created_at AS submitted_at
FROM ({ACTIONS} WHERE a.id = ANY($2)) q JOIN submission s ON s.id = ANY($3) AND s.action = q.id
ORDER BY array_position($2, q.id)
"""


async def waiting_for(actor: Actor, now: datetime, after: UUID | None = None, limit: int = 50) -> list[Any]:
    """Submitted actions that this user may judge, the longest waiting first, with the submission's id.

    Leaves out their own work, and what a post verifies that somebody else holds. `after` is a submission.
    """
    stopped = await fetch_one(WHERE_IT_STOPPED, after, actor.organisation) if after else None
    reader = actor.organisation, actor.may(Right.read_confidential), actor.user, actor.institution
    sql = WALK.format(after=AFTER if stopped else "", limit=limit + 1)
    page = await fetch(sql, now, *reader, *(stopped or ()))
    if not page:
        return []
    return await fetch(FACTS, now, [row["action"] for row in page], [row["submission"] for row in page])
