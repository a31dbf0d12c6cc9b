"""What the ORM cannot say of self check-in: one code a place, one row a browser and event, one flag a scan."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:01:35:000000"
VERSION = "1.38.0"
DESCRIPTION = "self check-in rules"

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
    "CREATE UNIQUE INDEX room_code_once ON room_code (event, session) NULLS NOT DISTINCT",
    "CREATE UNIQUE INDEX room_code_ref ON room_code (ref)",
    "CREATE UNIQUE INDEX room_code_screen ON room_code (screen_hash)",
    "ALTER TABLE room_code ADD CONSTRAINT room_code_mode CHECK (mode IN ('static', 'rotating'))",
    "ALTER TABLE room_code ADD CONSTRAINT room_code_screen_rotates CHECK (mode = 'rotating' OR screen_hash IS NULL)",
    "CREATE UNIQUE INDEX self_device_once ON self_device (event, digest)",
    "CREATE UNIQUE INDEX self_flag_once ON self_flag (event, scan)",
    "CREATE INDEX self_flag_waiting ON self_flag (event) WHERE decision IS NULL",
    "ALTER TABLE self_flag ADD CONSTRAINT self_flag_way CHECK (way IN ('held', 'code', 'name'))",
    "ALTER TABLE self_flag ADD CONSTRAINT self_flag_reasons CHECK (cardinality(reasons) > 0 AND reasons <@"
    " ARRAY['many_marks', 'too_fast', 'many_failures', 'late']::varchar[])",
    "ALTER TABLE self_flag ADD CONSTRAINT self_flag_decision CHECK (decision IN ('fine', 'undone')"
    " AND (decision <> 'undone' OR note <> ''))",
    "ALTER TABLE self_flag ADD CONSTRAINT self_flag_decided CHECK ((decision IS NULL) = (decided_at IS NULL))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
