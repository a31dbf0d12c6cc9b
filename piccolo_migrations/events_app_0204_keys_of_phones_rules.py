"""What the ORM cannot say of keys: each is a user's or a phone's, and theirs but once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "keys of phones rules"

STATEMENTS = (
    "ALTER TABLE idempotency_key ADD CONSTRAINT key_of_one CHECK (num_nonnulls(\"user\", device) = 1)",
    "DROP INDEX idempotency_key_once",
    "CREATE UNIQUE INDEX idempotency_key_once ON idempotency_key (organisation, key, \"user\", device) NULLS NOT DISTINCT",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
