"""Times of leaving that hold when two doors see one guest in the same moment, whichever commits first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:48:000000"
VERSION = "1.38.0"
DESCRIPTION = "moves in turn"

# One guest's changes take turns on the row of the whole event, which every entry writes. Where that row is not
# there yet, somebody may just be writing it: a blank in its place waits for them, or makes them wait for us.
FOLLOW = """
CREATE OR REPLACE FUNCTION follow_moves(of_event uuid, of_guest uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE blank uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM attendance a WHERE a.guest = of_guest AND a.event = of_event AND a.session IS NULL) THEN
    INSERT INTO attendance (id, organisation, created_at, event, session, guest, first_in_at, last_in_at, device, by_clock)
    SELECT gen_random_uuid(), e.organisation, now(), e.id, NULL, of_guest, now(), now(), '', false
    FROM event e WHERE e.id = of_event
    ON CONFLICT (event, session, guest) DO NOTHING RETURNING id INTO blank;
    DELETE FROM attendance a WHERE a.id = blank;
  END IF;
  PERFORM FROM attendance a WHERE a.event = of_event AND a.guest = of_guest
    ORDER BY a.session NULLS FIRST FOR UPDATE;
  UPDATE attendance a SET last_out_at = t.last_out_at, by_clock = t.by_clock
  FROM attendance_times(of_event, of_guest) t
  WHERE a.event = of_event AND a.guest = of_guest AND a.session IS NOT DISTINCT FROM t.session
    AND (a.last_out_at, a.by_clock) IS DISTINCT FROM (t.last_out_at, t.by_clock);
END $$
"""

# Looks anew once the entries are written: an exit that was committed meanwhile was not in the statement's sight.
# What the clock writes is set by the one who reads it, unless people are in one room at a time.
ON_SCANS = """
CREATE FUNCTION scans_moved() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moved record;
BEGIN
  FOR moved IN
    SELECT DISTINCT n.event, n.guest FROM written n
    WHERE n.outcome <> 'refused' AND (
      (n.direction = 'out' AND n.method <> 'automatic')
      OR EXISTS (SELECT FROM scan o WHERE o.guest = n.guest AND o.outcome = 'left' AND o.undone_at IS NULL
        AND o.method <> 'automatic')
      OR ((n.session IS NOT NULL OR n.direction = 'out')
        AND EXISTS (SELECT FROM event_door d WHERE d.event = n.event AND d.one_room)))
    ORDER BY n.event, n.guest
  LOOP
    PERFORM follow_moves(moved.event, moved.guest);
  END LOOP;
  RETURN NULL;
END $$
"""

STATEMENTS = (
    FOLLOW,
    ON_SCANS,
    "DROP TRIGGER scan_moves ON scan",
    "DROP FUNCTION scan_moves()",
    "CREATE TRIGGER scans_moved AFTER INSERT ON scan REFERENCING NEW TABLE AS written"
    " FOR EACH STATEMENT EXECUTE FUNCTION scans_moved()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
