"""What the ORM cannot say of handouts: their versions are numbered, and what was there becomes version 1."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:53:000000"
VERSION = "1.38.0"
DESCRIPTION = "materials rules"

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
    "INSERT INTO material_version (id, organisation, created_at, created_by, material, number, document)"
    " SELECT gen_random_uuid(), organisation, created_at, NULL, id, 1, document FROM material",
    "CREATE UNIQUE INDEX material_version_number ON material_version (material, number)",
    "ALTER TABLE material ADD CONSTRAINT material_audience"
    " CHECK (visibility IN ('speakers', 'present', 'invited', 'public'))",
    "CREATE INDEX material_of_event ON material (event, id)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
