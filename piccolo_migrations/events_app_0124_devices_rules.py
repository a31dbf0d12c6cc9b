"""What the ORM cannot say of paired phones and of conflicts: digests are somebody's own, a decision is whole."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:24:000000"
VERSION = "1.38.0"
DESCRIPTION = "devices rules"

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
    "CREATE UNIQUE INDEX door_device_code ON door_device (code_hash)",
    "CREATE UNIQUE INDEX door_device_token ON door_device (token_hash)",
    "ALTER TABLE door_device ADD CONSTRAINT device_level CHECK (level IN ('scan', 'walk_ins', 'admit_anyway'))",
    "ALTER TABLE door_device ADD CONSTRAINT device_digests CHECK"
    " (coalesce(length(code_hash), 32) = 32 AND coalesce(length(token_hash), 32) = 32)",
    "ALTER TABLE door_device ADD CONSTRAINT device_paired CHECK ((token_hash IS NULL) = (paired_at IS NULL))",
    "ALTER TABLE door_device ADD CONSTRAINT device_coded CHECK ((code_hash IS NULL) = (code_until IS NULL))",
    "ALTER TABLE door_device ADD CONSTRAINT device_battery CHECK (battery BETWEEN 0 AND 100)",
    "ALTER TABLE door_device ADD CONSTRAINT device_unsent CHECK (unsent >= 0)",
    "CREATE UNIQUE INDEX door_device_scope_once ON door_device_scope (device, event)",
    # The statement of the door names no kind: an earlier scan that came late.
    "ALTER TABLE scan_conflict ADD CONSTRAINT conflict_kind CHECK (kind IN ('offline', 'refused'))",
    "ALTER TABLE scan_conflict ADD CONSTRAINT conflict_decision"
    " CHECK (decision IN ('same_person', 'two_persons', 'mistake', 'let_in', 'kept_out'))",
    "ALTER TABLE scan_conflict ALTER COLUMN guest DROP NOT NULL",
    "ALTER TABLE scan_conflict ADD CONSTRAINT conflict_whose CHECK (guest IS NOT NULL OR kind = 'refused')",
    "ALTER TABLE scan_conflict ADD CONSTRAINT conflict_settled CHECK (open = (settled_at IS NULL))",
    "CREATE UNIQUE INDEX scan_conflict_told_once ON scan_conflict (event, scan) WHERE kind IS NOT NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
