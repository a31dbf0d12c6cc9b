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

from events_app.database import fetch


class Row(msgspec.Struct, frozen=True):
    """One scan as the statement takes it; `hash` and `code` are what its text may mean.

    `by_hand` is the word of somebody who answers for it: neither the door's hours nor the guest's state bind it.
    `device_at` is what the device said, where its clock was known to be wrong and `scanned_at` is corrected.
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


# The rows come as one JSON text: the driver packs it faster than fifteen arrays, and the planner, who cannot
# look into it, makes one plan and keeps it. Lookups are LATERAL with a LIMIT, so that this plan enters every
# table by an index whatever the statistics say, which are wrong just when a hall is filling.
_ASKED = """
given AS MATERIALIZED (
  SELECT DISTINCT ON (g.event, g.scan_id) g.*, decode(g.hash, 'base64') AS digest
  FROM ROWS FROM (json_to_recordset($2::json) AS (
    id uuid, scan_id uuid, event uuid, organisation uuid, actor uuid, everywhere boolean, by_hand boolean,
    device text, hash text, code text, raw text, session uuid, direction text, method text,
    scanned_at timestamptz, device_at timestamptz)) WITH ORDINALITY AS g(
    id, scan_id, event, organisation, actor, everywhere, by_hand, device, hash, code, raw, session, direction,
    method, scanned_at, device_at, place)
  ORDER BY g.event, g.scan_id, g.place
),
asked AS MATERIALIZED (
  SELECT g.*, e.state = 'cancelled' AS called_off,
    e.starts_at - e.door_opens_minutes * interval '1 minute' AS opens_at,
    e.ends_at + e.door_closes_minutes * interval '1 minute' AS closes_at
  FROM given g CROSS JOIN LATERAL (
    SELECT * FROM event v WHERE v.id = g.event AND v.organisation = g.organisation LIMIT 1) AS e
  WHERE g.everywhere
    OR EXISTS (SELECT FROM door_assignment d WHERE d.event = g.event AND d."user" = g.actor)
),
known AS MATERIALIZED (
  SELECT s.event, s.scan_id, s.outcome, s.reason, s.guest, s.first_in_at, s.first_device, s.first_actor
  FROM asked a CROSS JOIN LATERAL (
    SELECT * FROM scan n WHERE n.scan_id = a.scan_id AND n.event IS NOT DISTINCT FROM a.event LIMIT 1) AS s
)"""

_JUDGED = """
found AS (
  SELECT a.*, w.id AS guest, w.event AS guest_event, w.state AS guest_state,
    p.id IS NULL AND c.id IS NULL AS retired
  FROM asked a
  LEFT JOIN LATERAL (
    SELECT id FROM guest g WHERE g.pass_hash = a.digest AND g.organisation = a.organisation LIMIT 1) AS p ON true
  LEFT JOIN LATERAL (
    SELECT id FROM guest g WHERE g.event = a.event AND g.short_code = a.code LIMIT 1) AS c ON true
  LEFT JOIN LATERAL (
    SELECT guest FROM retired_pass o
    WHERE p.id IS NULL AND o.pass_hash = a.digest AND o.organisation = a.organisation LIMIT 1) AS r ON true
  LEFT JOIN LATERAL (
    SELECT id, event, state FROM guest g WHERE g.id = coalesce(p.id, c.id, r.guest) LIMIT 1) AS w ON true
  WHERE NOT EXISTS (SELECT FROM known k WHERE k.event = a.event AND k.scan_id = a.scan_id)
),
judged AS MATERIALIZED (
  SELECT f.*, t.id AS room, CASE
    WHEN f.guest IS NULL THEN 'unknown_code'
    WHEN f.guest_event <> f.event THEN 'wrong_event'
    WHEN f.retired THEN 'revoked'
    WHEN NOT f.by_hand AND f.guest_state = 'cancelled' THEN 'cancelled'
    WHEN NOT f.by_hand AND f.guest_state = 'waitlisted' THEN 'waitlisted'
    WHEN f.called_off THEN 'closed'
    WHEN NOT f.by_hand AND (f.opens_at IS NULL OR f.scanned_at < f.opens_at) THEN 'not_open_yet'
    WHEN NOT f.by_hand AND (f.closes_at IS NULL OR f.scanned_at > f.closes_at) THEN 'closed'
    WHEN f.session IS NOT NULL AND t.id IS NULL THEN 'wrong_session'
  END AS reason
  FROM found f
  LEFT JOIN LATERAL (
    SELECT id FROM event_session e
    WHERE e.id = f.session AND e.event = f.event AND e.cancelled_at IS NULL LIMIT 1) AS t ON true
),
queue AS (
  SELECT j.*, first_value(j.id) OVER line AS leader, first_value(j.scanned_at) OVER line AS since,
    first_value(j.direction) OVER line AS heading, first_value(j.room) OVER line AS entering
  FROM judged j WHERE j.reason IS NULL
  WINDOW line AS (PARTITION BY j.event, j.guest ORDER BY j.scanned_at, j.place)
),
ready AS MATERIALIZED (
  SELECT q.*, max(q.scanned_at) OVER (PARTITION BY q.leader) AS until FROM queue q
  WHERE q.direction = q.heading AND q.room IS NOT DISTINCT FROM q.entering
    AND q.scanned_at < q.since + interval '1 minute'
)"""

# The conflict clause sees the row as it is now, also what this statement's snapshot cannot see yet. Exits only
# read: the trigger `scans_moved` sets the times of leaving, once it is the guest's turn.
_ATTENDED = """
entered AS (
  INSERT INTO attendance AS a (id, organisation, created_at, event, session, guest, first_in_at, last_in_at,
    last_out_at, first_scan, entry_scan, device, actor, by_clock)
  SELECT gen_random_uuid(), r.organisation, $1, r.event, k.session, r.guest, r.scanned_at, r.until,
    (SELECT max(o.scanned_at) FROM scan o WHERE o.guest = r.guest AND o.session IS NOT DISTINCT FROM k.session
       AND o.outcome = 'left' AND o.undone_at IS NULL AND o.method <> 'automatic'),
    r.scan_id, r.scan_id, r.device, r.actor, false
  FROM ready r CROSS JOIN LATERAL (SELECT NULL::uuid AS session UNION SELECT r.room) AS k
  WHERE r.direction = 'in' AND r.id = r.leader ORDER BY r.event, r.guest, k.session NULLS FIRST
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
gone AS (
  SELECT t.event, t.session, t.guest, t.first_in_at, t.first_scan, t.entry_scan, t.device, t.actor
  FROM ready r CROSS JOIN LATERAL (
    SELECT * FROM attendance k WHERE k.guest = r.guest AND k.session IS NOT DISTINCT FROM r.room LIMIT 1) AS t
  WHERE r.direction = 'out' AND r.id = r.leader
),
there AS (SELECT * FROM entered UNION ALL SELECT * FROM gone)"""

_WRITTEN = """
written AS (
  INSERT INTO scan (id, organisation, created_at, scan_id, event, session, guest, raw_code, direction, method,
    outcome, reason, first_in_at, first_device, first_actor, scanned_at, device_at, received_at, device, actor)
  SELECT j.id, j.organisation, $1, j.scan_id, j.event, j.room,
    CASE WHEN j.guest_event = j.event THEN j.guest END,
    CASE WHEN j.guest IS NULL THEN j.raw END,
    j.direction, j.method,
    CASE WHEN j.reason IS NOT NULL THEN 'refused' WHEN j.direction = 'out' THEN 'left'
         WHEN t.entry_scan = j.scan_id THEN 'admitted' ELSE 'already' END,
    j.reason, t.first_in_at, coalesce(t.device, ''), t.actor, j.scanned_at, j.device_at, $1, j.device, j.actor
  FROM judged j
  LEFT JOIN ready r ON r.id = j.id
  LEFT JOIN there t ON t.guest = r.guest AND t.session IS NOT DISTINCT FROM r.room
  WHERE j.reason IS NOT NULL OR r.id IS NOT NULL
  ORDER BY j.event, j.scan_id
  RETURNING event, scan_id, outcome, reason, guest, first_in_at, first_device, first_actor
),
contradicted AS (
  INSERT INTO scan_conflict (id, organisation, created_at, event, guest, scan, other_scan, note, open)
  SELECT gen_random_uuid(), r.organisation, $1, r.event, r.guest, r.scan_id, t.entry_scan, '', true
  FROM ready r JOIN entered t ON t.guest = r.guest AND t.session IS NOT DISTINCT FROM r.room
  WHERE t.first_scan = r.scan_id AND t.entry_scan <> r.scan_id
)"""

_ANSWER = """
SELECT a.event, a.scan_id, x.outcome, x.reason, x.first_in_at, x.first_device, x.guest,
  CASE WHEN x.outcome = 'already' THEN (SELECT name FROM app_user u WHERE u.id = x.first_actor) END AS first_by,
  p.title_prefix, p.full_name, p.title_suffix, p.institution, p.position, p.in_place_of, p.needs,
  p.vip, p.protocol_note, p.is_minor, p.guardian_name
FROM asked a
LEFT JOIN (SELECT * FROM known UNION ALL
  SELECT event, scan_id, outcome, reason, guest, first_in_at, first_device, first_actor FROM written) AS x
  ON x.event = a.event AND x.scan_id = a.scan_id
LEFT JOIN LATERAL (
  SELECT b.title_prefix, b.full_name, b.title_suffix, i.name AS institution,
    coalesce(nullif(g.position_title, ''), o.title, '') AS position, h.title AS in_place_of, g.needs,
    g.vip, g.protocol_note, b.is_minor, b.guardian_name
  FROM guest g JOIN person b ON b.id = g.person LEFT JOIN institution i ON i.id = g.institution
  LEFT JOIN position o ON o.id = b.position LEFT JOIN position h ON h.id = g.represents WHERE g.id = x.guest LIMIT 1) AS p ON true
"""

RECORD = f"WITH {_ASKED},{_JUDGED},{_ATTENDED},{_WRITTEN}{_ANSWER}"


async def record(rows: list[Row], now: datetime) -> list[Any]:
    """Runs the statement once, for all rows."""
    return await fetch(RECORD, now, msgspec.json.encode(rows).decode())
