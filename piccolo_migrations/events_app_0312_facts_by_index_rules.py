"""What figures ask of actions, submissions and obstacles is answered from an index alone, without a visit to each row."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T03:12:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "facts by index rules"

STATEMENTS = (
    "CREATE INDEX follow_up_action_facts ON follow_up_action (commitment)"
    " INCLUDE (organisation, id, state, due, original_due, done_on, state_since)",
    "DROP INDEX follow_up_action_commitment",
    "CREATE INDEX progress_update_hindrances ON progress_update (action, obstacle) INCLUDE (organisation)"
    " WHERE obstacle <> 'none'",
    "DROP INDEX progress_update_obstacle",
    "CREATE INDEX submission_facts ON submission (action) INCLUDE (id, created_at)",
    "DROP INDEX submission_action",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
