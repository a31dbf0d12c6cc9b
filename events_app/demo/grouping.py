"""Groups that the city invites again and again, and lists whose columns somebody explained once."""

from datetime import datetime

from events_app.demo.cast import City
from events_app.stakeholders.groups import actions as groups
from events_app.stakeholders.groups.forms import GroupIn
from events_app.stakeholders.lists import mappings
from events_app.stakeholders.tables import GroupTaking, InstitutionKind

MAPPINGS = (
    (("Utusan", "Nama terang", "Sebagai"), ("institution", "full_name", "position")),
    (("Narasumber", "Kampus", "Ponsel aktif"), ("full_name", "institution", "phone")),
)


async def tell(city: City, now: datetime) -> None:
    """Two groups by rule, one by hand; two mappings."""
    for plan in (
        GroupIn(name="Semua lurah", by_rule=True, taking=GroupTaking.heads, kinds=[InstitutionKind.village]),
        GroupIn(
            name="Lembaga masyarakat dan media",
            by_rule=True,
            kinds=[InstitutionKind.ngo, InstitutionKind.media, InstitutionKind.campus],
        ),
        GroupIn(
            name="Tim inti gugus tugas",
            note="Bertemu setiap bulan.",
            institution_ids=[one.id for one in city.offices[:4]],
            person_ids=[city.people[0].id],
        ),
    ):
        await groups.create(city.organiser, plan)
    for headings, fields in MAPPINGS:
        await mappings.remember(city.organiser, headings, fields, now)
