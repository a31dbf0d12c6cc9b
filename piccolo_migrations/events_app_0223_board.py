"""The secretariat's board: kept views, bulk acts with what became of each row, and counts kept as rows change."""

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


class User(Table, tablename="app_user", schema=None):
    id = UUID(**IDENTITY)


class View(Table, tablename="board_view", schema=None):
    id = UUID(**IDENTITY)


class Change(Table, tablename="board_change", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T02:23:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "board"

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


def _text(length: int, *, null: bool = False) -> Column:
    return Varchar, PLAIN | {"length": length, "default": None if null else "", "null": null}


NUMBER: Column = (Integer, PLAIN | {"default": 0})
DAY: Column = (Date, PLAIN | {"default": None, "null": True})
MOMENT: Column = (Timestamptz, PLAIN | {"default": None, "null": True})
BARE: Column = (UUID, PLAIN | {"default": None, "null": True})
LONG: Column = (Text, PLAIN | {"default": ""})
NO: Column = (Boolean, PLAIN | {"default": False})
ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
}

TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("BoardTally", "board_tally"): ROW
    | {
        "institution": BARE,
        "confidential": NO,
        "timezone": _text(60),
        "state": _text(12),
        "due": DAY,
        "n": NUMBER,
    },
    ("BoardView", "board_view"): ROW
    | {
        "user": _reference(User),
        "name": _text(80),
        "name_key": _text(80),
        "grouping": _text(12),
        "filters": LONG,
        "shared": NO,
        "deleted_at": MOMENT,
    },
    ("BoardDefault", "board_default"): ROW | {"user": _reference(User), "view": _reference(View)},
    ("BoardChange", "board_change"): ROW
    | {
        "created_by": BARE,
        "by_name": _text(200),
        "verb": _text(12),
        "said": LONG,
        "undone_at": MOMENT,
        "undone_by": BARE,
        "undone_by_name": _text(200),
    },
    ("BoardChangeItem", "board_change_item"): ROW
    | {
        "change": _reference(Change),
        "action": _reference(Action),
        "refusal": _text(40),
        "before": LONG,
        "after": LONG,
        "undone_at": MOMENT,
        "undo_refusal": _text(40),
    },
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for name, table in TABLES:
        manager.add_table(class_name=name, tablename=table, schema=None, columns=None)
    for (name, table), columns in TABLES.items():
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
