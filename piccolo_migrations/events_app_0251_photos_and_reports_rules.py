"""One report text an event; of the same paper asked twice at once one is made."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T02:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "photos and reports rules"

STATEMENTS = (
    "ALTER TABLE event_photo ADD CONSTRAINT event_photo_place CHECK (place BETWEEN 1 AND 1000)",
    "ALTER TABLE event_photo ADD CONSTRAINT event_photo_size CHECK (width BETWEEN 1 AND 2000 AND height BETWEEN 1 AND 2000)",
    "CREATE INDEX event_photo_shown ON event_photo (event, place, id) WHERE removed_at IS NULL",
    "CREATE UNIQUE INDEX activity_report_one ON activity_report (event)",
    "CREATE UNIQUE INDEX paper_run_under_way ON paper_run (event, kind, language, md5(asked))"
    " WHERE kind = 'activity-report' AND state = 'waiting'",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
