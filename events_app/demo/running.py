"""Today: an event under way, with people coming in."""

from datetime import datetime, timedelta
from uuid import uuid5

from events_app.checkin import actions as checkin
from events_app.checkin import walk_ins
from events_app.checkin.forms import ScanIn
from events_app.checkin.overriding.actions import admit_anyway
from events_app.checkin.signatures import actions as signing
from events_app.checkin.tables import Direction
from events_app.demo import capturing, gates, inviting, leaving, minuting, self_marking, watching
from events_app.demo.cast import City
from events_app.demo.past import TITLE as HELD
from events_app.demo.past import arrive
from events_app.events import actions as events
from events_app.events import preparation
from events_app.events.tables import Event, EventKind
from events_app.invitations import links
from events_app.invitations.forms import GuestIn
from events_app.invitations.guest_actions import reissue_pass
from events_app.invitations.honouring.actions import set_protocol
from events_app.invitations.honouring.forms import ProtocolIn
from events_app.invitations.tables import Answer, Guest
from events_app.stakeholders.tables import Sex

TITLE = "Rapat Koordinasi Gugus Tugas Pencegahan TPPO"


async def tell(city: City, now: datetime) -> None:
    """Began an hour ago; most are in, one was turned away, one has left, one came uninvited."""
    start = (now - timedelta(hours=1)).replace(second=0, microsecond=0)
    event = await inviting.plan(
        city, TITLE, start, 4, "Ruang Kenanga", capacity=100, kind=EventKind.coordination_meeting
    )
    await inviting.stage(
        city, event, "Laporan tindak lanjut triwulan", 0, 90, ("women", "police", "migrants")
    )
    await events.publish(city.organiser, event, start - timedelta(days=7))
    assert city.door_user is not None
    await preparation.assign_door(city.organiser, event, city.door_user)
    await _answered(city, event, start)
    await self_marking.marked_themselves(city, event, start - timedelta(minutes=30))
    await watching.prepare(city, event)
    came = await arrive(city, event, start - timedelta(minutes=15), timedelta(minutes=70))
    await _at_the_door(city, event, came, now)
    await gates.tell(city, event, start - timedelta(minutes=20), now)
    await signing.ask(city.organiser, event, True, start)
    await capturing.tell(city, event, came, now - timedelta(minutes=25))
    await leaving.tell(city, event, came, now - timedelta(minutes=15))
    await gates.doubts(city, event, came, now - timedelta(minutes=3))
    held = (Event.organisation == city.organisation.id) & (Event.title == HELD)
    before = await Event.objects().get(held)
    assert before is not None, "the discussion was held before"
    await minuting.review(city, event, before, now)


async def _answered(city: City, event: Event, start: datetime) -> None:
    asked = await inviting.ask(city, event, city.offices[:34], 1, start - timedelta(days=7))
    for number, invitation in enumerate(asked):
        how = Answer.declined if number % 9 == 5 else Answer.accepted
        if number % 7 != 6:
            await inviting.hear(city, invitation, number, how, start - timedelta(days=4))


async def _at_the_door(city: City, event: Event, came: list[Guest], now: datetime) -> None:
    """One is turned away, one has left, one comes uninvited."""
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
    await _of_note(city, event, came, now)


async def _of_note(city: City, event: Event, came: list[Guest], now: datetime) -> None:
    """A guest of honour, and one with a replaced pass who was let in all the same."""
    honour = ProtocolIn(vip=True, protocol_note="Jemput di lobi, kursi baris depan")
    await set_protocol(city.organiser, came[1], honour)
    here = {guest.id for guest in came}
    late = [guest for guest in await inviting.guests(event) if guest.id not in here][-1]
    old = links.pass_token(late.id, late.pass_version)
    await reissue_pass(city.organiser, late, now)
    scan = ScanIn(id=uuid5(event.id, "replaced"), code=old, scanned_at=now - timedelta(minutes=9))
    await checkin.record_scans(city.organiser, event.id, "Pintu utara", [scan])
    await admit_anyway(city.organiser, event, scan.id, "Membawa kartu lama; dikenal panitia", now)
