"""A paper need not be of one event: then it is its asker's own, and the same one asked for twice at once is made once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T03:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "own papers rules"

STATEMENTS = (
    "ALTER TABLE paper_run ALTER COLUMN event DROP NOT NULL",
    "ALTER TABLE paper_run ADD CONSTRAINT paper_run_whose CHECK (event IS NOT NULL OR created_by IS NOT NULL)",
    "CREATE UNIQUE INDEX paper_run_own_under_way ON paper_run (organisation, created_by, kind, language, md5(asked))"
    " WHERE event IS NULL AND state IN ('waiting', 'working')",
    "CREATE INDEX paper_run_asked_by ON paper_run (created_by, id)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
