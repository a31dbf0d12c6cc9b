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


class Device(Table, tablename="door_device", schema=None):
    id = UUID(**IDENTITY)


class Event(Table, tablename="event", schema=None):
    id = UUID(**IDENTITY)


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


class Session(Table, tablename="event_session", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T00:01:23:000000"
VERSION = "1.38.0"
DESCRIPTION = "devices at the door, and what people decided of conflicts"

PLAIN = IDENTITY | {"primary_key": False}
Column = tuple[type[Any], dict[str, Any]]


def _reference(table: type[Table], *, null: bool = False) -> Column:
    facts = {
        "references": table,
        "on_delete": OnDelete.cascade,
        "on_update": OnUpdate.cascade,
        "target_column": None,
        "null": null,
        "index": True,
    }
    return ForeignKey, {name: value for name, value in PLAIN.items() if name != "default"} | facts


def _text(length: int, default: str | None = "") -> Column:
    return Varchar, PLAIN | {"length": length, "default": default, "null": default is None}


def _integer(default: int | None) -> Column:
    return Integer, PLAIN | {"default": default, "null": default is None}


MOMENT: Column = (Timestamptz, PLAIN | {"default": None, "null": True})
SOMETHING: Column = (UUID, PLAIN | {"default": None, "null": True})
DIGEST: Column = (Bytea, PLAIN | {"default": None, "null": True})
ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
}

TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("Device", "door_device"): ROW
    | {
        "event": _reference(Event),
        "name": _text(60),
        "gate": _text(80),
        "level": _text(12, "scan"),
        "session": _reference(Session, null=True),
        "created_by": SOMETHING,
        "replaces": SOMETHING,
        "code_version": _integer(1),
        "code_hash": DIGEST,
        "code_until": MOMENT,
        "code_by": SOMETHING,
        "token_hash": DIGEST,
        "paired_at": MOMENT,
        "browser": _text(200),
        "seen_at": MOMENT,
        "unsent": _integer(None),
        "battery": _integer(None),
        "told_at": MOMENT,
        "revoked_at": MOMENT,
        "revoked_by": SOMETHING,
    },
    ("DeviceEvent", "door_device_scope"): ROW | {"device": _reference(Device), "event": _reference(Event)},
}
DECIDED: dict[str, Column] = {
    "kind": _text(10, None),
    "decision": _text(12, None),
    "undone_scan": SOMETHING,
    "added_scan": SOMETHING,
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for (name, table), columns in TABLES.items():
        manager.add_table(class_name=name, tablename=table, schema=None, columns=None)
        _add(manager, name, table, columns)
    _add(manager, "ScanConflict", "scan_conflict", DECIDED)
    return manager


def _add(manager: MigrationManager, name: str, table: str, columns: dict[str, Column]) -> None:
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
