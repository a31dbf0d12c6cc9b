"""WhatsApp follows a position to who holds it today, and an institution to who leads it today."""

from datetime import date, timedelta

from events_app.accounts.tables import Organisation
from events_app.database import execute
from events_app.stakeholders.tables import HoldingKind, PositionHolding
from tests import make_events, make_invitations, make_seating, make_stakeholders
from tests.people import Somebody

HOLDER, OFFICE = "+6281234567890", "+622155500011"
ACTING = "+6281234567899"


async def test_a_position_is_reached_by_its_holder_else_by_its_office(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.published(city)
    office = await make_stakeholders.institution(city.id, "Kelurahan Kenanga", phone=OFFICE)
    budi = await make_stakeholders.person(
        city.id, "Budi", institution=office, position="Sekretaris", phone=HOLDER
    )
    vacant = await make_seating.position(city.id, office, "Bendahara")
    body = {"invitees": [{"position_id": str(one)} for one in (budi.position, vacant.id)], "send": False}
    await alice.api.post(f"/events/{event.id}/invitations", json=body)
    listed = (await alice.api.get(f"/events/{event.id}/whatsapp")).json()["items"]
    assert sorted((one["name"], one["phone"]) for one in listed) == [
        ("Bendahara, Kelurahan Kenanga", OFFICE),
        ("Budi", HOLDER),
    ]


async def test_an_institution_is_reached_by_who_leads_it_for_good_not_by_who_was_entered_first(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.published(city)
    office = await make_stakeholders.institution(city.id, "Dinas Sosial")
    acting = await make_stakeholders.person(city.id, "Wakil", phone=ACTING)
    head = await make_stakeholders.person(city.id, "Kepala", phone=HOLDER)
    post = await make_seating.position(city.id, office, "Kepala Dinas")
    await execute("UPDATE position SET is_head = true WHERE id = $1", post.id)
    since = date.today() - timedelta(days=1)  # noqa: DTZ011
    for person, kind in ((acting, HoldingKind.plt), (head, HoldingKind.permanent)):
        await PositionHolding(
            organisation=city.id, person=person.id, position=post.id, kind=kind, starts_on=since
        ).save()
    await make_invitations.invitation(event, office)
    [one] = (await alice.api.get(f"/events/{event.id}/whatsapp")).json()["items"]
    assert one["phone"] == HOLDER
