"""A paper whose draft was thrown away before its turn is told apart from one that failed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T02:70:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "discarded papers rules"

STATEMENTS = (
    "ALTER TABLE paper_run DROP CONSTRAINT paper_run_state",
    "ALTER TABLE paper_run ADD CONSTRAINT paper_run_state"
    " CHECK (state IN ('waiting', 'working', 'done', 'failed', 'forgotten', 'discarded'))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
