"""A row of the ledger names its digest, and the digest its message."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-26T00:01:97:000000"
VERSION = "1.38.0"
DESCRIPTION = "digests have messages"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.drop_column(
        table_class_name="ReminderDispatch",
        tablename="reminder_dispatch",
        column_name="message",
        db_column_name="message",
        schema=None,
    )
    return manager
