"""Whom and what a plot counts: the same actions as the figures of the room, see `measures`."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import LATE
from events_app.reports.facts import WITHIN
from events_app.reports.forms import ReportFilter

DAYS = """
($4::date IS NULL OR (coalesce(e.starts_at, e.created_at) AT TIME ZONE e.timezone)::date >= $4)
AND ($5::date IS NULL OR (coalesce(e.starts_at, e.created_at) AT TIME ZONE e.timezone)::date <= $5)
"""
"""The days of an event `e` that a report is asked for."""

GONE = "('infeasible', 'cancelled')"
"""What is no longer to be done."""

PROMISED = f"""
WITH promised AS (
  SELECT a.id, a.ref, a.title, a.state, a.due, a.original_due, a.state IN {GONE} AS gone,
    CASE WHEN a.state = 'verified' THEN a.done_on END AS done_on, c.institution, c.theme, c.event,
    ($1::timestamptz AT TIME ZONE e.timezone)::date AS today,
    (c.agreed_at AT TIME ZONE e.timezone)::date AS agreed_on,
    CASE WHEN a.state = 'submitted' THEN (a.state_since AT TIME ZONE e.timezone)::date END AS submitted_on,
    CASE WHEN a.state IN {LATE} AND a.due < ($1::timestamptz AT TIME ZONE e.timezone)::date
      THEN ($1::timestamptz AT TIME ZONE e.timezone)::date - a.due END AS age
  FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
  WHERE a.state <> 'draft' AND a.original_due IS NOT NULL AND {WITHIN}
)
"""
"""Every action that was promised, with its days as they are where its event is held."""


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
