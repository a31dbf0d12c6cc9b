"""Reads of one's own consents: what was agreed to, without the office's notes about it."""

from uuid import UUID

from events_app.stakeholders.consents import queries
from events_app.stakeholders.consents.queries import Consent
from events_app.stakeholders.own_consents.holders import Holder

ELSEWHERE = "speaker"
"""Whoever is on stage takes that consent back on their speaker's page, which then hides what was published."""


async def own(holder: Holder, only: UUID | None = None) -> list[Consent]:
    """What the holder agreed to, the latest first; nothing where the link speaks for nobody in particular."""
    if holder.person is None:
        return []
    rows = await queries.of_person(holder.actor.organisation, holder.person, only)
    return [one for one in rows if one.purpose != ELSEWHERE]
