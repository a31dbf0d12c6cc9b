"""The chain "sent in place of": whoever comes where the head, or the invited post's holder, stays away comes in that place."""

from datetime import datetime
from zoneinfo import ZoneInfo

from events_app.database import execute
from events_app.events.tables import Event
from events_app.invitations.tables import Invitation

HOLDERS = """
head AS (
  SELECT id FROM position WHERE id = $3 OR ($3::uuid IS NULL AND institution = $1 AND is_head) ORDER BY id LIMIT 1
),
holder AS (SELECT DISTINCT h.person AS id FROM head CROSS JOIN LATERAL holders_on(head.id, $2) h)
"""
"""The invited position ($3) or else the head's of an institution ($1), and all who hold it on a day, acting ones too."""

SET = f"""
WITH {HOLDERS}
UPDATE guest g SET represents = CASE WHEN NOT EXISTS (
    SELECT FROM guest o JOIN holder ON holder.id = o.person WHERE o.invitation = $4 AND o.state <> 'cancelled'
  ) THEN (SELECT id FROM head) END
WHERE g.invitation = $4 AND g.state <> 'cancelled'
"""


async def set_chain(invitation: Invitation, event: Event, now: datetime) -> None:
    """Say of each who comes on an invitation of an office or a post in whose place it is: nobody's when that one comes, too."""
    if invitation.institution or invitation.position:
        today = now.astimezone(ZoneInfo(event.timezone)).date()
        await execute(SET, invitation.institution, today, invitation.position, invitation.id)
