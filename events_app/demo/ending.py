"""Two who had their last part long ago: one is due for anonymising, the other is kept longer for a reason."""

from datetime import datetime, timedelta

from events_app.database import execute
from events_app.demo.cast import City
from events_app.privacy import actions
from events_app.privacy.forms import PostponementIn, RetentionIn
from events_app.stakeholders.actions import create_person
from events_app.stakeholders.forms import PersonIn

LONG_AGO = "UPDATE person SET created_at = $2 WHERE id = $1"
FORMER = {
    "Drs. Sumardi Atmaja": "sumardi@mantan.example",
    "Hj. Rukmini Hapsari, B.A.": "rukmini@mantan.example",
}


async def tell(city: City, now: datetime) -> None:
    """After everything else: nobody else of the demo is older than a day."""
    await actions.set_rule(city.owner, RetentionIn(months=36))
    for name, address in FORMER.items():
        row = await create_person(city.organiser, PersonIn(full_name=name, email=address))
        await execute(LONG_AGO, row.id, now - timedelta(days=1_500))
    plan = PostponementIn(
        until=(now + timedelta(days=180)).date(), reason="Masih dibutuhkan untuk naskah sejarah gugus tugas."
    )
    await actions.postpone(city.owner, row.id, plan)
