"""Which columns a person wants in a paper is kept once, as names in their order; no default stays in the table."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T03:52:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "paper columns rules"

STATEMENTS = (
    "ALTER TABLE paper_columns ALTER COLUMN created_at DROP DEFAULT, ALTER COLUMN paper DROP DEFAULT,"
    " ALTER COLUMN arranged DROP DEFAULT",
    'CREATE UNIQUE INDEX paper_columns_once ON paper_columns ("user", paper)',
    "ALTER TABLE paper_columns ADD CONSTRAINT paper_columns_known CHECK (paper IN ('matrix', 'overdue'))",
    "ALTER TABLE paper_columns ADD CONSTRAINT paper_columns_names CHECK (arranged ~ '^-?[a-z_]+( -?[a-z_]+)*$'"
    " AND arranged ~ '(^| )[a-z]')",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
