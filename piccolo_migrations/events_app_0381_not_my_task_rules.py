"""Why the duties that an address is reminded of are not theirs, and a quick look at whether it is reminded of any."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:381:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "not my task rules"

STATEMENTS = (
    "ALTER TABLE mail_wish ADD COLUMN objection text NOT NULL DEFAULT ''",
    "ALTER TABLE mail_wish ADD COLUMN objected_at timestamptz",
    "ALTER TABLE mail_wish ADD CONSTRAINT mail_wish_objection CHECK (length(objection) <= 1000)",
    "CREATE INDEX message_of_duties ON message (unsubscribe, id) WHERE kind LIKE 'commitments.%'",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
