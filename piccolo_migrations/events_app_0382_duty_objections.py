from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, ForeignKey, Text, Timestamptz
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


class MailWish(Table, tablename="mail_wish", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-27T06:382:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "duty objections"

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


COLUMNS: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
    "wish": _reference(MailWish),
    "note": (Text, PLAIN | {"default": ""}),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_table(class_name="DutyObjection", tablename="duty_objection", schema=None, columns=None)
    for column, (kind, params) in COLUMNS.items():
        manager.add_column(
            table_class_name="DutyObjection",
            tablename="duty_objection",
            column_name=column,
            db_column_name=column,
            column_class_name=kind.__name__,
            column_class=kind,
            params=params,
            schema=None,
        )
    return manager
