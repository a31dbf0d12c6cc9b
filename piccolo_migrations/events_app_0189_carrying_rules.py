"""What the ORM cannot say of carrying over: one review for a meeting and an action, one meeting before another."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:89:000000"
VERSION = "1.38.0"
DESCRIPTION = "carrying over rules"

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
    "CREATE UNIQUE INDEX meeting_review_once ON meeting_review (event, action)",
    "ALTER TABLE meeting_review ADD CONSTRAINT review_decision CHECK"
    " (decision IN ('continue', 'extend', 'reassign', 'escalate', 'close'))",
    "CREATE UNIQUE INDEX previous_meeting_once ON previous_meeting (event)",
    "ALTER TABLE previous_meeting ADD CONSTRAINT previous_is_another CHECK (previous <> event)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
