from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, Boolean, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
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


class Action(Table, tablename="follow_up_action", schema=None):
    id = UUID(**IDENTITY)


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


class Person(Table, tablename="person", schema=None):
    id = UUID(**IDENTITY)


class Signatory(Table, tablename="signatory", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T00:01:95:000000"
VERSION = "1.38.0"
DESCRIPTION = "reminding"

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
    }
    return ForeignKey, {name: value for name, value in PLAIN.items() if name != "default"} | facts


def _text(length: int, *, null: bool = False) -> Column:
    return Varchar, PLAIN | {"length": length, "default": None if null else "", "null": null}


NUMBER: Column = (Integer, PLAIN | {"default": 1})
YEAR: Column = (Integer, PLAIN | {"default": None, "null": True})
DAY: Column = (Date, PLAIN | {"default": None, "null": True})
MOMENT: Column = (Timestamptz, PLAIN | {"default": None, "null": True})
BARE: Column = (UUID, PLAIN | {"default": None, "null": True})
LONG: Column = (Text, PLAIN | {"default": ""})
SAID: Column = (Boolean, PLAIN | {"default": True})
ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
}

TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("ReminderDigest", "reminder_digest"): ROW
    | {
        "kind": _text(10),
        "period": DAY,
        "recipient": _text(254),
        "channel": _text(10),
        "name": _text(300),
        "language": _text(2),
        "person": BARE,
        "user": BARE,
        "message": BARE,
        "settled_at": MOMENT,
    },
    ("ReminderMute", "reminder_mute"): ROW
    | {
        "created_by": BARE,
        "action": _reference(Action, null=True),
        "person": _reference(Person, null=True),
        "reason": _text(500),
        "until": DAY,
        "ended_at": MOMENT,
        "ended_by": BARE,
    },
    ("ReminderLetter", "reminder_letter"): ROW
    | {
        "action": _reference(Action),
        "due_snapshot": DAY,
        "state": _text(10),
        "number": _text(60, null=True),
        "year": YEAR,
        "letter_date": DAY,
        "signatory": _reference(Signatory, OnDelete.no_action, null=True),
        "issued_at": MOMENT,
        "issued_by": BARE,
        "reason": _text(500),
        "facts": LONG,
        "row_version": NUMBER,
    },
    ("LeadershipAddress", "leadership_address"): ROW
    | {
        "created_by": BARE,
        "office": _text(200),
        "name": _text(200),
        "email": _text(254),
        "language": _text(2),
    },
}
ADDED: dict[str, Column] = {"hears": _text(100), "aloud": SAID, "digest": BARE}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for name, table in TABLES:
        manager.add_table(class_name=name, tablename=table, schema=None, columns=None)
    for (name, table), columns in (TABLES | {("ReminderDispatch", "reminder_dispatch"): ADDED}).items():
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
