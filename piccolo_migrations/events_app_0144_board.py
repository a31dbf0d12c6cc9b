from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Bytea, ForeignKey, Integer, Timestamptz, Varchar
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


class Event(Table, tablename="event", schema=None):
    id = UUID(**IDENTITY)


class Group(Table, tablename="stakeholder_group", schema=None):
    id = UUID(**IDENTITY)


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-25T00:01:44:000000"
VERSION = "1.38.0"
DESCRIPTION = "live board"

PLAIN = IDENTITY | {"primary_key": False}
Column = tuple[type[Any], dict[str, Any]]


def _reference(table: type[Table], on_delete: OnDelete = OnDelete.cascade, *, null: bool = False) -> Column:
    facts = {
        "references": table,
        "on_delete": on_delete,
        "on_update": OnUpdate.cascade,
        "target_column": None,
        "null": null,
        "index": True,
    }
    return ForeignKey, {name: value for name, value in PLAIN.items() if name != "default"} | facts


def _text(length: int, *, null: bool = False) -> Column:
    return Varchar, PLAIN | {"length": length, "default": None if null else "", "null": null}


NUMBER: Column = (Integer, PLAIN | {"default": 1})
ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
}

TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("QuorumRule", "quorum_rule"): ROW
    | {
        "event": _reference(Event),
        "label": _text(120),
        "kind": _text(20, null=True),
        "stakeholder_group": _reference(Group, OnDelete.no_action, null=True),
        "counting": _text(12),
        "measure": _text(10),
        "amount": NUMBER,
        "row_version": NUMBER,
    },
    ("BoardScreen", "board_screen"): ROW
    | {
        "created_by": (UUID, PLAIN | {"default": None, "null": True}),
        "event": _reference(Event),
        "name": _text(80),
        "link_hash": (Bytea, PLAIN | {"default": b"", "unique": True}),
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
