"""The verb of one's own consents: taken back, by the link in somebody's hands."""

import contextlib
from datetime import datetime
from uuid import UUID

from events_app.database import atomically
from events_app.errors import NotFound
from events_app.stakeholders.consents import actions
from events_app.stakeholders.consents.actions import AlreadyTakenBack
from events_app.stakeholders.consents.queries import Consent
from events_app.stakeholders.own_consents.holders import Holder
from events_app.stakeholders.own_consents.queries import own
from events_app.stakeholders.tables import ConsentRecord


@atomically
async def take_back(holder: Holder, consent: UUID, now: datetime) -> Consent:
    """The consent, as it stands afterwards. Twice is once: what was taken back before keeps its moment."""
    if not await own(holder, consent):
        raise NotFound()
    row = await ConsentRecord.objects().get(ConsentRecord.id == consent)
    assert row is not None, "read a moment ago, and never deleted"
    with contextlib.suppress(AlreadyTakenBack):
        await actions.withdraw(holder.actor, row, holder.via, "", now)
    return (await own(holder, consent))[0]
