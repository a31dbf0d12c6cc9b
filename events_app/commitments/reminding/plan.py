"""What the ladder says at a moment and the ledger has not: one statement, however many rows.

A rung for one post (owner, head) that was said to its holder of then is said: a new holder hears the next one.
A rung for many (secretariat, verifiers, chair) is said to each. Whoever is several of these hears it once. Who had
their digest today waits for tomorrow's, and who will be told more at another zone's eight o'clock waits for that.
"""

from datetime import datetime
from typing import Any

from events_app.commitments.reminding import hearers, ladder, mornings
from events_app.commitments.reminding.mornings import Morning
from events_app.notifications.mail import ADDRESS

MORNINGS = mornings.TABLE
RUNGS = "unnest($6::text[], $7::text[], $8::int[], $9::text[]) AS r(kind, rule, days, hears)"
ROLES = "unnest($10::text[], $11::text[], $12::bool[]) AS s(hears, role, stands_in)"
READERS, PATTERN = "$13::text[]", "$14::text"

REACHED = f"""
owed AS MATERIALIZED (
  SELECT a.id AS action, a.organisation, a.responsible_institution, a.responsible_position, a.responsible_person,
    a.verifier_institution, a.verifier_position, e.confidential, m.today, m.ripe, k.kind, k.anchor, k.since,
    concat_ws('/', a.responsible_institution, a.responsible_position, a.responsible_person) AS duty
  FROM follow_up_action a JOIN commitment c ON c.id = a.commitment AND c.state = 'agreed' AND c.agreed_at <= $1
  JOIN event e ON e.id = c.event JOIN {MORNINGS} ON m.organisation = a.organisation AND m.timezone = e.timezone
  CROSS JOIN LATERAL (
    SELECT 'due', a.due, (coalesce((SELECT max(d.decided_at) FROM due_change d
      WHERE d.action = a.id AND d.decision = 'approved'), c.agreed_at) AT TIME ZONE e.timezone)::date
    WHERE a.state <> 'submitted'
    UNION ALL
    SELECT a.state, (a.state_since AT TIME ZONE e.timezone)::date, (a.state_since AT TIME ZONE e.timezone)::date
    WHERE a.state IN ('submitted', 'returned')) AS k(kind, anchor, since)
  WHERE a.state IN ('open', 'in_progress', 'returned', 'submitted')
    AND NOT EXISTS (SELECT FROM reminder_mute q WHERE q.action = a.id AND q.ended_at IS NULL AND q.until >= m.today)
), reached AS MATERIALIZED (
  SELECT o.*, r.rule, r.hears, r.days = max(r.days) OVER (PARTITION BY o.action, o.kind) AS latest
  FROM owed o CROSS JOIN LATERAL (SELECT r.rule, r.days, r.hears FROM {RUNGS}
    WHERE r.kind = o.kind AND o.anchor + r.days <= o.today AND o.anchor + r.days > o.since OFFSET 0) r
)"""
# OFFSET keeps the planner from flattening it: as a plain join it would expect a hundredth of the rows, and then
# compare every one with every owner.


# An installation's own rule of separation: never the submitter, the owner, or somebody of the owner's institution.
JUDGES = """
  (s.institution IS NULL OR CASE WHEN s.institution = r.responsible_institution
      THEN EXISTS (SELECT FROM verification_waiver x WHERE x.action = r.action)
    WHEN r.verifier_position IS NULL THEN coalesce(r.verifier_institution, s.institution) = s.institution
    ELSE stands_to_judge(r.action, s.id, s.institution, r.today) END)
  AND lower(s.email) IS DISTINCT FROM lower(w.email)
  AND s.id IS DISTINCT FROM (SELECT b."user" FROM submission b WHERE b.action = r.action ORDER BY b.no DESC LIMIT 1)
"""

# What heads hear is set apart first: a plan that walks it once for each head then walks a tenth of the rows.
HEARD = f"""
for_heads AS MATERIALIZED (SELECT * FROM reached WHERE hears IN ('head', 'verifier_head')),
heard AS (
  SELECT r.*, w.person, NULL::uuid AS "user", w.email, w.name, w.language, true AS one_post
  FROM reached r JOIN owner w ON w.duty = r.duty AND w.today = r.today WHERE r.hears = 'owner'
  UNION ALL
  SELECT r.*, w.person, NULL, w.email, w.name, w.language, true FROM for_heads r JOIN head w ON w.today = r.today
    AND w.institution = CASE r.hears WHEN 'head' THEN r.responsible_institution ELSE r.verifier_institution END
  UNION ALL
  SELECT r.*, NULL, s.id, s.email, s.name, s.language, false
  FROM reached r JOIN staff s ON s.organisation = r.organisation AND s.hears = r.hears AND s.turn = 1
  LEFT JOIN owner w ON w.duty = r.duty AND w.today = r.today
  WHERE (NOT r.confidential OR s.roles::text[] && {READERS}) AND (r.hears <> 'verifier' OR ({JUDGES}))
)"""

FRESH = """
silent AS MATERIALIZED (
  SELECT q.organisation, p.id AS person, lower(p.email) AS email, q.until
  FROM reminder_mute q JOIN person p ON p.id = q.person WHERE q.ended_at IS NULL
), fresh AS MATERIALIZED (
  SELECT gen_random_uuid() AS id, h.organisation, h.action, h.rule, h.anchor, h.latest,
    lower(h.email) COLLATE "C" AS recipient, 'email' AS channel,
    string_agg(DISTINCT h.hears, ' ' ORDER BY h.hears) AS hears, bool_and(h.ripe) AS ripe, max(h.today) AS today,
    max(h.name) AS name, max(h.language) AS language, (array_agg(h.person))[1] AS person,
    (array_agg(h."user" ORDER BY h."user" NULLS LAST))[1] AS "user"
  FROM heard h
  WHERE NOT EXISTS (SELECT FROM reminder_dispatch d WHERE d.action = h.action AND d.rule = h.rule
      AND d.due_snapshot = h.anchor
      AND (d.recipient = lower(h.email) OR (h.one_post AND h.hears = ANY (string_to_array(d.hears, ' ')))))
    AND NOT EXISTS (SELECT FROM silent q WHERE q.organisation = h.organisation AND q.until >= h.today
      AND (q.person = h.person OR q.email = lower(h.email)))
  GROUP BY h.organisation, h.action, h.rule, h.anchor, h.latest, recipient
), planned AS MATERIALIZED (
  SELECT f.*, first_value(f.id) OVER digest AS digest, max(f.today) OVER digest AS day,
    bool_or(f.latest) OVER digest AND bool_and(f.ripe) OVER digest AS goes
  FROM fresh f WHERE (f.organisation, f.recipient, f.channel, f.today) NOT IN (
    SELECT g.organisation, g.recipient, g.channel, g.period FROM reminder_digest g
    WHERE g.kind = 'daily' AND g.organisation = ANY ($2) AND g.period >= (SELECT min(day) FROM unnest($4::date[]) day))
  WINDOW digest AS (PARTITION BY f.organisation, f.recipient, f.channel ORDER BY f."user" NULLS LAST, f.person NULLS LAST
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
)"""

PLAN = ",".join((REACHED, hearers.candidates(PATTERN), hearers.staff(PATTERN, ROLES), HEARD, FRESH))
"""CTEs up to `planned`: what is to be said, to whom, in which digest, and whether that `goes` now."""


def values(now: datetime, some: list[Morning]) -> list[Any]:
    """What `PLAN` takes, from $1 on."""
    return [
        now,
        *mornings.columns(some),
        *ladder.columns(),
        *hearers.role_columns(),
        hearers.readers(),
        ADDRESS,
    ]
