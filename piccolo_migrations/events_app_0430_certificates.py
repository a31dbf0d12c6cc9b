"""Tables around certificates: settings of an event, hours of a session, what was issued at once, the numbers of a year."""

from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import (
    UUID,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.columns.indexes import IndexMethod
from piccolo.table import Table

from events_app.clock import now
from events_app.ids import new_id

ID = "2026-11-27T06:430:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "certificates"

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


class Event(Table, tablename="event", schema=None):
    id = UUID(default=new_id, null=False, primary_key=True)


class Session(Table, tablename="event_session", schema=None):
    id = UUID(default=new_id, null=False, primary_key=True)


class Signatory(Table, tablename="signatory", schema=None):
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
    ("CertificatePlan", "certificate_plan"): ROW
    | {
        "event": _reference(Event),
        "wanted": (Boolean, {"default": False}),
        "title": _text(200),
        "body": (Text, {"default": ""}),
        "jp": _number(0),
        "jp_of": _text(10),
        "earned_by": _text(10),
        "share": _number(80),
        "stage": (Boolean, {"default": True}),
        "number_pattern": _text(100),
        "signatory": _reference(Signatory, null=True),
        "place": _text(100),
        "dated": (Date, {"default": None, "null": True}),
        "row_version": _number(1),
    },
    ("SessionJp", "session_jp"): ROW | {"session": _reference(Session), "jp": _number(0)},
    ("CertificateIssuance", "certificate_issuance"): ROW
    | {"created_by": MAYBE_WHO, "event": _reference(Event), "facts": (Text, {"default": ""})},
    ("CertificateSeries", "certificate_series"): ROW | {"year": _number(0), "last": _number(0)},
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
