"""What the ORM cannot say of releases: they are numbered, and what was told is never rewritten."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:55:000000"
VERSION = "1.38.0"
DESCRIPTION = "releases rules"

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
    "CREATE UNIQUE INDEX schedule_release_number ON schedule_release (event, number)",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON schedule_release"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE INDEX release_notice_of_release ON release_notice (release, state)",
    "ALTER TABLE release_notice ADD CONSTRAINT release_notice_state"
    " CHECK (state IN ('draft', 'sent', 'skipped', 'no_address'))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
