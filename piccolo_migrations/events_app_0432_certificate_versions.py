"""The table of the versions of certificates."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import (
    UUID,
    ForeignKey,
    Integer,
    Timestamptz,
    Varchar,
)
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

from events_app.clock import now
from events_app.ids import new_id

ID = "2026-11-27T06:432:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "certificate versions"

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
Column = tuple[type[Any], dict[str, Any]]


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(default=new_id, null=False, primary_key=True)


class Certificate(Table, tablename="certificate", schema=None):
    id = UUID(default=new_id, null=False, primary_key=True)


def _reference(table: type[Table], *, null: bool = False) -> Column:
    """Deleted with its parent, or set to nothing where it may be."""
    facts = {
        "references": table,
        "on_delete": OnDelete.set_null if null else OnDelete.cascade,
        "on_update": OnUpdate.cascade,
        "target_column": None,
        "null": null,
        "index": True,
        "default": None,
    }
    return ForeignKey, facts


def _text(length: int) -> Column:
    return Varchar, {"length": length, "default": ""}


def _number(default: int) -> Column:
    return Integer, {"default": default}


ROW: dict[str, Column] = {
    "id": (UUID, {"default": new_id, "primary_key": True}),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, {"default": now}),
}
MAYBE_WHO: Column = (UUID, {"default": None, "null": True})
TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("CertificateVersion", "certificate_version"): ROW
    | {
        "created_by": MAYBE_WHO,
        "certificate": _reference(Certificate),
        "version": _number(1),
        "name": _text(300),
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
                params=USUAL | params,
                schema=None,
            )
    return manager
