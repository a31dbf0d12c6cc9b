"""The running order keeps no notes and decisions: they are the minutes'."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-26T00:01:87:000000"
VERSION = "1.38.0"
DESCRIPTION = "agenda without notes"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for column in ("notes", "decision"):
        manager.drop_column(
            table_class_name="AgendaItem",
            tablename="agenda_item",
            column_name=column,
            db_column_name=column,
            schema=None,
        )
    return manager
