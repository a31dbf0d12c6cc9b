"""What agreeing and verifying ask of the database: promises by the stems of their words, the queue in its order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:03:15:000000"
VERSION = "1.38.0"
DESCRIPTION = "agreeing rules"

STATEMENTS = (
    # Said nearly the same before: PostgreSQL's own Indonesian stemmer, no extension.
    "CREATE INDEX commitment_words ON commitment"
    " USING gin (to_tsvector('indonesian'::regconfig, title || ' ' || statement))",
    # The longest waiting first, read from the index as far as the page reaches.
    "CREATE INDEX follow_up_action_waiting ON follow_up_action (organisation, state_since, id)"
    " WHERE state = 'submitted'",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
