from piccolo.apps.migrations.auto.migration_manager import MigrationManager

ID = "2026-11-25T00:00:87:000000"
VERSION = "1.38.0"
DESCRIPTION = "groups keep their members in rows"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)

    manager.drop_column(
        table_class_name="Group",
        tablename="stakeholder_group",
        column_name="institutions",
        db_column_name="institutions",
        schema=None,
    )

    return manager
