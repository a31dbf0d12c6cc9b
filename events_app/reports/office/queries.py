"""Reads of the office's papers: follow-up actions across events, of what was agreed."""

from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import ACTIONS
from events_app.database import fetch
from events_app.reports.forms import ReportFilter

PROMISED = f"""
SELECT x.*, pi.name AS promiser_name FROM ({ACTIONS}) x
JOIN commitment c ON c.id = x.commitment JOIN event e ON e.id = x.event JOIN institution pi ON pi.id = c.institution
WHERE x.organisation = $2 AND ($3 OR NOT e.confidential) AND c.agreed_at IS NOT NULL AND x.state <> 'draft'
AND ($4::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date >= $4)
AND ($5::date IS NULL OR (coalesce(e.starts_at, c.created_at) AT TIME ZONE e.timezone)::date <= $5)
AND ($6::uuid IS NULL OR c.institution = $6) AND ($7 = '' OR lower(c.theme) = lower($7))
AND ($8::uuid IS NULL OR c.event = $8)
ORDER BY x.commitment_ref, x.seq
"""


async def promised(actor: Actor, wanted: ReportFilter, now: datetime) -> list[Any]:
    """The actions of agreed commitments within a filter, such as this reader may see. One query."""
    sees = actor.may(Right.read_confidential)
    days, of = (wanted.since, wanted.until), (wanted.institution_id, wanted.theme, wanted.event_id)
    return await fetch(PROMISED, now, actor.organisation, sees, *days, *of)
