"""What the ORM cannot say of sessions and the running order: the words that may stand there, and its reading order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:59:500000"
VERSION = "1.38.0"
DESCRIPTION = "session kinds rules"

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
    "ALTER TABLE event_session ADD CONSTRAINT session_kind_known CHECK (kind IN ('plenary', 'panel', 'breakout',"
    " 'workshop', 'ceremony', 'registration', 'pause', 'meal', 'prayer', 'other'))",
    "ALTER TABLE event_session ADD CONSTRAINT session_mode_known CHECK (mode IN ('onsite', 'online', 'hybrid'))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
