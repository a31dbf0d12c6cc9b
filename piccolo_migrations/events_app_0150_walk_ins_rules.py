"""What the ORM cannot say of walk-ins that a phone let in by name: one of them may be a guest whom the list knows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:50:000000"
VERSION = "1.38.0"
DESCRIPTION = "walk-ins rules"

STATEMENTS = (
    "ALTER TABLE scan_conflict DROP CONSTRAINT conflict_kind",
    "ALTER TABLE scan_conflict ADD CONSTRAINT conflict_kind CHECK (kind IN ('offline', 'refused', 'namesake'))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
