"""One entry for one person and session; what was sent is asked or taken back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:59:000000"
VERSION = "1.38.0"
DESCRIPTION = "stage entries rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL AND table_name = 'stage_entry'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE UNIQUE INDEX stage_entry_once ON stage_entry (session, person)",
    "ALTER TABLE stage_entry ADD CONSTRAINT stage_entry_method CHECK (method IN ('REQUEST', 'CANCEL'))",
    "ALTER TABLE stage_entry ADD CONSTRAINT stage_entry_sequence CHECK (sequence >= 0)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
