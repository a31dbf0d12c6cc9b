"""A perhaps is no answer yet: who said it is still asked, and it has a time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:99:000000"
VERSION = "1.38.0"
DESCRIPTION = "perhaps on stage rules"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await execute(
        "ALTER TABLE event_speaking ADD CONSTRAINT event_speaking_perhaps"
        " CHECK (perhaps_to IS NULL OR state = 'asked' AND answered_at IS NOT NULL)"
    )
