from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Boolean, ForeignKey, Integer, Text, Timestamptz, Varchar
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


class Document(Table, tablename="document", schema=None):
    id = UUID(**IDENTITY)


class Event(Table, tablename="event", schema=None):
    id = UUID(**IDENTITY)


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


class Signatory(Table, tablename="signatory", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T02:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "photos and reports of events"

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
        "default": None,
    }
    return ForeignKey, PLAIN | facts


def _of(kind: type[Any], default: Any, *, null: bool = False, **more: Any) -> Column:
    return kind, PLAIN | {"default": default, "null": null} | more


ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": _of(Timestamptz, now),
    "created_by": _of(UUID, None, null=True),
    "event": _reference(Event),
}
TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("EventPhoto", "event_photo"): ROW
    | {
        "document": _reference(Document),
        "caption": _of(Varchar, "", length=300),
        "place": _of(Integer, 1),
        "in_report": _of(Boolean, True),
        "width": _of(Integer, 0),
        "height": _of(Integer, 0),
        "removed_at": _of(Timestamptz, None, null=True),
    },
    ("ActivityReport", "activity_report"): ROW
    | {
        "number": _of(Varchar, "", length=100),
        "basis": _of(Text, ""),
        "background": _of(Text, ""),
        "purpose": _of(Text, ""),
        "course": _of(Text, ""),
        "evaluation": _of(Text, ""),
        "suggestions": _of(Text, ""),
        "signatory": _reference(Signatory, OnDelete.set_null, null=True),
        "row_version": _of(Integer, 1),
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
