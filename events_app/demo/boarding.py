"""The secretariat's board: views that are kept, and an act on several actions that was taken back at once."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app.commitments.board import acting, undoing, viewing
from events_app.commitments.board.forms import BoardChangeIn, BoardFilter, BoardRowIn, BoardViewIn
from events_app.commitments.board.tables import Grouping, Verb
from events_app.commitments.tables import ActionState
from events_app.database import fetch
from events_app.demo.cast import City

OPEN = """
SELECT a.id FROM follow_up_action a WHERE a.organisation = $1 AND a.state = 'open'
  AND a.responsible_institution <> $2 AND a.verifier_institution IS DISTINCT FROM $2 ORDER BY a.due, a.id LIMIT 3
"""
OFFICE = """
SELECT verifier_institution FROM follow_up_action WHERE organisation = $1 AND verifier_institution IS NOT NULL
GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1
"""


async def tell(city: City, now: datetime) -> None:
    """What the secretariat looks at each week; and a verifier set for the wrong rows two hours ago."""
    late = BoardViewIn(
        name="Terlambat per bulan", grouping=Grouping.month, filters=BoardFilter(late=True), shared=True
    )
    await viewing.keep(city.secretariat, late, now - timedelta(days=20))
    offices = BoardViewIn(name="Semua menurut instansi", grouping=Grouping.institution, shared=True)
    await viewing.keep(city.secretariat, offices, now - timedelta(days=19))
    waiting = BoardViewIn(
        name="Menunggu verifikasi", filters=BoardFilter(standing=ActionState.submitted), shared=True
    )
    await viewing.keep(city.secretariat, waiting, now - timedelta(days=18))
    await _set_and_take_back(city, now - timedelta(hours=2))


async def _set_and_take_back(city: City, then: datetime) -> None:
    here = city.organisation.id
    found = await fetch(OFFICE, here)
    rows = await fetch(OPEN, here, found[0]["verifier_institution"]) if found else []
    if not rows:
        return
    office: UUID = found[0]["verifier_institution"]
    said = BoardChangeIn(
        verb=Verb.verifier,
        rows=[BoardRowIn(action_id=row["id"]) for row in rows],
        verifier_institution_id=office,
        reason="Inspektorat memeriksa semua tindak lanjut triwulan ini.",
    )
    change = await acting.act(city.chair, said, then)
    await undoing.take_back(city.chair, change, then + timedelta(minutes=4))
