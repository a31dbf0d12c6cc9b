"""Kept counts of what is over, and the moment of the latest report of an action."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

from events_app.clock import now
from events_app.ids import new_id

ID = "2026-11-26T02:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "tallies"

USUAL = {
    "null": False,
    "primary_key": False,
    "unique": False,
    "index": False,
    "index_method": IndexMethod.btree,
    "choices": None,
    "db_column_name": None,
    "secret": False,
}


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(default=new_id, null=False, primary_key=True)


ORGANISATION = {
    "references": Organisation,
    "on_delete": OnDelete.cascade,
    "on_update": OnUpdate.cascade,
    "target_column": None,
    "index": True,
}
COLUMNS: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("id", UUID, {"default": new_id, "primary_key": True}),
    ("organisation", ForeignKey, ORGANISATION),
    ("created_at", Timestamptz, {"default": now}),
    ("institution", UUID, {"default": None, "null": True}),
    ("confidential", Boolean, {"default": False}),
    ("public", Boolean, {"default": False}),
    ("kind", Varchar, {"length": 20, "default": ""}),
    ("value", Integer, {"default": 0}),
    ("n", Integer, {"default": 0}),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_table(class_name="PromiseTally", tablename="promise_tally", schema=None, columns=None)
    for name, kind, more in COLUMNS:
        _add(manager, "PromiseTally", "promise_tally", name, kind, more)
    _add(
        manager,
        "FollowUpAction",
        "follow_up_action",
        "reported_at",
        Timestamptz,
        {"default": None, "null": True},
    )
    return manager


def _add(
    manager: MigrationManager, table: str, place: str, name: str, kind: Any, more: dict[str, Any]
) -> None:
    manager.add_column(
        table_class_name=table,
        tablename=place,
        column_name=name,
        db_column_name=name,
        column_class_name=kind.__name__,
        column_class=kind,
        params=USUAL | more,
        schema=None,
    )
