"""What the ORM cannot say of the directory: one institution a name, one position a title, quick look-ups."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-23T00:00:05:000000"
VERSION = "1.38.0"
DESCRIPTION = "stakeholders"

STATEMENTS = (
    "CREATE UNIQUE INDEX institution_name ON institution (organisation, name_key)",
    "ALTER TABLE institution ADD CONSTRAINT institution_named CHECK (name <> '' AND name_key <> '')",
    "ALTER TABLE institution ADD CONSTRAINT institution_not_its_own_parent CHECK (parent <> id)",
    'CREATE UNIQUE INDEX position_title ON "position" (organisation, institution, title_key) NULLS NOT DISTINCT',
    "CREATE INDEX person_name ON person (organisation, name_key, institution)",
    "CREATE INDEX person_newest ON person (organisation, id)",
    "CREATE INDEX institution_newest ON institution (organisation, id)",
    "ALTER TABLE person ADD CONSTRAINT person_named CHECK (full_name <> '')",
    "ALTER TABLE person ADD CONSTRAINT person_phone_e164 CHECK (phone = '' OR phone ~ '^[+][1-9][0-9]{6,14}$')",
    "CREATE INDEX import_draft_age ON import_draft (created_at)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
