"""What is shown to the public is found by its own index, however much is kept inside."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T02:21:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "public commitments rules"

STATEMENTS = (
    "ALTER TABLE organisation ALTER COLUMN public_commitments DROP DEFAULT",
    "CREATE INDEX commitment_public ON commitment (organisation, agreed_at DESC, id DESC)"
    " WHERE visibility = 'public' AND agreed_at IS NOT NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
