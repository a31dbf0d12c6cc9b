"""An action under way goes to somebody else: by the chair, for a reason, to no one who verifies it; links follow."""

import asyncio
from typing import Any

import asyncpg
import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.tables import LATE_STATES, ActionState, FollowUpAction
from events_app.database import execute, fetch, fetch_value
from events_app.ids import new_id
from tests import make_commitments as make
from tests import make_seating, make_stakeholders
from tests.make_commitments import Scene
from tests.people import Browser, Somebody

WHY = "Urusan ini beralih ke Bappeda."
TOLD = "SELECT kind, to_address, text FROM message WHERE kind = ANY($1) ORDER BY kind"
KINDS = ["commitments.action_handed_over", "commitments.action_released"]
INSERT = """
INSERT INTO duty_change (id, organisation, created_at, action, duty, after_institution, reason)
VALUES ($1, $2, now(), $3, $4, $5, $6)
"""


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    here = await make.scene(city)
    here.other.email = "bappeda@kota.example"
    await here.other.save()
    return here


def body(here: Scene, **more: Any) -> dict[str, Any]:
    return {"responsible_institution_id": str(here.other.id), "reason": WHY} | more


async def give(who: Somebody, action: FollowUpAction, sent: dict[str, Any]) -> Any:
    return await who.api.post(f"/actions/{action.id}/reassignment", json=sent)


async def test_another_office_answers_and_both_hear_of_it(
    chair: Somebody, dewi: Somebody, public: Browser, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    _token, before = await make.link_of(action)
    assert (await public.get(f"/p/{before}")).status_code == 200
    answer = await give(chair, action, body(scene))
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert (said["before"]["name"], said["after"]["name"]) == ("Dinas Sosial · Sari Lestari", "Bappeda")
    assert (said["duty"], said["by"], said["reason"]) == ("responsible", chair.user.name, WHY)
    now = await make.fresh(action)
    assert (now.responsible_institution, now.responsible_person, now.state) == (scene.other.id, None, "open")
    assert (await public.get(f"/p/{before}")).status_code in (404, 410)
    assert (
        await fetch_value(
            "SELECT count(*) FROM access_token WHERE action = $1 AND revoked_at IS NULL", action.id
        )
        == 1
    )
    told = {row["kind"]: row for row in await fetch(TOLD, KINDS)}
    assert told[KINDS[0]]["to_address"] == "bappeda@kota.example"
    assert told[KINDS[1]]["to_address"] == "sari@dinsos.example"
    assert all(WHY in row["text"] for row in told.values())
    assert "/p/" in told[KINDS[0]]["text"]
    assert "/p/" not in told[KINDS[1]]["text"]
    page = (await dewi.web.get(f"/actions/{action.id}")).text
    assert "Given to: Bappeda" in page
    assert "Before: Dinas Sosial" in page


async def test_an_offices_own_mailbox_loses_its_link_though_nobody_is_named(
    chair: Somebody, public: Browser, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene, responsible_person_id=None)
    _token, before = await make.link_of(action)
    assert (await public.get(f"/p/{before}")).status_code == 200
    assert (await give(chair, action, body(scene))).status_code == 201
    assert (await public.get(f"/p/{before}")).status_code in (404, 410)


async def test_it_can_go_to_another_post_of_the_same_office(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    post = await make_seating.position(city.id, scene.promiser, "Kepala Bidang")
    person = await make_stakeholders.person(city.id, "Budi", email="budi@dinas.example")
    await make_seating.hold(post, person)
    action = await make.opened(city, scene)
    sent = {
        "responsible_institution_id": str(scene.promiser.id),
        "responsible_position_id": str(post.id),
        "reason": WHY,
    }
    assert (await give(chair, action, sent)).status_code == 201
    assert {row["to_address"] for row in await fetch(TOLD, KINDS)} == {
        "budi@dinas.example",
        "sari@dinsos.example",
    }


async def test_only_the_chair_gives_it_away_and_strangers_see_nothing(
    dewi: Somebody, eko: Somebody, charlie: Somebody, chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    for who, status in ((dewi, 403), (eko, 403), (charlie, 404)):
        assert (await give(who, action, body(scene))).status_code == status
        assert (await who.web.post(f"/actions/{action.id}/reassign", body(scene))).status_code == status
    assert (await charlie.api.get(f"/actions/{action.id}/duty-changes")).status_code == 404
    assert "Give it to somebody else" not in (await dewi.web.get(f"/actions/{action.id}")).text
    assert "Give it to somebody else" in (await chair.web.get(f"/actions/{action.id}")).text
    assert (await make.fresh(action)).responsible_institution == scene.promiser.id


async def test_what_is_wrong_stands_beside_its_field_and_changes_nothing(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene, verifier_institution_id=scene.verifier.id)
    post = await make_seating.position(city.id, scene.verifier, "Inspektur")
    same = {
        "responsible_institution_id": str(scene.promiser.id),
        "responsible_person_id": str(scene.person.id),
    }
    wrong: list[tuple[dict[str, Any], int, str]] = [
        ({"reason": ""}, 422, "reason"),
        ({"responsible_institution_id": str(new_id())}, 422, "responsible_institution_id"),
        ({"responsible_person_id": str(new_id())}, 422, "responsible_person_id"),
        ({"responsible_position_id": str(post.id)}, 422, "responsible_position_id"),
        ({"responsible_institution_id": str(scene.verifier.id)}, 422, "responsible_institution_id"),
        (same, 409, "responsible_institution_id"),
    ]
    for sent, status, field in wrong:
        answer = await give(chair, action, body(scene, **sent))
        assert answer.status_code == status, answer.text
        shown = await chair.web.post(f"/actions/{action.id}/reassign", body(scene, **sent))
        assert shown.status_code == 422
        ids = {"reason": "f-reassign-reason"}
        assert f'id="{ids.get(field, "f-" + field)}-error"' in shown.text, field
        assert f'href="#{ids.get(field, "f-" + field)}"' in shown.text, "the summary leads to the field"
        if field != "reason":
            assert WHY in shown.text
    assert await fetch("SELECT FROM duty_change") == []
    assert await fetch(TOLD, KINDS) == []


@pytest.mark.parametrize("state", list(ActionState))
async def test_only_what_is_owed_is_given_away(
    chair: Somebody, city: Organisation, scene: Scene, state: ActionState
) -> None:
    action = await make.in_state(city, scene, state)
    answer = await give(chair, action, body(scene))
    owed = state in LATE_STATES
    assert (answer.status_code, answer.json().get("code")) == ((201, None) if owed else (409, "wrong_state"))
    insert = execute(INSERT, new_id(), city.id, action.id, "responsible", scene.verifier.id, WHY)
    if owed:
        await insert
    else:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="passed on"):
            await insert


async def test_a_waived_rule_does_not_go_on_to_another_institution(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    await chair.api.post(f"/actions/{action.id}/waiver", json={"reason": "Tidak ada yang lain."})
    refused = await give(chair, action, body(scene))
    assert (refused.status_code, refused.json()["code"]) == (409, "rule_waived")
    own = {"responsible_institution_id": str(scene.promiser.id), "reason": "Tanpa nama"}
    assert (await give(chair, action, own)).status_code == 201


async def test_of_two_who_give_it_to_the_same_one_wins(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    answers = await asyncio.gather(*(give(chair, action, body(scene)) for _one in range(2)))
    assert sorted(one.status_code for one in answers) == [201, 409]
    assert await fetch_value("SELECT count(*) FROM duty_change") == 1


async def test_database_keeps_the_duties_apart_and_rewrites_none(city: Organisation, scene: Scene) -> None:
    action = await make.opened(city, scene, verifier_institution_id=scene.verifier.id)
    for duty, office in (("responsible", scene.verifier), ("verifier", scene.promiser)):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="own work"):
            await execute(INSERT, new_id(), city.id, action.id, duty, office.id, WHY)
    await execute(INSERT, new_id(), city.id, action.id, "responsible", scene.other.id, WHY)
    for sql in ("UPDATE duty_change SET reason = 'lain'", "DELETE FROM duty_change"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await execute(sql)
