"""A photo is kept small, too: a page of twenty would fill a phone's month otherwise. Those from before are drawn when first asked for."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T03:53:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "small photos rules"

STATEMENTS = (
    "ALTER TABLE event_photo ADD COLUMN small bytea",
    "ALTER TABLE event_photo ADD CONSTRAINT event_photo_small CHECK (small IS NULL OR octet_length(small) <= 262144)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
