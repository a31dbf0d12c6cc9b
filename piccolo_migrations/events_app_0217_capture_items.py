"""The agenda item of a captured promise is the promise's own; the line keeps no copy of it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:03:17:000000"
VERSION = "1.38.0"
DESCRIPTION = "agenda items of captured promises"

MOVE = """
UPDATE commitment c SET agenda_item = l.agenda_item FROM captured_line l
WHERE l.commitment = c.id AND NOT l.of_action AND l.agenda_item IS NOT NULL AND c.agenda_item IS NULL
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(move)
    return manager


async def move() -> None:
    await execute(MOVE)
