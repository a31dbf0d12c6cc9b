from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import UUID, ForeignKey, Integer, Text, Timestamptz, Varchar
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


class Event(Table, tablename="event", schema=None):
    id = UUID(**IDENTITY)


class Group(Table, tablename="stakeholder_group", schema=None):
    id = UUID(**IDENTITY)


class Institution(Table, tablename="institution", schema=None):
    id = UUID(**IDENTITY)


class Invitation(Table, tablename="invitation", schema=None):
    id = UUID(**IDENTITY)


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


class Position(Table, tablename="position", schema=None):
    id = UUID(**IDENTITY)


class Round(Table, tablename="invitation_round", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-25T00:00:90:000000"
VERSION = "1.38.0"
DESCRIPTION = "seating"

PLAIN = IDENTITY | {"primary_key": False}
Column = tuple[type[Any], dict[str, Any]]


def _reference(table: type[Table], *, null: bool = False) -> Column:
    facts = {
        "references": table,
        "on_delete": OnDelete.cascade,
        "on_update": OnUpdate.cascade,
        "target_column": None,
        "null": null,
        "index": True,
    }
    return ForeignKey, {name: value for name, value in PLAIN.items() if name != "default"} | facts


def _text(length: int, *, null: bool = False) -> Column:
    return Varchar, PLAIN | {"length": length, "default": None if null else "", "null": null}


def _integer(default: int | None) -> Column:
    return Integer, PLAIN | {"default": default, "null": default is None}


MOMENT: Column = (Timestamptz, PLAIN | {"default": None, "null": True})
ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
}
SOMEBODY: Column = (UUID, PLAIN | {"default": None, "null": True})

TABLES: dict[tuple[str, str], dict[str, Column]] = {
    ("Quota", "invitation_quota"): ROW
    | {
        "event": _reference(Event),
        "label": _text(120),
        "kind": _text(20, null=True),
        "stakeholder_group": _reference(Group, null=True),
        "institution": _reference(Institution, null=True),
        "seats": _integer(1),
        "row_version": _integer(1),
    },
    ("Inviting", "event_inviting"): ROW
    | {
        "event": _reference(Event),
        "offer_hours": _integer(0),
        "remind_days": _integer(None),
        "row_version": _integer(1),
    },
    ("Round", "invitation_round"): ROW
    | {
        "created_by": SOMEBODY,
        "event": _reference(Event),
        "rule": _text(80),
        "audience": _text(12),
        "text": (Text, PLAIN | {"default": ""}),
    },
    ("RoundSent", "invitation_round_sent"): ROW
    | {"round": _reference(Round), "invitation": _reference(Invitation)},
}
NEW: dict[str, Column] = {
    "position": _reference(Position, null=True),
    "answer_by": MOMENT,
    "offered_until": MOMENT,
    "reserve_place": _integer(None),
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for (name, table), columns in TABLES.items():
        manager.add_table(class_name=name, tablename=table, schema=None, columns=None)
        _add(manager, name, table, columns)
    _add(manager, "Invitation", "invitation", NEW)
    return manager


def _add(manager: MigrationManager, name: str, table: str, columns: dict[str, Column]) -> None:
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
