"""What the city's boards need: a quorum by sector, and the links of two screens."""

from events_app.checkin.board.actions import add_rule, open_screen
from events_app.checkin.board.forms import QuorumRuleIn, ScreenIn
from events_app.checkin.board.tables import Counting, Measure
from events_app.demo.cast import City
from events_app.events.tables import Event
from events_app.stakeholders.tables import InstitutionKind

RULES = (
    ("Semua undangan", None, Counting.people, Measure.more_than, 50),
    ("Perangkat daerah", InstitutionKind.regional_agency, Counting.institutions, Measure.number, 5),
    ("Instansi vertikal", InstitutionKind.vertical_agency, Counting.institutions, Measure.share, 90),
    ("Lembaga masyarakat", InstitutionKind.ngo, Counting.institutions, Measure.number, 3),
)


async def prepare(city: City, event: Event) -> None:
    """More than half of all, so many of some sectors, and nearly all of another."""
    for label, kind, counting, measure, amount in RULES:
        said = QuorumRuleIn(label=label, kind=kind, counting=counting, measure=measure, amount=amount)
        await add_rule(city.organiser, event, said)
    for name in ("Layar panggung", "Layar lobi"):
        await open_screen(city.organiser, event, ScreenIn(name=name))
