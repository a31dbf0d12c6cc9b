"""What was captured as people spoke: lines that are still drafts, with what follows from some, and a screen for the wall."""

from datetime import datetime, timedelta
from uuid import uuid5

from events_app.checkin.board.forms import ScreenIn
from events_app.commitments.capturing.actions import capture, capture_action
from events_app.commitments.capturing.forms import ActionLineIn, LineIn
from events_app.commitments.capturing.screens import open_wall
from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.invitations.tables import Guest

SAID = (
    ("Kami menyiapkan satu nomor telepon untuk menerima laporan, dijaga siang dan malam.", "Nomor aktif, jadwal jaga", "+45"),
    ("Kami memasang poster pencegahan di semua ruang tunggu.", "Foto poster di tiap ruang", "+30"),
    ("Kami melatih petugas loket mengenali calon korban.", "Daftar hadir dan materi pelatihan", "31/12"),
    ("Kami berbagi data lowongan kerja luar negeri yang tidak berizin setiap bulan.", "", ""),
    ("Kami mendampingi keluarga yang melapor sampai perkaranya selesai.", "Laporan pendampingan", "+90"),
    ("Kami membahas perdagangan orang dalam khotbah dan pengajian bulan depan.", "", ""),
)  # fmt: skip


async def tell(city: City, event: Event, came: list[Guest], since: datetime) -> None:
    """A line every three minutes, by those who came for an institution."""
    speakers = [guest for guest in came if guest.institution is not None]
    for number, (text, deliverable, due) in enumerate(SAID):
        if number >= len(speakers):
            break
        now = since + timedelta(minutes=3 * number)
        line = LineIn(id=uuid5(event.id, f"line {number}"), guest_id=speakers[number].id, text=text)
        row = await capture(city.secretariat, event, line, now)
        if deliverable:
            doing = ActionLineIn(id=uuid5(event.id, f"doing {number}"), deliverable=deliverable, due=due)
            await capture_action(city.secretariat, event, row, doing, now)
    for name in ("Layar komitmen", "Layar lobi"):
        await open_wall(city.secretariat, event, ScreenIn(name=name))
