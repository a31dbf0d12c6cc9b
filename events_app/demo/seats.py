"""How seats are shared in the invented city: quotas, a reserve, deadlines and rounds of mails."""

from datetime import datetime, timedelta

from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.invitations import actions
from events_app.invitations.asking.deadlines import set_inviting
from events_app.invitations.asking.forms import InvitingIn, RoundIn
from events_app.invitations.asking.rounds import write_again
from events_app.invitations.asking.tables import Whom
from events_app.invitations.forms import Invitee
from events_app.invitations.seating.actions import add_quota
from events_app.invitations.seating.forms import QuotaIn
from events_app.stakeholders.tables import InstitutionKind

NEWS = "Mohon membawa alat tulis. Parkir tersedia di halaman timur, makan siang disediakan."


async def were_shared(city: City, event: Event, day: datetime) -> None:
    """Before the discussion that was held: two quotas, a reminder, and news for those who were to come."""
    await _quota(city, event, "Kelurahan", InstitutionKind.village, 40, day - timedelta(days=13))
    await _quota(city, event, "Lembaga masyarakat", InstitutionKind.ngo, 30, day - timedelta(days=13))
    await write_again(city.organiser, event, RoundIn(audience=Whom.silent), day - timedelta(days=4))
    await write_again(
        city.organiser, event, RoundIn(audience=Whom.coming, text=NEWS), day - timedelta(days=2)
    )


async def are_shared(city: City, event: Event, now: datetime) -> None:
    """For the training that is being invited: a day to confirm a free seat, and three offices in the reserve."""
    await _quota(city, event, "Kelurahan", InstitutionKind.village, 16, now)
    await _quota(city, event, "Perangkat daerah", InstitutionKind.regional_agency, 4, now)
    rules = InvitingIn(
        answer_by=event.starts_at - timedelta(days=3), offer_hours=24, wave_hours=48, remind_days=2
    )
    await set_inviting(city.organiser, event, rules, now)
    offices = [one for one in city.offices if one.kind == InstitutionKind.regional_agency][2:5]
    reserve = [Invitee(institution_id=one.id, seats=1) for one in offices]
    await actions.invite(city.organiser, event, reserve, False, now, reserve=True)
    await write_again(city.organiser, event, RoundIn(audience=Whom.silent), now)


async def _quota(
    city: City, event: Event, label: str, kind: InstitutionKind, seats: int, now: datetime
) -> None:
    await add_quota(city.organiser, event, QuotaIn(label=label, kind=kind, seats=seats), now)
