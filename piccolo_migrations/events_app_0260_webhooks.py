from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.base import OnDelete, OnUpdate
from piccolo.columns.column_types import (
    JSONB,
    UUID,
    Array,
    Boolean,
    Bytea,
    ForeignKey,
    Integer,
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


class Organisation(Table, tablename="organisation", schema=None):
    id = UUID(**IDENTITY)


class WebhookEndpoint(Table, tablename="webhook_endpoint", schema=None):
    id = UUID(**IDENTITY)


class WebhookMessage(Table, tablename="webhook_message", schema=None):
    id = UUID(**IDENTITY)


class WebhookDelivery(Table, tablename="webhook_delivery", schema=None):
    id = UUID(**IDENTITY)


ID = "2026-11-26T00:02:60:000000"
VERSION = "1.38.0"
DESCRIPTION = "webhooks"

PLAIN = IDENTITY | {"primary_key": False}
MAYBE = PLAIN | {"default": None, "null": True}
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
    WebhookEndpoint: {
        "created_by": (UUID, MAYBE),
        "url": _text(500),
        "description": _text(200),
        "kinds": (Array, PLAIN | {"base_column": Varchar(length=40), "default": list}),
        "confidential": (Boolean, PLAIN | {"default": False}),
        "secret": (Bytea, PLAIN | {"default": b""}),
        "previous": (Bytea, MAYBE),
        "previous_until": (Timestamptz, MAYBE),
        "active": (Boolean, PLAIN | {"default": True}),
        "paused_because": (Varchar, MAYBE | {"length": 10}),
        "failing_since": (Timestamptz, MAYBE),
        "busy_until": (Timestamptz, MAYBE),
    },
    WebhookMessage: {
        "kind": _text(40),
        "occurred_at": (Timestamptz, PLAIN | {"default": now}),
        "facts": (JSONB, PLAIN | {"default": "{}"}),
        "once": (Varchar, MAYBE | {"length": 120}),
    },
    WebhookDelivery: {
        "message": _reference(WebhookMessage),
        "endpoint": _reference(WebhookEndpoint),
        "state": _text(10),
        "attempts": (Integer, PLAIN | {"default": 0}),
        "next_try_at": (Timestamptz, MAYBE),
        "settled_at": (Timestamptz, MAYBE),
    },
    type("WebhookTry", (Table,), {}, tablename="webhook_try"): {
        "delivery": _reference(WebhookDelivery),
        "started_at": (Timestamptz, PLAIN | {"default": now}),
        "ms": (Integer, PLAIN | {"default": 0}),
        "outcome": _text(20),
        "status": (Integer, MAYBE),
        "answer": _text(300),
    },
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
