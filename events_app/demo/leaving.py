"""What was promised at the exit: a screen with its changing code, and an inbox where everything has happened once."""

from datetime import datetime, timedelta
from uuid import uuid5

from events_app.commitments.promising import actions, deciding
from events_app.commitments.promising.forms import AcceptIn, ExitIn, MergeIn, PromiseForm, RejectIn
from events_app.commitments.promising.tables import ExitPromise
from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.invitations.tables import Guest

SAID = (
    ("Kami menyediakan rumah aman sementara di gedung kami.", "+60"),
    ("Rumah aman sementara dapat memakai gedung kami.", ""),
    ("Kapan materinya dibagikan?", ""),
    ("Kami memeriksa ulang izin semua penyalur tenaga kerja di wilayah kami.", "31/12"),
    ("Kami memasang nomor aduan di semua armada.", ""),
    ("Kami menyiarkan iklan layanan masyarakat dua kali sehari.", "+30"),
    ("Kami mengajak karang taruna mendata calon pekerja migran.", "+90"),
)


async def tell(city: City, event: Event, came: list[Guest], since: datetime) -> None:
    """Of seven promises one is accepted, one is the same, one is none; the others wait."""
    place = await actions.set_exit(city.secretariat, event, ExitIn())
    await actions.open_screen_link(city.secretariat, event)
    for number, (text, due) in enumerate(SAID):
        if number >= len(came):
            return
        now, guest = since + timedelta(minutes=2 * number), came[-1 - number]
        said = PromiseForm(id=uuid5(event.id, f"exit {number}"), text=text, due=due)
        await actions.promise(event, guest, place.id.bytes, said, now)
    await _decide(city, event, since + timedelta(hours=1))


async def _decide(city: City, event: Event, now: datetime) -> None:
    mine = (ExitPromise.event == event.id) & ExitPromise.guest.is_not_null()
    rows = await ExitPromise.objects().where(mine).order_by(ExitPromise.id)
    if len(rows) < len(SAID):
        return
    accepted = AcceptIn(row_version=1, institution_id=city.offices[0].id)
    made = await deciding.accept(city.secretariat, event, rows[0], accepted, now)
    await deciding.merge(city.secretariat, event, rows[1], MergeIn(row_version=1, commitment_id=made.id), now)
    refused = RejectIn(row_version=1, reason="Ini pertanyaan; sudah dijawab panitia.")
    await deciding.reject(city.secretariat, rows[2], refused, now)
