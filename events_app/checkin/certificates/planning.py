"""How an event gives certificates: what is kept, what follows where nothing was said, and changing it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.certificates.earning import parts_of
from events_app.checkin.certificates.forms import PATTERN, CertificateSettings
from events_app.checkin.certificates.tables import CertificatePlan
from events_app.database import atomically, execute, fetch_value
from events_app.errors import FieldError, Invalid
from events_app.events.states import locked_event, must_be_current
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.invitations.letters.signing import must_be_offered

USUAL_PATTERN = (
    "SELECT number_pattern FROM certificate_plan WHERE organisation = $1 ORDER BY created_at DESC LIMIT 1"
)
SAID = (
    "wanted",
    "title",
    "body",
    "jp",
    "jp_of",
    "earned_by",
    "share",
    "stage",
    "number_pattern",
    "place",
    "dated",
)
HOURS = """
INSERT INTO session_jp (id, organisation, created_at, session, jp)
SELECT gen_random_uuid(), $1, $2, session, jp FROM unnest($3::uuid[], $4::int[]) AS s(session, jp)
ON CONFLICT (session) DO UPDATE SET jp = excluded.jp
"""


async def plan_of(event: Event) -> CertificatePlan:
    """The settings of an event, or the usual ones with the pattern that was used last; those are not saved."""
    row = await CertificatePlan.objects().get(CertificatePlan.event == event.id)
    if row is not None:
        return row
    pattern = await fetch_value(USUAL_PATTERN, event.organisation) or PATTERN
    return CertificatePlan(
        organisation=event.organisation, event=event.id, number_pattern=pattern, body="", row_version=0
    )


@atomically
async def keep(actor: Actor, event: Event, said: CertificateSettings, now: datetime) -> CertificatePlan:
    """Other settings, for what is issued from now on.

    Raises ChangedMeanwhile when they are not those that were read, SignatoryUnknown, or Invalid for a session that
    is not of this event.
    """
    actor.must(Right.plan_events)
    await locked_event(event)
    row = await plan_of(event)
    must_be_current(said.row_version, row)
    if said.signatory_id != row.signatory:
        await must_be_offered(actor, said.signatory_id)
    await _keep_hours(event, said, now)
    before = _shown(row) if row.row_version else None
    for name in SAID:
        setattr(row, name, getattr(said, name))
    row.signatory = said.signatory_id
    row.row_version += 1
    await row.save()
    await audit.record(actor, "certificates.set", event.id, before=before, after=_shown(row))
    return row


async def _keep_hours(event: Event, said: CertificateSettings, now: datetime) -> None:
    known = {part.id for part in await parts_of(event)}
    told = gettext("This session does not belong to the event.")
    faults = [
        FieldError(f"sessions.{number}.session_id", "unknown", told)
        for number, one in enumerate(said.sessions)
        if one.session_id not in known
    ]
    if faults:
        raise Invalid(faults)
    hours: dict[UUID, int] = {one.session_id: one.jp for one in said.sessions}
    await execute(HOURS, event.organisation, now, list(hours), list(hours.values()))


def _shown(row: CertificatePlan) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in SAID}
    return facts | {"dated": str(row.dated) if row.dated else None, "signatory": row.signatory}
