"""What the ORM cannot say of objections: each stays as it was written; what was kept at the address moves there."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:383:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "duty objections rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL AND table_name = 'duty_objection'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""
MOVE = """
INSERT INTO duty_objection (id, organisation, created_at, wish, note)
SELECT gen_random_uuid(), organisation, objected_at, id, objection FROM mail_wish
WHERE objected_at IS NOT NULL AND objection <> ''
"""
STATEMENTS = (
    DROP_DEFAULTS,
    MOVE,
    "ALTER TABLE mail_wish DROP COLUMN objection, DROP COLUMN objected_at",
    "ALTER TABLE duty_objection ADD CONSTRAINT duty_objection_note CHECK (length(note) BETWEEN 1 AND 1000)",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON duty_objection FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
