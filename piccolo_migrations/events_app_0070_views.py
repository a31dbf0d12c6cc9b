"""What lies in a stretch of time is found by time: a month costs the same, however many other months there are."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:70:000000"
VERSION = "1.38.0"
DESCRIPTION = "views"

STATEMENTS = tuple(
    f"CREATE INDEX {table}_during ON {table} USING gist"
    " (uuidrange(organisation, organisation, '[]'), tstzrange(starts_at, ends_at))"
    for table in ("event", "event_session")
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
