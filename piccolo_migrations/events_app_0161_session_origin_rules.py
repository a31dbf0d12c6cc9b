"""An origin is given by whoever makes a session, never by the database."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "session origin rules"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await execute("ALTER TABLE event_session ALTER COLUMN origin DROP DEFAULT")
