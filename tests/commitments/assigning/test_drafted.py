"""Whom a draft may name for an action: the same people that the chair may give it to later, and no one else."""

from events_app.accounts.tables import Organisation
from events_app.stakeholders.tables import Person
from tests import make_commitments as make
from tests import make_seating, make_stakeholders
from tests.make_commitments import Scene
from tests.people import Somebody


async def foreigner(city: Organisation, here: Scene, name: str = "Wati") -> Person:
    return await make_stakeholders.person(city.id, name, institution=here.other)


async def test_draft_names_nobody_of_another_institution(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    judge, free = await foreigner(city, here), await make_stakeholders.person(city.id, "Joko")
    holder = await foreigner(city, here, "Rini")
    await make_seating.hold(await make_seating.position(city.id, here.promiser, "Kepala Bidang"), holder)
    row = make.body(here)["actions"][0]
    rows = [row | {"responsible_person_id": str(one.id)} for one in (free, judge, holder)]
    path = f"/events/{here.event.id}/commitments"
    refused = await dewi.api.post(path, json=make.body(here, actions=rows))
    assert refused.status_code == 422, refused.text
    faults = [(one["field"], one["code"]) for one in refused.json()["errors"]]
    assert faults == [("actions.1.responsible_person_id", "of_another")]
    made = await dewi.api.post(path, json=make.body(here, actions=[rows[0], rows[2]]))
    assert made.status_code == 201, made.text
    mine = f"/commitments/{made.json()['id']}"
    again = await dewi.api.put(mine, json=make.body(here, actions=[rows[1]]))
    assert again.status_code == 422, again.text
    more = await dewi.api.post(f"{mine}/actions", json=rows[1])
    assert [one["field"] for one in more.json()["errors"]] == ["responsible_person_id"]


async def test_form_offers_the_institutions_own_people_first_and_keeps_what_was_typed(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make.scene(city)
    other = await foreigner(city, here, "Ani")
    promise = await make.draft(city, here)
    page = (await dewi.web.get(f"/commitments/{promise.id}/edit")).text
    assert page.index("Sari Lestari (") < page.index("Ani (Bappeda)")
    sent = {
        "institution_id": str(here.promiser.id),
        "title": "Posko di setiap kecamatan",
        "statement": "Kami membuka posko.",
        "expected_result": "Ada posko.",
        "actions.0.title": "Buka posko",
        "actions.0.deliverable": "SK posko",
        "actions.0.due": make.DUE.isoformat(),
        "actions.0.responsible_person_id": str(other.id),
    }
    refused = await dewi.web.post(f"/events/{here.event.id}/commitments", sent)
    assert refused.status_code == 422
    assert 'id="f-actions-0-responsible_person_id-error"' in refused.text
    assert "This person belongs to another institution" in refused.text
    assert "Kami membuka posko." in refused.text


async def test_form_with_faults_of_its_own_is_told_of_people_named_elsewhere_as_well(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make.scene(city)
    other = await foreigner(city, here, "Ani")
    sent = {
        "institution_id": str(here.promiser.id),
        "actions.0.title": "Buka posko",
        "actions.1.title": "Buka lagi",
        "actions.1.responsible_person_id": str(other.id),
        "actions.1.verifier_position_id": "nobody",
    }
    for path in (
        f"/events/{here.event.id}/commitments",
        f"/commitments/{(await make.draft(city, here)).id}/edit",
    ):
        refused = await dewi.web.post(path, sent)
        assert refused.status_code == 422
        assert 'id="f-statement-error"' in refused.text
        assert 'id="f-actions-1-due-error"' in refused.text
        assert 'id="f-actions-0-responsible_person_id-error"' not in refused.text
        assert 'id="f-actions-1-responsible_person_id-error"' in refused.text
        assert "This person belongs to another institution" in refused.text
