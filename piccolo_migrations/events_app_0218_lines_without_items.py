"""A captured line keeps no agenda item: it is the promise's."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-26T00:03:18:000000"
VERSION = "1.38.0"
DESCRIPTION = "captured lines without agenda items"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.drop_column(
        table_class_name="CapturedLine",
        tablename="captured_line",
        column_name="agenda_item",
        db_column_name="agenda_item",
        schema=None,
    )
    return manager
