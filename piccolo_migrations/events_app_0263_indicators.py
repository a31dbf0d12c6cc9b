from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, ForeignKey, Timestamptz, Varchar
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


class Commitment(Table, tablename="commitment", schema=None):
    id = UUID(**IDENTITY)


class IndicatorRef(Table, tablename="indicator_ref", schema=None):
    id = UUID(**IDENTITY)


class CommitmentIndicator(Table, tablename="commitment_indicator", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T00:02:63:000000"
VERSION = "1.38.0"
DESCRIPTION = "indicators"

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


def _row() -> dict[str, Column]:
    return {
        "id": (UUID, IDENTITY),
        "organisation": _reference(Organisation),
        "created_at": (Timestamptz, PLAIN | {"default": now}),
    }


TABLES: dict[type[Table], dict[str, Column]] = {
    IndicatorRef: {
        "scheme": _text(10),
        "version": _text(20),
        "code": _text(30),
        "label": _text(300),
        "label_en": _text(300),
        "retired_at": (Timestamptz, PLAIN | {"default": None, "null": True}),
    },
    CommitmentIndicator: {"commitment": _reference(Commitment), "indicator": _reference(IndicatorRef)},
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
