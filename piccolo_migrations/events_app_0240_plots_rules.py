"""The obstacles that reports named are counted by an index of their own, however many reports name none."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T02:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "plots rules"

STATEMENT = (
    "CREATE INDEX progress_update_obstacle ON progress_update (organisation, obstacle, action)"
    " WHERE obstacle <> 'none'"
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await execute(STATEMENT)
