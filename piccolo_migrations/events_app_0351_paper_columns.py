from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, ForeignKey, Timestamptz, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

from events_app.clock import now
from events_app.ids import new_id

IDENTITY = {
    "default": new_id,
    "null": False,
    "primary_key": True,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


class User(Table, tablename="app_user", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-27T03:51:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "columns of papers"

PLAIN = IDENTITY | {"primary_key": False}
Column = tuple[type[Any], dict[str, Any]]


def _reference(table: type[Table]) -> Column:
    facts = {
        "references": table,
        "on_delete": OnDelete.cascade,
        "on_update": OnUpdate.cascade,
        "target_column": None,
        "null": False,
        "index": True,
        "default": None,
    }
    return ForeignKey, PLAIN | facts


def _of(kind: type[Any], default: Any, **more: Any) -> Column:
    return kind, PLAIN | {"default": default} | more


ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": _of(Timestamptz, now),
}
TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("PaperColumns", "paper_columns"): ROW
    | {
        "user": _reference(User),
        "paper": _of(Varchar, "", length=10),
        "arranged": _of(Varchar, "", length=400),
    },
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for (name, table), columns in TABLES.items():
        manager.add_table(class_name=name, tablename=table, schema=None, columns=None)
        for column, (kind, params) in columns.items():
            manager.add_column(
                table_class_name=name,
                tablename=table,
                column_name=column,
                db_column_name=column,
                column_class_name=kind.__name__,
                column_class=kind,
                params=params,
                schema=None,
            )
    return manager
