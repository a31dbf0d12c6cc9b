"""An action that went to another office, since its subject did; the chair said so three days ago."""

from datetime import datetime, timedelta

from events_app.commitments.actions import moves
from events_app.commitments.assigning.actions import reassign
from events_app.commitments.assigning.forms import ReassignIn
from events_app.database import fetch_one
from events_app.demo.cast import City

# The newest open one that nobody asked anything about, and an office that has nothing to do with it.
FREE = """
SELECT a.id, i.id AS office FROM follow_up_action a JOIN commitment c ON c.id = a.commitment
JOIN institution i ON i.organisation = a.organisation AND i.kind = 'regional_agency' AND i.active AND i.successor IS NULL
WHERE a.organisation = $1 AND a.state = 'open' AND c.state = 'agreed' AND a.original_due IS NOT NULL
  AND i.id NOT IN (a.responsible_institution, coalesce(a.verifier_institution, a.responsible_institution), c.institution)
  AND NOT EXISTS (SELECT FROM due_change d WHERE d.action = a.id)
  AND NOT EXISTS (SELECT FROM withdrawal_request w WHERE w.commitment = c.id AND w.decision = 'pending')
  AND c.agreed_at < $2 ORDER BY a.due DESC, a.id, i.name LIMIT 1
"""


async def tell(city: City, now: datetime) -> None:
    """Nothing where every open action is spoken for."""
    then = now - timedelta(days=3)
    row = await fetch_one(FREE, city.organisation.id, then)
    if row is None:
        return
    action = await moves.action_of(city.organisation.id, row["id"])
    why = "Urusan ini beralih ke dinas yang baru dalam susunan perangkat daerah."
    await reassign(city.chair, action, ReassignIn(responsible_institution_id=row["office"], reason=why), then)
