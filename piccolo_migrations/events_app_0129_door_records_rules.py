"""What the ORM cannot say of the door's records: times that follow from scans in any order, and what is once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:29:000000"
VERSION = "1.38.0"
DESCRIPTION = "door records rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# Attendance as it follows from all scans that stand, whatever their order of upload. What happens to a place, the
# event or one of its sessions, is an entry, an exit, or, where people are in one room at a time, a move elsewhere,
# which counts as an exit only of who was inside. The clock's own check-out counts while nobody saw the guest leave.
TIMES = """
CREATE FUNCTION attendance_times(of_event uuid, of_guest uuid) RETURNS TABLE (
  session uuid, first_in_at timestamptz, last_in_at timestamptz, last_out_at timestamptz, by_clock boolean,
  first_scan uuid, entry_scan uuid, device text, actor uuid) LANGUAGE sql STABLE AS $$
  WITH standing AS (
    SELECT s.* FROM scan s
    WHERE s.event = of_event AND s.guest = of_guest AND s.undone_at IS NULL AND s.outcome <> 'refused'
  ), place AS (
    SELECT NULL::uuid AS room UNION SELECT s.session FROM standing s
  ), happened AS (
    SELECT p.room, s.*, CASE
      WHEN s.direction = 'in' AND (p.room IS NULL OR s.session = p.room) THEN 'in'
      WHEN s.direction = 'out' AND s.session IS NOT DISTINCT FROM p.room
        THEN CASE s.method WHEN 'automatic' THEN 'clock' ELSE 'out' END
      WHEN p.room IS NOT NULL AND (s.direction = 'in') = (s.session IS NOT NULL) AND s.method <> 'automatic'
        AND EXISTS (SELECT FROM event_door d WHERE d.event = of_event AND d.one_room) THEN 'move'
      END AS what
    FROM place p CROSS JOIN standing s
  ), told AS (
    SELECT h.*, lag(h.what) OVER (PARTITION BY h.room ORDER BY h.scanned_at, h.scan_id) AS before
    FROM happened h WHERE h.what IS NOT NULL
  ), summed AS (
    SELECT t.room, min(t.scanned_at) FILTER (WHERE t.what = 'in') AS first_in,
      max(t.scanned_at) FILTER (WHERE t.what = 'in') AS last_in,
      max(t.scanned_at) FILTER (WHERE t.what = 'out' OR (t.what = 'move' AND t.before = 'in')) AS seen_out,
      max(t.scanned_at) FILTER (WHERE t.what = 'clock') AS shut_out,
      (array_agg(t.scan_id ORDER BY t.scanned_at, t.scan_id) FILTER (WHERE t.what = 'in'))[1] AS first_scan,
      (array_agg(t.scan_id ORDER BY t.scanned_at DESC, t.scan_id DESC)
        FILTER (WHERE t.what = 'in' AND t.outcome = 'admitted'))[1] AS entry_scan,
      (array_agg(t.device ORDER BY t.scanned_at, t.scan_id) FILTER (WHERE t.what = 'in'))[1] AS device,
      (array_agg(t.actor ORDER BY t.scanned_at, t.scan_id) FILTER (WHERE t.what = 'in'))[1] AS actor
    FROM told t GROUP BY t.room HAVING bool_or(t.what = 'in')
  )
  SELECT s.room, s.first_in, s.last_in,
    CASE WHEN s.shut_out IS NULL OR s.seen_out >= s.last_in THEN s.seen_out ELSE s.shut_out END,
    s.shut_out IS NOT NULL AND (s.seen_out IS NULL OR s.seen_out < s.last_in),
    s.first_scan, s.entry_scan, s.device, s.actor
  FROM summed s
$$
"""

# The rows are locked before the scans are read, so that two doors that see one guest at once agree in the end.
FOLLOW = """
CREATE FUNCTION follow_moves(of_event uuid, of_guest uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM attendance a WHERE a.event = of_event AND a.guest = of_guest ORDER BY a.id FOR UPDATE;
  UPDATE attendance a SET last_out_at = t.last_out_at, by_clock = t.by_clock
  FROM attendance_times(of_event, of_guest) t
  WHERE a.event = of_event AND a.guest = of_guest AND a.session IS NOT DISTINCT FROM t.session
    AND (a.last_out_at, a.by_clock) IS DISTINCT FROM (t.last_out_at, t.by_clock);
END $$
"""

ON_SCAN = """
CREATE FUNCTION scan_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM event_door d WHERE d.event = NEW.event AND d.one_room) THEN
    PERFORM follow_moves(NEW.event, NEW.guest);
  END IF;
  RETURN NULL;
END $$
"""

# Most scans are of the whole event's entrance: for them the trigger is not even called.
TRIGGER = """
CREATE TRIGGER scan_moves AFTER INSERT ON scan FOR EACH ROW
WHEN (NEW.outcome <> 'refused' AND (NEW.session IS NOT NULL OR NEW.direction = 'out'))
EXECUTE FUNCTION scan_moves()
"""

STATEMENTS = (
    DROP_DEFAULTS,
    TIMES,
    FOLLOW,
    ON_SCAN,
    TRIGGER,
    "ALTER TABLE guest ADD CONSTRAINT guest_protocol CHECK (vip OR protocol_note = '')",
    "CREATE UNIQUE INDEX event_door_once ON event_door (event)",
    "CREATE UNIQUE INDEX scan_override_once ON scan_override (event, scan)",
    "CREATE INDEX scan_override_admitted ON scan_override (event, admitted)",
    "ALTER TABLE scan_override ADD CONSTRAINT override_reason CHECK (length(reason) >= 3)",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON scan_override"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE UNIQUE INDEX excuse_once ON excuse (guest)",
    "ALTER TABLE excuse ADD CONSTRAINT excuse_kind CHECK (kind IN ('leave', 'sick', 'other_duty'))",
    "CREATE UNIQUE INDEX paper_mark_once ON paper_mark (batch, guest)",
    "CREATE INDEX paper_mark_scan ON paper_mark (scan)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
