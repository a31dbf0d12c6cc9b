"""The rule of retention, who is kept longer, and since when somebody is anonymised."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Boolean, Date, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

from events_app.clock import now
from events_app.ids import new_id

ID = "2026-11-27T06:420:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "privacy"

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
PLAIN = IDENTITY | {"primary_key": False}


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


class Person(Table, tablename="person", schema=None):
    id = UUID(**IDENTITY)


Column = tuple[type[Any], dict[str, Any]]


def _reference(table: type[Table]) -> Column:
    facts = {
        "references": table,
        "on_delete": OnDelete.cascade,
        "on_update": OnUpdate.cascade,
        "target_column": None,
        "null": False,
        "index": True,
    }
    return ForeignKey, {name: value for name, value in PLAIN.items() if name != "default"} | facts


ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
}
COLUMNS: dict[tuple[str, str], dict[str, Column]] = {
    ("RetentionRule", "retention_rule"): ROW
    | {
        "months": (Integer, PLAIN | {"default": None, "null": True}),
        "automatic": (Boolean, PLAIN | {"default": False}),
    },
    ("Postponement", "retention_postponement"): ROW
    | {
        "person": _reference(Person),
        "until": (Date, PLAIN | {"default": None, "null": True}),
        "reason": (Varchar, PLAIN | {"default": "", "length": 500}),
        "created_by": (UUID, PLAIN | {"default": None, "null": True}),
    },
    ("Person", "person"): {"anonymised_at": (Timestamptz, PLAIN | {"default": None, "null": True})},
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for (name, table), columns in COLUMNS.items():
        if name != "Person":
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
