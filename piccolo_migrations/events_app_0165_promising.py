from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import (
    UUID,
    Boolean,
    Date,
    ForeignKey,
    Numeric,
    Text,
    Timestamptz,
    Varchar,
)
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


class AgendaItem(Table, tablename="agenda_item", schema=None):
    id = UUID(**IDENTITY)


class Commitment(Table, tablename="commitment", schema=None):
    id = UUID(**IDENTITY)


class Document(Table, tablename="document", schema=None):
    id = UUID(**IDENTITY)


class FollowUpAction(Table, tablename="follow_up_action", schema=None):
    id = UUID(**IDENTITY)


class Institution(Table, tablename="institution", schema=None):
    id = UUID(**IDENTITY)


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


class Position(Table, tablename="position", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T00:01:65:000000"
VERSION = "1.38.0"
DESCRIPTION = "promising"

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


def _maybe(table: type[Table]) -> Column:
    return _reference(table, OnDelete.set_null, null=True)


def _word(length: int, default: str = "") -> Column:
    return Varchar, PLAIN | {"length": length, "default": default}


MAYBE_WORD: Column = (Varchar, PLAIN | {"length": 20, "default": None, "null": True})
PROSE: Column = (Text, PLAIN | {"default": ""})
MAYBE_ID: Column = (UUID, PLAIN | {"default": None, "null": True})
MAYBE_WHEN: Column = (Timestamptz, PLAIN | {"default": None, "null": True})
MAYBE_DAY: Column = (Date, PLAIN | {"default": None, "null": True})
ROW: dict[str, Column] = {
    "id": (UUID, IDENTITY),
    "organisation": _reference(Organisation),
    "created_at": (Timestamptz, PLAIN | {"default": now}),
}
ASKED: dict[str, Column] = {
    "reason": PROSE,
    "user": MAYBE_ID,
    "person": MAYBE_ID,
    "decision": _word(10, "pending"),
    "decided_by": MAYBE_ID,
    "decided_at": MAYBE_WHEN,
    "note": PROSE,
}

NEW: dict[tuple[str, str], dict[str, Column]] = {
    ("CommitmentParty", "commitment_party"): ROW
    | {
        "commitment": _reference(Commitment),
        "institution": _reference(Institution, OnDelete.restrict),
        "role": _word(10),
    },
    ("WithdrawalRequest", "withdrawal_request"): ROW | {"commitment": _reference(Commitment)} | ASKED,
    ("InfeasibleRequest", "infeasible_request"): ROW
    | {"action": _reference(FollowUpAction), "reason_class": _word(20)}
    | ASKED,
    ("Waiver", "verification_waiver"): ROW
    | {"action": _reference(FollowUpAction), "user": (UUID, PLAIN | {"default": new_id}), "reason": PROSE},
    ("Ratification", "ratification"): ROW
    | {
        "commitment": _reference(Commitment),
        "outcome": _word(10),
        "position": _reference(Position, OnDelete.restrict),
        "person": MAYBE_ID,
        "user": MAYBE_ID,
        "letter": _maybe(Document),
        "note": PROSE,
    },
}

MORE: dict[tuple[str, str], dict[str, Column]] = {
    ("Commitment", "commitment"): {
        "agenda_item": _maybe(AgendaItem),
        "position": _maybe(Position),
        "problem": PROSE,
        "baseline": _word(100),
        "ratification": _word(12, "not_needed"),
        "ratified_by": _maybe(Position),
        "ratified_at": MAYBE_WHEN,
        "closing_rating": MAYBE_WORD,
        "rated_by": MAYBE_ID,
        "rated_at": MAYBE_WHEN,
        "withdrawal_reason": PROSE,
    },
    ("FollowUpAction", "follow_up_action"): {
        "description": PROSE,
        "method": _word(200),
        "place": _word(200),
        "target_group": _word(200),
        "budget_amount": (Numeric, PLAIN | {"default": None, "null": True, "digits": (15, 2)}),
        "budget_source": MAYBE_WORD,
        "verifier_position": _maybe(Position),
        "start_date": MAYBE_DAY,
        "superseded_by": MAYBE_ID,
    },
    ("Evidence", "evidence"): {"contains_personal_data": (Boolean, PLAIN | {"default": False})},
    ("AccessToken", "access_token"): {
        "scope": _word(12, "action"),
        "commitment": _reference(Commitment, null=True),
        "position": _reference(Position, null=True),
    },
}


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    for name, table in NEW:
        manager.add_table(class_name=name, tablename=table, schema=None, columns=None)
    for (name, table), columns in (NEW | MORE).items():
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
    manager.alter_column(
        table_class_name="AccessToken",
        tablename="access_token",
        column_name="action",
        db_column_name="action",
        params={"null": True},
        old_params={"null": False},
        column_class=ForeignKey,
        old_column_class=ForeignKey,
        schema=None,
    )
    return manager
