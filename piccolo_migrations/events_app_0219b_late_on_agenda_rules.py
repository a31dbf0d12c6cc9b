"""An agenda gets its line for what is late once; taken out it stays out."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:03:19:000001"
VERSION = "1.38.0"
DESCRIPTION = "late on the agenda rules"

STATEMENTS = (
    "ALTER TABLE late_on_agenda ALTER COLUMN created_at DROP DEFAULT",
    "ALTER TABLE late_on_agenda ALTER COLUMN id DROP DEFAULT",
    "CREATE UNIQUE INDEX late_on_agenda_once ON late_on_agenda (event)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
