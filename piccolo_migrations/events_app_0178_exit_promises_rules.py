"""What the ORM cannot say of promises at the exit: one exit an event, one row a form, and how each ends."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:18:000000"
VERSION = "1.38.0"
DESCRIPTION = "promises at the exit rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name IN ('promise_exit', 'exit_promise')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE UNIQUE INDEX promise_exit_once ON promise_exit (event)",
    "CREATE UNIQUE INDEX promise_exit_address ON promise_exit (ref)",
    "CREATE UNIQUE INDEX promise_exit_link ON promise_exit (screen_hash)",
    "CREATE UNIQUE INDEX exit_promise_once ON exit_promise (event, line)",
    "CREATE INDEX exit_promise_by_browser ON exit_promise (event, browser)",
    "CREATE INDEX exit_promise_waiting ON exit_promise (event, id) WHERE state = 'waiting' AND guest IS NOT NULL",
    "ALTER TABLE exit_promise ADD CONSTRAINT exit_promise_state"
    " CHECK (state IN ('waiting', 'accepted', 'merged', 'rejected', 'taken_back'))",
    "ALTER TABLE exit_promise ADD CONSTRAINT exit_promise_text CHECK (length(text) BETWEEN 1 AND 2000)",
    "ALTER TABLE exit_promise ADD CONSTRAINT exit_promise_rejected CHECK (state <> 'rejected' OR reason <> '')",
    "ALTER TABLE exit_promise ADD CONSTRAINT exit_promise_decided"
    " CHECK ((state IN ('accepted', 'merged', 'rejected')) = (decided_at IS NOT NULL))",
    # Nobody decides about what nobody promised.
    "ALTER TABLE exit_promise ADD CONSTRAINT exit_promise_by_somebody"
    " CHECK (guest IS NOT NULL OR state IN ('waiting', 'taken_back'))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
