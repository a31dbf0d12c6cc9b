"""What the ORM cannot say of series: one occurrence for each date of a rule."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:21:000000"
VERSION = "1.38.0"
DESCRIPTION = "series rules"

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
    "CREATE UNIQUE INDEX event_occurrence_once ON event (series, occurrence_at) WHERE series IS NOT NULL",
    "ALTER TABLE event ADD CONSTRAINT event_occurrence_has_its_date"
    " CHECK (series IS NULL OR occurrence_at IS NOT NULL)",
    "ALTER TABLE series ALTER COLUMN starts_at SET NOT NULL",
    "CREATE INDEX series_by_id ON series (organisation, id)",
    "CREATE INDEX event_template_by_id ON event_template (organisation, id)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
