"""The audit trail is read by the time of the deed, which is not always that of the row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:453:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "audit by time"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await execute("CREATE INDEX audit_entry_by_time ON audit_entry (organisation, created_at DESC, id DESC)")
    await execute("DROP INDEX audit_entry_recent")
