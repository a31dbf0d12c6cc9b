"""Who takes an answer back is reminded once more: a notice says which taking back it follows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:389:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "reminded again rules"

STATEMENTS = (
    "ALTER TABLE ratification_notice ADD COLUMN taken_back uuid",
    "DROP INDEX ratification_notice_once",
    "CREATE UNIQUE INDEX ratification_notice_once ON ratification_notice (token, kind, taken_back) NULLS NOT DISTINCT",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
