"""What the ORM cannot say: a key is a user's or a phone's, and theirs but once; what was handed out stays on record."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "door rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON attendance_list_print"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    'ALTER TABLE idempotency_key ADD CONSTRAINT key_of_one CHECK (num_nonnulls("user", device) = 1)',
    "DROP INDEX idempotency_key_once",
    'CREATE UNIQUE INDEX idempotency_key_once ON idempotency_key (organisation, key, "user", device) NULLS NOT DISTINCT',
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
