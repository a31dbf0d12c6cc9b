"""Reads of the office's papers: follow-up actions across events, of what was agreed."""

from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import ACTIONS, OVERDUE
from events_app.database import fetch, fetch_value
from events_app.reports.forms import ReportFilter

WITHIN = """
c.organisation = $2 AND ($3 OR NOT e.confidential) AND c.agreed_at IS NOT NULL
AND ($4::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date >= $4)
AND ($5::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date <= $5)
AND ($6::uuid IS NULL OR c.institution = $6) AND ($7 = '' OR lower(c.theme) = lower($7))
AND ($8::uuid IS NULL OR c.event = $8)
"""
PROMISED = f"""
SELECT x.*, pi.name AS promiser_name FROM ({ACTIONS}) x
JOIN commitment c ON c.id = x.commitment JOIN event e ON e.id = x.event JOIN institution pi ON pi.id = c.institution
WHERE {WITHIN} AND x.state <> 'draft' ORDER BY x.commitment_ref, x.seq
"""
FEW = f"""
SELECT count(*) FROM (
  SELECT 1 FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
  WHERE {WITHIN} AND a.state <> 'draft' AND (NOT $9 OR {OVERDUE}) LIMIT $10
) few
"""


async def reach(actor: Actor, wanted: ReportFilter, now: datetime, most: int, *, late: bool) -> int:
    """How many actions a paper is made of, counted up to `most`; `late`: of those that are overdue."""
    sees = actor.may(Right.read_confidential)
    days, of = (wanted.since, wanted.until), (wanted.institution_id, wanted.theme, wanted.event_id)
    found: int = await fetch_value(FEW, now, actor.organisation, sees, *days, *of, late, most)
    return found


async def promised(actor: Actor, wanted: ReportFilter, now: datetime) -> list[Any]:
    """The actions of agreed commitments within a filter, such as this reader may see. One query."""
    sees = actor.may(Right.read_confidential)
    days, of = (wanted.since, wanted.until), (wanted.institution_id, wanted.theme, wanted.event_id)
    return await fetch(PROMISED, now, actor.organisation, sees, *days, *of)
