"""Evidence may prove that something cannot be done, and not only that it is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID, ForeignKey
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T00:02:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "owning"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.alter_column(
        table_class_name="Evidence",
        tablename="evidence",
        column_name="submission",
        db_column_name="submission",
        params={"null": True},
        old_params={"null": False},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )
    manager.add_column(
        table_class_name="Evidence",
        tablename="evidence",
        column_name="infeasible_request",
        db_column_name="infeasible_request",
        column_class_name="UUID",
        column_class=UUID,
        params={
            "default": None,
            "null": True,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": None,
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )
    return manager
