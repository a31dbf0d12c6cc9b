"""Which goals the promises of the past discussion serve."""

from datetime import datetime

from events_app.commitments.indicators import actions
from events_app.commitments.indicators.forms import IndicatorChoiceIn
from events_app.commitments.tables import Commitment
from events_app.database import fetch
from events_app.demo.cast import City

KNOWN = "SELECT id FROM indicator_ref WHERE organisation = $1 AND code = ANY($2) ORDER BY code"
AGREED = 12


async def tell(city: City, now: datetime) -> None:
    """Trafficking is named in three targets of the 2030 Agenda."""
    await actions.load_goals(city.secretariat, now)
    rows = await fetch(KNOWN, city.organisation.id, ["5.2", "8.7", "16.2"])
    theirs = (Commitment.organisation == city.organisation.id) & (Commitment.state == "agreed")
    for number, promise in enumerate(
        await Commitment.objects().where(theirs).order_by(Commitment.ref).limit(AGREED)
    ):
        wanted = IndicatorChoiceIn(indicators=[rows[number % 3]["id"], rows[(number + 1) % 3]["id"]])
        await actions.choose(city.secretariat, promise, wanted, now)
