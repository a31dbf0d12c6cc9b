"""Phones at the doors: one that works, one that was lost, one whose code waits; and what they left in doubt."""

from datetime import datetime, timedelta
from uuid import uuid5

from events_app.checkin import actions as scanning
from events_app.checkin.conflicts import actions as settling
from events_app.checkin.conflicts import queries
from events_app.checkin.conflicts.forms import ScanDecision, ScanDecisionIn
from events_app.checkin.devices import actions, pairing
from events_app.checkin.devices.forms import DeviceIn, PulseIn
from events_app.checkin.devices.tables import Device, Level
from events_app.checkin.forms import ScanIn
from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.invitations.tables import Guest

BROWSER = "Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"


async def tell(city: City, event: Event, then: datetime, now: datetime) -> None:
    """As the organiser left them: `then` is shortly before the door opened."""
    north = await _paired(
        city, event, DeviceIn(name="HP panitia 1", gate="Pintu utara", level=Level.walk_ins), then
    )
    await pairing.tell(north.id, PulseIn(unsent=2, battery=18), then + timedelta(hours=1))
    lost = await _paired(city, event, DeviceIn(name="HP panitia 2", gate="Pintu selatan"), then)
    await actions.let_go(city.organiser, lost.id, then + timedelta(minutes=50))
    await actions.make_device(city.organiser, event, DeviceIn(name="HP panitia 3", gate="Pintu selatan"), now)


async def _paired(city: City, event: Event, said: DeviceIn, then: datetime) -> Device:
    device = await actions.make_device(city.organiser, event, said, then)
    code = actions.link_of(device).rsplit("/", 1)[-1]
    await pairing.pair(code, None, "", BROWSER, then + timedelta(minutes=2))
    return device


async def doubts(city: City, event: Event, came: list[Guest], then: datetime) -> None:
    """The hall's network was away for a while: three questions of it, one of which was settled."""
    first, second, third = (
        _offline(event, guest, then + timedelta(minutes=n)) for n, guest in enumerate(came[3:6])
    )
    stranger = ScanIn(id=uuid5(event.id, "stranger"), code="YYYY8888", scanned_at=then, offline=True)
    await scanning.record_scans(city.organiser, event.id, "HP panitia 2", [first, second, third, stranger])
    found = [one for one in await queries.questions(event, still_open=True) if one.kind != "refused"]
    said = ScanDecisionIn(
        decision=ScanDecision.same_person, note="Keluar sebentar, masuk lagi lewat pintu selatan."
    )
    await settling.settle(city.organiser, event, found[0].id, said, then + timedelta(minutes=2))


def _offline(event: Event, guest: Guest, at: datetime) -> ScanIn:
    return ScanIn(id=uuid5(guest.id, "offline"), code=guest.short_code, scanned_at=at, offline=True)
