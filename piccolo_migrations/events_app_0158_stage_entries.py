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


class Session(Table, tablename="event_session", schema=None):
    id = UUID(**IDENTITY)


class Person(Table, tablename="person", schema=None):
    id = UUID(**IDENTITY)


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T00:01:58:000000"
VERSION = "1.38.0"
DESCRIPTION = "sessions in calendars of the stage"

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


def _text(length: int, default: str = "") -> Column:
    return Varchar, PLAIN | {"length": length, "default": default}


TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("StageEntry", "stage_entry"): {
        "id": (UUID, IDENTITY),
        "organisation": _reference(Organisation),
        "created_at": (Timestamptz, PLAIN | {"default": now}),
        "event": _reference(Event),
        "session": _reference(Session),
        "person": _reference(Person),
        "address": _text(254),
        "method": _text(8, "REQUEST"),
        "sequence": (Integer, PLAIN | {"default": 0}),
        "sent_at": (Timestamptz, PLAIN | {"default": now}),
        "reply_hash": (Bytea, PLAIN | {"default": b"", "unique": True}),
        "replied_sequence": (Integer, PLAIN | {"default": None, "null": True}),
        "replied_at": (Timestamptz, PLAIN | {"default": None, "null": True}),
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
