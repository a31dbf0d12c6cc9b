"""Which goals the promises of the past discussion serve, and the lists that the city keeps."""

from datetime import datetime

from events_app.commitments.indicators import actions, retiring
from events_app.commitments.indicators.forms import IndicatorChoiceIn, IndicatorIn, IndicatorListIn
from events_app.commitments.indicators.shipped import SHIPPED
from events_app.commitments.indicators.tables import Scheme
from events_app.commitments.tables import Commitment
from events_app.database import fetch
from events_app.demo.cast import City

KNOWN = "SELECT id FROM indicator_ref WHERE organisation = $1 AND code = ANY($2) ORDER BY code"
AGREED = 12


async def tell(city: City, now: datetime) -> None:
    """Trafficking is named in three targets of the 2030 Agenda."""
    for shipped in SHIPPED.values():
        await actions.load(city.secretariat, shipped, now)
    await _own_plan(city, now)
    rows = await fetch(KNOWN, city.organisation.id, ["5.2", "8.7", "16.2"])
    theirs = (Commitment.organisation == city.organisation.id) & (Commitment.state == "agreed")
    for number, promise in enumerate(
        await Commitment.objects().where(theirs).order_by(Commitment.ref).limit(AGREED)
    ):
        wanted = IndicatorChoiceIn(indicators=[rows[number % 3]["id"], rows[(number + 1) % 3]["id"]])
        await actions.choose(city.secretariat, promise, wanted, now)


async def _own_plan(city: City, now: datetime) -> None:
    """The city's action plan, and the one before it, which is offered no more."""
    plans = (("2020-2024", "Posko pengaduan di kota"), ("2025-2029", "Posko pengaduan di setiap kecamatan"))
    for version, label in plans:
        wanted = IndicatorIn(scheme=Scheme.rad, version=version, code="2.1", label=label)
        await actions.save(city.secretariat, wanted, now)
    await retiring.retire_list(city.secretariat, IndicatorListIn(scheme=Scheme.rad, version="2020-2024"), now)
