"""Today: an event under way, with people coming in."""

from datetime import datetime, timedelta
from uuid import uuid5

from events_app.checkin import actions as checkin
from events_app.checkin import walk_ins
from events_app.checkin.forms import ScanIn
from events_app.checkin.tables import Direction
from events_app.demo import inviting
from events_app.demo.cast import City
from events_app.demo.past import arrive
from events_app.events import actions as events
from events_app.events import preparation
from events_app.events.tables import EventKind
from events_app.invitations.forms import GuestIn
from events_app.invitations.tables import Answer
from events_app.stakeholders.tables import Sex

TITLE = "Rapat Koordinasi Gugus Tugas Pencegahan TPPO"


async def tell(city: City, now: datetime) -> None:
    """Began an hour ago; most are in, one was turned away, one has left, one came uninvited."""
    start = (now - timedelta(hours=1)).replace(second=0, microsecond=0)
    event = await inviting.plan(
        city, TITLE, start, 4, "Ruang Kenanga", capacity=60, kind=EventKind.coordination_meeting
    )
    await inviting.stage(
        city, event, "Laporan tindak lanjut triwulan", 0, 90, ("women", "police", "migrants")
    )
    await events.publish(city.organiser, event, start - timedelta(days=7))
    assert city.door_user is not None
    await preparation.assign_door(city.organiser, event, city.door_user)
    asked = await inviting.ask(city, event, city.offices[:34], 1, start - timedelta(days=7))
    for number, invitation in enumerate(asked):
        how = Answer.declined if number % 9 == 5 else Answer.accepted
        if number % 7 != 6:
            await inviting.hear(city, invitation, number, how, start - timedelta(days=4))
    came = await arrive(city, event, start - timedelta(minutes=15), timedelta(minutes=70))
    odd = (
        ScanIn(id=uuid5(event.id, "unknown"), code="ZZZZ9999", scanned_at=now - timedelta(minutes=20)),
        ScanIn(
            id=uuid5(event.id, "left"),
            code=came[0].short_code,
            direction=Direction.out,
            scanned_at=now - timedelta(minutes=5),
        ),
    )
    await checkin.record_scans(city.organiser, event.id, "Pintu utara", odd)
    guest = GuestIn(
        full_name="Rahmat Hidayat, S.Pd.",
        institution_name="Karang Taruna Lembayung",
        sex=Sex.male,
        walk_in=True,
    )
    await walk_ins.welcome(city.organiser, event, guest, "Pintu utara", now - timedelta(minutes=12))
