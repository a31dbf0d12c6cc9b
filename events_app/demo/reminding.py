"""What the clock said in the weeks before: digests, a letter that waits for its number, a silence, who leads."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from events_app.commitments.reminding import actions, digests, leaders, muting, queries, summaries
from events_app.commitments.reminding.forms import LeaderIn, MuteIn
from events_app.demo.cast import City

WEEKS = (-35, -28, -21, -14, -9, -7, -5, -3, -1)
LEADERS = (
    ("Wali Kota", "Bima Santosa, S.Sos", "wali.kota@lembayung.example"),
    ("Sekretaris Daerah", "Dra. Ratna Wulandari, M.Si", "sekda@lembayung.example"),
)
ZONE = ZoneInfo("Asia/Jakarta")


async def tell(city: City, now: datetime) -> None:
    """A run on some of the last days, as the clock would have made it, and what people did about it."""
    organisation = city.secretariat.organisation
    for office, name, email in LEADERS:
        said = LeaderIn(office=office, name=name, email=email)
        await leaders.add(city.owner, said, now - timedelta(days=60))
    for days in WEEKS:
        morning = (now + timedelta(days=days)).astimezone(ZONE).replace(hour=8, minute=5)
        await actions.note_due(morning, organisation)
        await digests.write_all(morning)
        await summaries.write_all(morning)
    await _silence(city, now)


async def _silence(city: City, now: datetime) -> None:
    """About the action that falls due last."""
    rows = await queries.mutable(city.secretariat.organisation)
    if rows:
        until = (now + timedelta(days=30)).astimezone(ZONE).date()
        said = MuteIn(action_id=rows[-1][0], reason="Menunggu pencairan anggaran perubahan.", until=until)  # type: ignore[arg-type]
        await muting.mute(city.secretariat, said, now)
