"""The open data as streams: a batch at a time, never all of it in memory."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

from events_app.accounts.tables import Organisation
from events_app.documents import sheets
from events_app.reports.accountability.outputs import (
    PublicAction,
    PublicCommitment,
    PublicCommitments,
    commitment_out,
)
from events_app.reports.accountability.queries import everything

OF_PROMISE = [name for name in PublicCommitment.model_fields if name not in {"event", "actions"}]
OF_ACTION = [name for name in PublicAction.model_fields if name != "id"]
COLUMNS = [*OF_PROMISE, "event", *(f"action_{name}" for name in ("id", *OF_ACTION))]


def schema() -> bytes:
    """JSON Schema (2020-12) of the JSON file."""
    found = PublicCommitments.model_json_schema(mode="serialization")
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema"} | found, indent=1).encode()


async def as_json(host: Organisation, home: str, now: datetime) -> AsyncIterator[bytes]:
    """One object, as `PublicCommitments` says."""
    head = {
        "organisation": host.name,
        "page": home,
        "generated_at": now.astimezone(UTC).isoformat(timespec="seconds"),
    }
    yield json.dumps(head, ensure_ascii=False)[:-1].encode() + b', "commitments": ['
    first = True
    async for batch in everything(host.id, now):
        rows = [commitment_out(one, home).model_dump_json() for one in batch]
        yield (b"" if first else b",\n") + ",\n".join(rows).encode()
        first = False
    yield b"]}\n"


async def as_csv(host: Organisation, home: str, now: datetime) -> AsyncIterator[bytes]:
    """A line for each action, and one for a commitment without any; cells that a spreadsheet would run are guarded."""
    yield sheets.csv(COLUMNS, [])
    async for batch in everything(host.id, now):
        rows = [row for one in batch for row in _lines(commitment_out(one, home))]
        yield sheets.csv_lines(rows)


def _lines(one: PublicCommitment) -> list[list[Any]]:
    start = [getattr(one, name) for name in OF_PROMISE] + [one.event.title if one.event else None]
    if not one.actions:
        return [[*start, *[None] * (len(OF_ACTION) + 1)]]
    return [[*start, str(act.id), *(getattr(act, name) for name in OF_ACTION)] for act in one.actions]
