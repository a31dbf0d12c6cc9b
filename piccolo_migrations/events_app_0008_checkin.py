"""What the ORM cannot say of the door: a scan is answered once, a guest is present once, nothing is erased."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-23T00:00:08:000000"
VERSION = "1.38.0"
DESCRIPTION = "checkin"

STATEMENTS = (
    # Scans: the device's id is the key of the answer; nothing changes later but that it was undone, once.
    # It leads with the id, and the door asks by it: a plan that was made while the table was empty stays good.
    "CREATE UNIQUE INDEX scan_once ON scan (scan_id, event)",
    "CREATE INDEX scan_by_id ON scan (event, id)",
    "CREATE INDEX scan_exits ON scan (guest, scanned_at) WHERE outcome = 'left' AND undone_at IS NULL",
    "ALTER TABLE scan ADD CONSTRAINT scan_direction CHECK (direction IN ('in', 'out'))",
    "ALTER TABLE scan ADD CONSTRAINT scan_outcome CHECK (outcome IN ('admitted', 'already', 'left', 'refused'))",
    "ALTER TABLE scan ADD CONSTRAINT scan_refused_why CHECK ((outcome = 'refused') = (reason IS NOT NULL))",
    "ALTER TABLE scan ADD CONSTRAINT scan_accepted_whom CHECK (outcome = 'refused' OR guest IS NOT NULL)",
    """
    CREATE FUNCTION only_undo_scans() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF current_setting('events_app.erasing', true) = 'on' THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
      END IF;
      IF TG_OP = 'UPDATE' AND OLD.undone_at IS NULL AND NEW.undone_at IS NOT NULL
         AND to_jsonb(NEW) - 'undone_at' = to_jsonb(OLD) - 'undone_at' THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'rows of scan are append-only' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON scan FOR EACH ROW EXECUTE FUNCTION only_undo_scans()",
    # Attendance: one row a guest for the event, and one for each session where the door was a session's.
    "CREATE UNIQUE INDEX attendance_once ON attendance (event, session, guest) NULLS NOT DISTINCT",
    # What another index begins with already would only slow the door down.
    "DROP INDEX scan_event, attendance_event",
    # Conflicts.
    "CREATE INDEX scan_conflict_open ON scan_conflict (event, id) WHERE open",
    # Retired passes: whoever raises a guest's version leaves the old digest here.
    "CREATE UNIQUE INDEX retired_pass_once ON retired_pass (pass_hash)",
    """
    CREATE FUNCTION retire_pass() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO retired_pass (id, organisation, created_at, event, guest, pass_hash)
      VALUES (gen_random_uuid(), OLD.organisation, now(), OLD.event, OLD.id, OLD.pass_hash)
      ON CONFLICT (pass_hash) DO NOTHING;
      RETURN NEW;
    END $$
    """,
    "CREATE TRIGGER retire_pass AFTER UPDATE OF pass_hash ON guest FOR EACH ROW"
    " WHEN (OLD.pass_hash IS DISTINCT FROM NEW.pass_hash) EXECUTE FUNCTION retire_pass()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
