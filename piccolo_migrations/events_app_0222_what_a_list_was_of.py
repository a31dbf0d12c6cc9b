from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import UUID, Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-26T00:03:22:000000"
VERSION = "1.38.0"
DESCRIPTION = "what a list was of"

BARE = {
    "default": None,
    "null": True,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}
# Lists that were made before do not say whom they name: of those, nothing can be said to be newer.
COLUMNS: dict[str, tuple[type[Any], dict[str, Any]]] = {
    "session": (UUID, BARE),
    "whom": (Varchar, BARE | {"length": 10}),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for column, (kind, params) in COLUMNS.items():
        manager.add_column(
            table_class_name="AttendanceListPrint",
            tablename="attendance_list_print",
            column_name=column,
            db_column_name=column,
            column_class_name=kind.__name__,
            column_class=kind,
            params=params,
            schema=None,
        )
    return manager
