from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Bytea, Date, ForeignKey, Integer, Timestamptz, Varchar
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


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T00:02:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "door"

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
    }
    return ForeignKey, {name: value for name, value in PLAIN.items() if name != "default"} | facts


def _text(length: int) -> Column:
    return Varchar, PLAIN | {"length": length, "default": ""}


BARE: Column = (UUID, PLAIN | {"default": None, "null": True})
PRINT: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
    "created_by": BARE,
    "event": _reference(Event),
    "session_title": _text(200),
    "day": (Date, PLAIN | {"default": None, "null": True}),
    "people": (Integer, PLAIN | {"default": 0}),
    "present": (Integer, PLAIN | {"default": 0}),
    "sha256": _text(64),
    "verify_hash": (Bytea, PLAIN | {"default": b"", "unique": True}),
}
ADDED = {
    ("AttendanceListPrint", "attendance_list_print"): PRINT,
    ("IdempotencyKey", "idempotency_key"): {"device": BARE},
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_table(
        class_name="AttendanceListPrint", tablename="attendance_list_print", schema=None, columns=None
    )
    for (name, table), columns in ADDED.items():
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
    manager.alter_column(
        table_class_name="IdempotencyKey",
        tablename="idempotency_key",
        column_name="user",
        db_column_name="user",
        params={"null": True},
        old_params={"null": False},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )
    return manager
