"""In three weeks: an event that is open to everybody who registers on its public page."""

from datetime import datetime, timedelta

from events_app.accounts.actor import Actor
from events_app.demo import inviting
from events_app.demo.cast import City
from events_app.events import actions as events
from events_app.events.tables import EventKind
from events_app.invitations.registration import actions as registration
from events_app.invitations.registration.forms import RegistrationIn
from events_app.invitations.registration.tables import Registration

PEOPLE = (
    ("Siti Maryam, S.Pd.", "Karang Taruna Melati", "Ketua", "siti.maryam"),
    ("Yohanes Pratama", "Forum Anak Kota Lembayung", "Anggota", "yohanes"),
    ("Ketut Ayu Lestari", "", "", "ketut.ayu"),
)


async def tell(city: City, now: datetime) -> None:
    """Three people registered; the last has not confirmed yet."""
    event = await inviting.plan(
        city,
        "Sosialisasi Kampung Tangguh Bebas TPPO",
        inviting.morning(now + timedelta(days=21)),
        3,
        "Ruang Jatayu",
        kind=EventKind.outreach,
        capacity=60,
        waiting_list=True,
        registration=True,
    )
    event = await events.publish(city.organiser, event, now - timedelta(days=2))
    for name, office, position, mailbox in PEOPLE:
        said = RegistrationIn(
            full_name=name,
            email=f"{mailbox}@lembayung.example",
            institution_name=office,
            position=position,
            consent=True,
        )
        await registration.register(event, said, now)
    wishes = await Registration.objects().where(Registration.event == event.id).order_by(Registration.id)
    visitor = Actor(organisation=city.organisation.id, via="link")
    for wish in wishes[:2]:
        await registration.confirm(visitor, wish.id, now)
