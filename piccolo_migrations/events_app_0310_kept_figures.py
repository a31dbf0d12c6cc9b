"""Kept counts of whole organisations in which nothing is left out, and kept figures of each institution."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

from events_app.clock import now
from events_app.ids import new_id

ID = "2026-11-26T03:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "kept figures"

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
ROW: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("id", UUID, {"default": new_id, "primary_key": True}),
    ("organisation", ForeignKey, ORGANISATION),
    ("created_at", Timestamptz, {"default": now}),
    ("institution", UUID, {"default": None}),
)
SUMMARY: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("audience", Varchar, {"length": 8, "default": ""}),
    ("facts", Text, {"default": ""}),
    ("valid_from", Timestamptz, {"default": None}),
    ("valid_until", Timestamptz, {"default": None}),
)
TABLES = {("PromiseTouch", "promise_touch"): ROW, ("PromiseSummary", "promise_summary"): ROW + SUMMARY}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.drop_column(
        table_class_name="PromiseTally",
        tablename="promise_tally",
        column_name="institution",
        db_column_name="institution",
        schema=None,
    )
    _add(manager, "PromiseTally", "promise_tally", "timezone", Varchar, {"length": 60, "default": ""})
    for (name, table), columns in TABLES.items():
        manager.add_table(class_name=name, tablename=table, schema=None, columns=None)
        for column, kind, more in columns:
            _add(manager, name, table, column, kind, more)
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
