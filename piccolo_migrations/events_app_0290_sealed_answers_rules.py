"""Answers that rest for a repeat are sealed from now on; those that lay in clear go, and with them their keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T02:90:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "sealed answers rules"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(forget)
    return manager


async def forget() -> None:
    await execute("DELETE FROM idempotency_key")
