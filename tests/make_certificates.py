"""Certificates to try with: an event that is over, people who came to it, settings, and what was issued."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.checkin.certificates import actions, jobs, planning
from events_app.checkin.certificates.earning import Candidate, candidates
from events_app.checkin.certificates.forms import CertificateSettings
from events_app.checkin.certificates.planning import plan_of
from events_app.checkin.certificates.tables import Certificate
from events_app.checkin.tables import Attendance
from events_app.events.tables import Event, Session
from events_app.i18n import using
from events_app.invitations.tables import Guest
from tests import make_checkin, make_letters

WORKER = jobs
"""It registers itself."""


def keeper(organisation: Organisation) -> Actor:
    """Somebody who may do all of it."""
    return Actor(organisation.id, name="Gita", rights=frozenset(Right))


async def held(city: Organisation, **more: Any) -> Event:
    """An event of four hours that ended an hour ago."""
    now = clock.now()
    times = {"starts_at": now - timedelta(hours=5), "ends_at": now - timedelta(hours=1)}
    return await make_checkin.today(city, **times | more)


async def came(
    event: Event,
    name: str = "Budi Santoso",
    *sessions: Session,
    late: int = 0,
    left: int | None = None,
    **more: Any,
) -> Guest:
    """A guest who came so many minutes late, perhaps left so many after the start, and was at these sessions."""
    guest = await make_checkin.guest(event, name, **more)
    at = event.starts_at + timedelta(minutes=late)
    out = event.starts_at + timedelta(minutes=left) if left is not None else None
    for session in (None, *sessions):
        await Attendance(
            organisation=event.organisation,
            event=event.id,
            session=session.id if session else None,
            guest=guest.id,
            first_in_at=at,
            last_in_at=at,
            last_out_at=out,
            device="Pintu utara",
        ).save()
    return guest


async def set_up(city: Organisation, event: Event, **more: Any) -> None:
    """The event gives certificates that somebody signs."""
    signer = await make_letters.signatory(city)
    said: dict[str, Any] = {"wanted": True, "jp": 8, "signatory_id": signer.id} | more
    await planning.keep(keeper(city), event, CertificateSettings(**said), clock.now())


async def judged(event: Event) -> dict[str, Candidate]:
    """Everybody by name, as the list shows them in English."""
    with using("en"):
        return {one.name: one for one in await candidates(event, await plan_of(event))}


async def issued(city: Organisation, event: Event) -> list[Certificate]:
    """Those that the rule gives, by number."""
    await actions.issue_earned(keeper(city), event, clock.now())
    return await all_of(event.id)


async def all_of(event: UUID) -> list[Certificate]:
    """The certificates of an event, by number."""
    return await Certificate.objects().where(Certificate.event == event).order_by(Certificate.sequence)
