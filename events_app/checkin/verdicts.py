"""What the door answers, as values: made from a row of the statement, ready to be JSON or a page."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class Somebody(msgspec.Struct, frozen=True):
    """The guest whom a scan was about."""

    id: UUID
    display_name: str
    institution: str | None
    position: str


class Verdict(msgspec.Struct, frozen=True):
    """The answer to one scan; the same whenever its id is asked again.

    outcome: admitted, already, left, refused. A refusal has a reason; who was here before has `first_in_at`
    and the device that let them in.
    """

    id: UUID
    outcome: str
    reason: str | None = None
    guest: Somebody | None = None
    first_in_at: datetime | None = None
    first_in_device: str | None = None


def of_row(row: Mapping[str, Any]) -> Verdict:
    """The verdict in a row of `statement.record` that has an outcome."""
    return Verdict(
        row["scan_id"],
        row["outcome"],
        row["reason"],
        None
        if row["guest"] is None
        else Somebody(row["guest"], display_name(row), row["institution"], row["position"]),
        row["first_in_at"],
        row["first_device"] or None,
    )


def display_name(row: Mapping[str, Any]) -> str:
    """Prefix, name and suffix as they are written."""
    front = f"{row['title_prefix']} {row['full_name']}".strip()
    return f"{front}, {row['title_suffix']}" if row["title_suffix"] else front
