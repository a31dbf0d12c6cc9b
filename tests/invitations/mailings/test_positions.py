"""A letter to guests of invited positions goes to who holds them, else to their office."""

from tests import make_events, make_seating, make_stakeholders
from tests.invitations.mailings.test_mailings import LETTER
from tests.people import Somebody


async def test_letter_reaches_the_holder_of_a_position_or_its_office(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(
        alice.actor, "Kelurahan Kenanga", email="kenanga@kota.example"
    )
    budi = await make_stakeholders.person(
        alice.actor, "Budi", institution=office, position="Sekretaris", email="budi@kota.example"
    )
    vacant = await make_seating.position(alice.actor.organisation, office, "Bendahara")
    body = {"invitees": [{"position_id": str(one)} for one in (budi.position, vacant.id)], "send": True}
    made = await alice.api.post(f"/events/{event.id}/invitations", json=body)
    assert made.status_code in (200, 201), made.text
    path = f"/events/{event.id}/mailings"
    letter = (await alice.api.post(path, json=LETTER)).json()["id"]
    handed = (await alice.api.post(f"{path}/{letter}/submission")).json()
    assert handed["fates"] == {"waiting": 2}
    rows = (await alice.api.get(f"{path}/{letter}/receivers")).json()["items"]
    assert sorted((one["office"], one["name"], one["address"]) for one in rows) == [
        ("Bendahara, Kelurahan Kenanga", "", "kenanga@kota.example"),
        ("Sekretaris, Kelurahan Kenanga", "Budi", "budi@kota.example"),
    ]
