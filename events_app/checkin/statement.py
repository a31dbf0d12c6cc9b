"""The one statement behind the door: look up, decide, write scan and attendance, answer.

Its rows carry everything of their own, the event and the actor too, so that scans of several requests can
share it. A row whose event is not the actor's to guard is not answered at all. Scans of one guest the same
way within a minute are taken at once, the first of them leading; a row whose outcome is null comes after
another way, in the same batch, and waits for its turn. A scan id that another transaction is just writing
ends the statement with a unique violation: asking again finds that answer.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from events_app.accounts.remembered import HOLDS
from events_app.database import fetch


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """One scan as the statement takes it; `hash` and `code` are what its text may mean.

    `by_hand` is the word of somebody who answers for it: neither the door's hours nor the guest's state bind it.
    `device_at` is what the device said, where its clock was known to be wrong and `scanned_at` is corrected.
    `credential` and `roles` are what is claimed of an actor who was not asked for anew (`accounts.remembered`).
    """

    id: UUID
    scan_id: UUID
    event: UUID
    organisation: UUID
    actor: UUID | None
    everywhere: bool
    by_hand: bool
    device: str
    hash: bytes
    code: str
    raw: str
    session: UUID | None
    direction: str
    method: str
    scanned_at: datetime
    device_at: datetime | None = None
    credential: UUID | None = None
    roles: str = ""


# The rows come as one JSON text: the driver packs it faster than fifteen arrays, and the planner cannot look into it:
# one plan serves all (`steady_connection` keeps it). Lookups are LATERAL with a LIMIT, so that this plan enters every
# table by an index whatever the statistics say, which are wrong just when a hall is filling. What a filter asks
# of these rows is a yes or no of a column: of such the planner expects a half, of comparisons one row in a hundred,
# and then it compares each row of a flush with every other one. No column is carried that nobody reads further on:
# the server prepares each anew at every step, which costs a lone scan more than the reading.
_ASKED = f"""
asked AS MATERIALIZED (
  SELECT g.place, g.id, g.scan_id, g.event, g.organisation, g.actor, g.by_hand, g.device, g.code, g.raw, g.session,
    g.direction, g.method, g.scanned_at, g.device_at, decode(g.hash, 'base64') AS digest,
    CASE
      WHEN e.state = 'cancelled' THEN 'closed'
      WHEN g.by_hand THEN NULL
      WHEN e.starts_at IS NULL OR g.scanned_at < e.starts_at - e.door_opens_minutes * interval '1 minute'
        THEN 'not_open_yet'
      WHEN e.ends_at IS NULL OR g.scanned_at > e.ends_at + e.door_closes_minutes * interval '1 minute' THEN 'closed'
    END AS shut,
    (SELECT r.id FROM event_session r WHERE r.id = g.session AND r.event = g.event AND r.cancelled_at IS NULL) AS room,
    s.id IS NULL AS fresh, s.outcome, s.reason, s.guest, s.first_in_at, s.first_device, s.first_actor
  FROM ROWS FROM (json_to_recordset($2::json) AS (
    id uuid, scan_id uuid, event uuid, organisation uuid, actor uuid, everywhere boolean, by_hand boolean,
    device text, hash text, code text, raw text, session uuid, direction text, method text,
    scanned_at timestamptz, device_at timestamptz, credential uuid, roles text)) WITH ORDINALITY AS g(
    id, scan_id, event, organisation, actor, everywhere, by_hand, device, hash, code, raw, session, direction,
    method, scanned_at, device_at, credential, roles, place)
  CROSS JOIN LATERAL (
    SELECT v.state, v.starts_at, v.ends_at, v.door_opens_minutes, v.door_closes_minutes
    FROM event v WHERE v.id = g.event AND v.organisation = g.organisation LIMIT 1) AS e
  LEFT JOIN LATERAL (
    SELECT n.id, n.outcome, n.reason, n.guest, n.first_in_at, n.first_device, n.first_actor FROM scan n
    WHERE n.scan_id = g.scan_id AND n.event IS NOT DISTINCT FROM g.event LIMIT 1) AS s ON true
  WHERE (g.everywhere
    OR (SELECT true FROM door_assignment d WHERE d.event = g.event AND d."user" = g.actor LIMIT 1))
    AND (g.credential IS NULL OR {HOLDS.format(credential="g.credential", roles="g.roles")})
)"""

_JUDGED = """
found AS (
  SELECT a.place, a.id, a.scan_id, a.event, a.organisation, a.actor, a.device, a.direction, a.method, a.scanned_at,
    a.device_at, a.room, CASE WHEN w.event = a.event THEN w.id END AS guest, CASE WHEN w.id IS NULL THEN a.raw END AS raw,
    CASE
      WHEN w.id IS NULL THEN 'unknown_code'
      WHEN w.event <> a.event THEN 'wrong_event'
      WHEN w.retired THEN 'revoked'
      WHEN NOT a.by_hand AND w.state = 'cancelled' THEN 'cancelled'
      WHEN NOT a.by_hand AND w.state = 'waitlisted' THEN 'waitlisted'
      WHEN a.shut IS NOT NULL THEN a.shut
      WHEN a.session IS NOT NULL AND a.room IS NULL THEN 'wrong_session'
    END AS reason
  FROM asked a LEFT JOIN LATERAL (
    SELECT id, event, state, false AS retired FROM guest g
      WHERE g.pass_hash = a.digest AND g.organisation = a.organisation
    UNION ALL
    SELECT id, event, state, false FROM guest g WHERE g.event = a.event AND g.short_code = a.code
    UNION ALL
    SELECT g.id, g.event, g.state, true FROM retired_pass o JOIN guest g ON g.id = o.guest
      WHERE o.pass_hash = a.digest AND o.organisation = a.organisation
    LIMIT 1) AS w ON true
  WHERE a.fresh
),
queue AS (
  SELECT f.*, first_value(f.place) OVER line AS leader, first_value(f.scanned_at) OVER line AS since,
    first_value(f.direction) OVER line AS heading, first_value(f.room) OVER line AS entering
  FROM (SELECT *, reason IS NULL AS fine FROM found) AS f
  WINDOW line AS (PARTITION BY f.event, f.guest, f.fine ORDER BY f.scanned_at, f.place)
),
near AS (
  SELECT q.*, q.fine AND q.direction = q.heading AND q.room IS NOT DISTINCT FROM q.entering
    AND q.scanned_at < q.since + interval '1 minute' AS turn
  FROM queue q
),
judged AS MATERIALIZED (
  SELECT n.place, n.id, n.scan_id, n.event, n.organisation, n.actor, n.device, n.direction, n.method, n.scanned_at,
    n.device_at, n.room, n.guest, n.raw, n.reason, n.turn, CASE WHEN n.turn THEN n.guest END AS whom,
    n.turn AND n.place = n.leader AND n.direction = 'in' AS enters,
    n.turn AND n.place = n.leader AND n.direction = 'out' AS leaves,
    n.turn OR n.reason IS NOT NULL AS decided,
    max(n.scanned_at) FILTER (WHERE n.turn) OVER (PARTITION BY n.event, n.guest, n.fine
      ORDER BY n.scanned_at, n.place ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS until
  FROM near n
)"""

# The conflict clause sees the row as it is now, also what this statement's snapshot cannot see yet. Exits only
# read: the trigger `scans_moved` sets the times of leaving, once it is the guest's turn.
_ATTENDED = """
entered AS (
  INSERT INTO attendance AS a (id, organisation, created_at, event, session, guest, first_in_at, last_in_at,
    last_out_at, first_scan, entry_scan, device, actor, by_clock)
  SELECT CASE WHEN k.own THEN gen_random_uuid() ELSE k.id END, k.organisation, $1, k.event, k.session, k.guest,
    k.scanned_at, k.until,
    (SELECT max(o.scanned_at) FROM scan o WHERE o.guest = k.guest AND o.session IS NOT DISTINCT FROM k.session
       AND o.outcome = 'left' AND o.undone_at IS NULL AND o.method <> 'automatic'),
    k.scan_id, k.scan_id, k.device, k.actor, false
  FROM (
    SELECT j.id, p.own, j.organisation, j.event, CASE WHEN p.own THEN j.room END AS session, j.guest, j.scanned_at,
      j.until, j.scan_id, j.device, j.actor
    FROM judged j CROSS JOIN (VALUES (false), (true)) AS p(own)
    WHERE j.enters AND (j.room IS NOT NULL OR NOT p.own)) AS k
  ORDER BY k.event, k.guest, k.session NULLS FIRST
  ON CONFLICT (event, session, guest) DO UPDATE SET
    first_in_at = least(a.first_in_at, excluded.first_in_at),
    first_scan =
      CASE WHEN excluded.first_in_at < a.first_in_at THEN excluded.first_scan ELSE a.first_scan END,
    device = CASE WHEN excluded.first_in_at < a.first_in_at THEN excluded.device ELSE a.device END,
    actor = CASE WHEN excluded.first_in_at < a.first_in_at THEN excluded.actor ELSE a.actor END,
    last_in_at = greatest(a.last_in_at, excluded.last_in_at),
    entry_scan = CASE WHEN a.last_out_at >= a.last_in_at AND excluded.first_in_at > a.last_out_at
      THEN excluded.entry_scan ELSE a.entry_scan END
  RETURNING a.event, a.session, a.guest, a.first_in_at, a.first_scan, a.entry_scan, a.device, a.actor
),
there AS (
  SELECT session, guest, first_in_at, entry_scan, device, actor FROM entered
  UNION ALL
  SELECT t.session, t.guest, t.first_in_at, t.entry_scan, t.device, t.actor
  FROM judged j CROSS JOIN LATERAL (
    SELECT k.session, k.guest, k.first_in_at, k.entry_scan, k.device, k.actor FROM attendance k
    WHERE k.guest = j.guest AND k.session IS NOT DISTINCT FROM j.room LIMIT 1) AS t
  WHERE j.leaves
)"""

_WRITTEN = """
written AS (
  INSERT INTO scan (id, organisation, created_at, scan_id, event, session, guest, raw_code, direction, method,
    outcome, reason, first_in_at, first_device, first_actor, scanned_at, device_at, received_at, device, actor)
  SELECT j.id, j.organisation, $1, j.scan_id, j.event, j.room, j.guest, j.raw, j.direction, j.method,
    CASE WHEN j.reason IS NOT NULL THEN 'refused' WHEN j.direction = 'out' THEN 'left'
         WHEN t.entry_scan = j.scan_id THEN 'admitted' ELSE 'already' END,
    j.reason, t.first_in_at, coalesce(t.device, ''), t.actor, j.scanned_at, j.device_at, $1, j.device, j.actor
  FROM judged j LEFT JOIN there t ON t.guest = j.whom AND t.session IS NOT DISTINCT FROM j.room
  WHERE j.decided
  ORDER BY j.event, j.scan_id
  RETURNING id, outcome, reason, guest, first_in_at, first_device, first_actor
),
contradicted AS (
  INSERT INTO scan_conflict (id, organisation, created_at, event, guest, scan, other_scan, note, open)
  SELECT gen_random_uuid(), j.organisation, $1, j.event, j.guest, j.scan_id, t.entry_scan, '', true
  FROM entered t JOIN judged j ON j.scan_id = t.first_scan AND j.whom = t.guest
  WHERE t.entry_scan <> t.first_scan AND t.session IS NOT DISTINCT FROM j.room
)"""

_ANSWER = """
SELECT x.event, x.scan_id, x.outcome, x.reason, x.first_in_at, x.first_device, x.guest,
  CASE WHEN x.outcome = 'already' THEN (SELECT name FROM app_user u WHERE u.id = x.first_actor) END AS first_by,
  p.title_prefix, p.full_name, p.title_suffix, p.institution, p.position, p.in_place_of, p.needs,
  p.vip, p.protocol_note, p.is_minor, p.guardian_name
FROM (
  SELECT a.event, a.scan_id, coalesce(a.outcome, w.outcome) AS outcome, coalesce(a.reason, w.reason) AS reason,
    coalesce(a.first_in_at, w.first_in_at) AS first_in_at, coalesce(a.first_device, w.first_device) AS first_device,
    coalesce(a.guest, w.guest) AS guest, coalesce(a.first_actor, w.first_actor) AS first_actor
  FROM asked a LEFT JOIN written w ON w.id = a.id) AS x
LEFT JOIN LATERAL (
  SELECT b.title_prefix, b.full_name, b.title_suffix,
    (SELECT i.name FROM institution i WHERE i.id = g.institution) AS institution,
    coalesce(nullif(g.position_title, ''), (SELECT o.title FROM position o WHERE o.id = b.position), '') AS position,
    (SELECT h.title FROM position h WHERE h.id = g.represents) AS in_place_of,
    g.needs, g.vip, g.protocol_note, b.is_minor, b.guardian_name
  FROM guest g JOIN person b ON b.id = g.person WHERE g.id = x.guest LIMIT 1) AS p ON true
"""

RECORD = f"WITH {_ASKED},{_JUDGED},{_ATTENDED},{_WRITTEN}{_ANSWER}"


async def record(rows: list[Row], now: datetime) -> list[Any]:
    """Runs the statement once, for all rows; of two with one id the first one counts."""
    once: dict[tuple[UUID, UUID], Row] = {}
    for row in rows:
        once.setdefault((row.event, row.scan_id), row)
    return await fetch(RECORD, now, msgspec.json.encode(list(once.values())).decode())
