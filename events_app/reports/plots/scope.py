"""Whom and what a plot counts: the same actions as the figures of the room, see `measures`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch
from events_app.reports.counts.counts import Days
from events_app.reports.forms import ReportFilter


@dataclass(frozen=True)
class Scope:
    """Who asks, for what, and when."""

    reader: Actor
    wanted: ReportFilter
    now: datetime

    @property
    def asked(self) -> tuple[Any, ...]:
        """The parameters $1 to $9 of every question."""
        wanted = self.wanted
        return (
            self.now,
            self.reader.organisation,
            self.reader.may(Right.read_confidential),
            wanted.since,
            wanted.until,
            wanted.institution_id,
            wanted.theme,
            wanted.event_id,
            False,
        )

    @property
    def today(self) -> Days:
        """What day it is, by zone."""
        return Days(self.now)


NAMES = """
SELECT id::text AS id, name FROM institution WHERE id = ANY($1::uuid[])
UNION ALL SELECT id::text, title FROM event WHERE id = ANY($1::uuid[])
"""


async def named(ids: Collection[str]) -> dict[str, str]:
    """The names of institutions and events by their ids."""
    return {row["id"]: row["name"] for row in await fetch(NAMES, list(ids))} if ids else {}
