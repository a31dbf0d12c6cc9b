"""A receiver whom the mail server refused at sending counts like one from whom the mail came back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:380:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "refused at sending rules"

STATEMENTS = ("ALTER TABLE bounce ALTER COLUMN mail DROP NOT NULL",)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
