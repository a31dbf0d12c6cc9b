"""The certificates of the past event: issued by the rule, one for a reason, one name corrected, one revoked."""

from datetime import datetime, timedelta

from events_app.checkin.certificates import actions, planning
from events_app.checkin.certificates.earning import candidates, parts_of
from events_app.checkin.certificates.forms import CertificateSettings, SessionHours
from events_app.checkin.certificates.planning import plan_of
from events_app.checkin.certificates.tables import Certificate, JpOf
from events_app.demo import past
from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.invitations.letters import letterheads

REASON = "Hadir penuh, tetapi gagal dipindai karena listrik padam di pintu selatan."
TWICE = "Diterbitkan atas nama yang keliru."


async def tell(city: City, now: datetime) -> None:
    """Two days after the discussion; the letterhead and those who sign were told before."""
    event = await Event.objects().get(
        (Event.organisation == city.organisation.id) & (Event.title == past.TITLE)
    )
    assert event is not None, "the discussion was held"
    then = event.ends_at + timedelta(days=2)
    await _set(city, event, then)
    await actions.issue_earned(city.organiser, event, then)
    await _besides(city, event, then)


async def _set(city: City, event: Event, then: datetime) -> None:
    signer, *_others = await letterheads.signatories(city.organisation.id)
    hours = [SessionHours(session_id=part.id, jp=2) for part in await parts_of(event)]
    said = CertificateSettings(
        wanted=True, jp=4, jp_of=JpOf.event, sessions=hours, signatory_id=signer.id, dated=then.date()
    )
    await planning.keep(city.organiser, event, said, then)


async def _besides(city: City, event: Event, then: datetime) -> None:
    """One who was never scanned gets one for a reason; of those issued one is corrected and one revoked."""
    people = await candidates(event, await plan_of(event))
    missed = [one for one in people if one.certificate is None and one.guest]
    if missed:
        await actions.issue_one(city.organiser, event, missed[0].person, REASON, then)
    rows = await Certificate.objects().where(Certificate.event == event.id).order_by(Certificate.sequence)
    first, second, *_rest = rows
    await actions.correct(city.organiser, first, f"{first.name}, M.Si.", then + timedelta(hours=3))
    await actions.revoke(city.organiser, second, TWICE, then + timedelta(hours=4))
