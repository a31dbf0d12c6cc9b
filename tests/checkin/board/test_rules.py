"""Rules of the quorum: kept, changed and taken away by planners; a wrong one is refused beside its field."""

from typing import Any
from uuid import uuid4

import pytest

from events_app.accounts.tables import Organisation
from events_app.checkin.board.tables import QuorumRule
from events_app.events.tables import Event
from events_app.stakeholders.groups.tables import GroupMember
from events_app.stakeholders.tables import Group
from tests import make_checkin as make
from tests import make_seating
from tests.make_stakeholders import institution, person
from tests.people import Somebody

RULE: dict[str, Any] = {"label": "Kelurahan", "kind": "village", "amount": 3}


async def kept(who: Somebody, event: Event, **more: Any) -> dict[str, Any]:
    answer = await who.api.post(f"/events/{event.id}/quorum-rules", json=RULE | more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_rule_is_kept_changed_and_taken_away(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    made = await kept(alice, event)
    path = f"/events/{event.id}/quorum-rules"
    assert (made["need"], made["lacking"], made["reached_at"]) == (3, 3, None)
    assert (await alice.api.get(path)).json()["items"] == [made]
    assert (await alice.api.get(f"{path}/{made['id']}")).json() == made
    wider = {"label": "Semua orang", "counting": "people", "measure": "more_than", "amount": 50}
    changed = await alice.api.put(f"{path}/{made['id']}", json=wider | {"row_version": 1})
    assert (changed.json()["kind"], changed.json()["row_version"]) == (None, 2)
    late = await alice.api.put(f"{path}/{made['id']}", json=wider | {"row_version": 1})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    assert (await alice.api.delete(f"{path}/{made['id']}")).status_code == 204
    assert await QuorumRule.count() == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"amount": 0}, "amount_range"),
        ({"measure": "share", "amount": 101}, "amount_range"),
        ({"measure": "more_than", "amount": 100}, "amount_range"),
        ({"group_id": str(uuid4())}, "one_sector"),
        ({"kind": None, "group_id": str(uuid4())}, "unknown"),
        ({"kind": "planet"}, "enum"),
        ({"label": " "}, "string_too_short"),
        ({"label": "x" * 121}, "string_too_long"),
    ],
)
async def test_a_rule_that_makes_no_sense_is_refused(
    alice: Somebody, city: Organisation, wrong: dict[str, Any], code: str
) -> None:
    event = await make.today(city)
    answer = await alice.api.post(f"/events/{event.id}/quorum-rules", json=RULE | wrong)
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["errors"]] == [code]
    assert await QuorumRule.count() == 0


async def test_two_rules_of_one_event_have_two_names(alice: Somebody, city: Organisation) -> None:
    event, other = await make.today(city), await make.today(city)
    await kept(alice, event)
    again = await alice.api.post(f"/events/{event.id}/quorum-rules", json=RULE | {"label": "KELURAHAN"})
    assert (again.status_code, again.json()["code"]) == (409, "rule_label_taken")
    await kept(alice, other)


async def test_a_group_of_people_is_no_sector(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    group = await make_seating.group(city.id, [await institution(alice.actor)])
    made = await kept(alice, event, kind=None, group_id=str(group.id))
    assert made["group_id"] == str(group.id)
    used = await alice.api.delete(f"/groups/{group.id}")
    assert (used.status_code, used.json()["code"]) == (409, "group_in_use")
    people = Group(organisation=city.id, name="Tokoh", name_key="tokoh")
    await people.save()
    member = await person(alice.actor)
    await GroupMember(organisation=city.id, group=people.id, person=member.id).save()
    refused = await alice.api.post(
        f"/events/{event.id}/quorum-rules",
        json=RULE | {"label": "Tokoh", "kind": None, "group_id": str(people.id)},
    )
    assert [one["code"] for one in refused.json()["errors"]] == ["people"]


async def test_a_wrong_form_keeps_what_was_typed(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    page = f"/events/{event.id}/quorum"
    typed = {
        "label": "Separuh lebih",
        "of": "kind",
        "counting": "people",
        "measure": "share",
        "amount": "500",
    }
    refused = await alice.web.post(page, typed)
    assert refused.status_code == 422
    assert 'value="Separuh lebih"' in refused.text
    assert "a share is 1 to 100 per cent" in refused.text
    nothing = await alice.web.post(page, typed | {"amount": "50"})
    assert "Choose the kind or the group" in nothing.text
    assert (await alice.web.post(page, typed | {"amount": "50", "kind": "ngo"})).status_code == 303
    rule = await QuorumRule.objects().first()
    assert rule is not None
    edited = await alice.web.get(f"{page}/{rule.id}")
    assert 'value="Separuh lebih"' in edited.text
    change = typed | {"of": "all", "kind": "ngo", "amount": "60", "row_version": "1"}
    assert (await alice.web.post(f"{page}/{rule.id}", change)).status_code == 303
    [now] = await QuorumRule.select(QuorumRule.kind, QuorumRule.amount, QuorumRule.row_version)
    assert now == {"kind": None, "amount": 60, "row_version": 2}
    assert (await alice.web.post(f"{page}/{rule.id}", change)).status_code == 422
    assert (await alice.web.post(f"{page}/{rule.id}/remove")).status_code == 303
    assert await QuorumRule.count() == 0


async def test_rules_are_written_by_planners_and_read_by_readers(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event, other = await make.today(city), await make.today(city)
    made = await kept(alice, event)
    path = f"/events/{event.id}/quorum-rules"
    assert [(await who.api.get(path)).status_code for who in (alice, dewi, charlie, bob)] == [
        200,
        200,
        404,
        403,
    ]
    for who, seen in ((dewi, 403), (bob, 403), (charlie, 404)):
        assert (await who.api.post(path, json=RULE)).status_code == seen
        assert (await who.api.put(f"{path}/{made['id']}", json=RULE)).status_code == seen
        assert (await who.api.delete(f"{path}/{made['id']}")).status_code == seen
        assert (await who.web.post(f"/events/{event.id}/quorum", RULE)).status_code == seen
    assert (await alice.api.get(f"/events/{other.id}/quorum-rules/{made['id']}")).status_code == 404
    assert await QuorumRule.count() == 1
