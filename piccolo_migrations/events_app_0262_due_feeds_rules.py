"""Feeds of due dates: of everything, like those of events, or of one institution or person."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:62:000000"
VERSION = "1.38.0"
DESCRIPTION = "due feeds rules"

STATEMENTS = (
    "ALTER TABLE calendar_feed DROP CONSTRAINT calendar_feed_subject",
    "ALTER TABLE calendar_feed ADD CONSTRAINT calendar_feed_subject"
    " CHECK ((kind IN ('organisation', 'due')) = (subject IS NULL))",
    "CREATE INDEX follow_up_action_due_feed ON follow_up_action (organisation, due) WHERE state <> 'draft'",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
