from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, ForeignKey, Text, Timestamptz, Varchar
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


class FollowUpAction(Table, tablename="follow_up_action", schema=None):
    id = UUID(**IDENTITY)


class DutyChange(Table, tablename="duty_change", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T00:03:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "assigning"

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


def _id() -> Column:
    return UUID, PLAIN | {"default": None, "null": True}


def _row() -> dict[str, Column]:
    return {
        "id": (UUID, IDENTITY),
        "organisation": _reference(Organisation),
        "created_at": (Timestamptz, PLAIN | {"default": now}),
    }


SIDES = [f"{when}_{side}" for when in ("before", "after") for side in ("institution", "position", "person")]

TABLES: dict[type[Table], dict[str, Column]] = {
    DutyChange: {
        "created_by": _id(),
        "action": _reference(FollowUpAction),
        "duty": (Varchar, PLAIN | {"length": 12, "default": ""}),
        **{side: _id() for side in SIDES},
        "reason": (Text, PLAIN | {"default": ""}),
        "meeting": _id(),
    },
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for table, columns in TABLES.items():
        name, tablename = table.__name__, table._meta.tablename
        manager.add_table(class_name=name, tablename=tablename, schema=None, columns=None)
        for column, (kind, params) in (_row() | columns).items():
            manager.add_column(
                table_class_name=name,
                tablename=tablename,
                column_name=column,
                db_column_name=column,
                column_class_name=kind.__name__,
                column_class=kind,
                params=params,
                schema=None,
            )
    return manager
