"""Somebody else verifies one action: by the chair, for a reason, never who does the work; what waits, waits for them."""

import asyncio
from typing import Any

import asyncpg
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.tables import ActionState, Commitment, FollowUpAction
from events_app.database import counting_queries, execute, fetch, fetch_value
from tests import make_commitments as make
from tests import make_seating, make_stakeholders
from tests.make_commitments import Scene
from tests.people import Somebody

WHY = "Inspektorat sedang diperiksa."
WAITING = "SELECT to_address FROM message WHERE kind = 'commitments.verification_waiting' ORDER BY to_address"


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    return await make.scene(city)


@pytest.fixture
async def first(city: Organisation) -> dict[str, Any]:
    """Who verifies at the beginning."""
    office = await make_stakeholders.institution(city.id, "Inspektorat Daerah")
    return {"verifier_institution_id": office.id}


def body(here: Scene, **more: Any) -> dict[str, Any]:
    return {"verifier_institution_id": str(here.other.id), "reason": WHY} | more


async def have(who: Somebody, action: FollowUpAction, sent: dict[str, Any]) -> Any:
    return await who.api.post(f"/actions/{action.id}/verifier", json=sent)


async def test_another_office_verifies_and_the_history_says_why(
    chair: Somebody, dewi: Somebody, city: Organisation, scene: Scene, first: dict[str, Any]
) -> None:
    action = await make.opened(city, scene, **first)
    post = await make_seating.position(city.id, scene.other, "Kepala Bappeda")
    answer = await have(chair, action, body(scene, verifier_position_id=str(post.id)))
    assert answer.status_code == 201, answer.text
    said = answer.json()
    assert (said["duty"], said["reason"], said["by"]) == ("verifier", WHY, chair.user.name)
    assert (said["before"]["institution_id"], said["after"]["name"]) == (
        str(action.verifier_institution),
        "Bappeda · Kepala Bappeda",
    )
    now = await make.fresh(action)
    assert (now.verifier_institution, now.verifier_position) == (scene.other.id, post.id)
    assert now.row_version == action.row_version + 1
    page = (await dewi.web.get(f"/actions/{action.id}")).text
    assert "Verified from now on by: Bappeda · Kepala Bappeda" in page
    assert WHY in page
    sql = "SELECT count(*) FROM audit_entry WHERE verb = 'action.verifier_set'"
    assert await fetch_value(sql) == 1


async def test_what_waits_for_a_verdict_waits_for_theirs(
    chair: Somebody, eko: Somebody, city: Organisation, scene: Scene, first: dict[str, Any]
) -> None:
    action = await make.in_state(city, scene, ActionState.submitted, **first)
    await execute("UPDATE app_user SET institution = $1 WHERE id = $2", scene.other.id, eko.user.id)
    await execute("DELETE FROM message")
    [waits] = (await eko.api.get(f"/actions/{action.id}/submissions")).json()["items"]
    verdict = f"/submissions/{waits['id']}/verification"
    early = await eko.api.post(verdict, json={"verdict": "accepted"})
    assert (early.status_code, early.json()["code"]) == (403, "not_the_verifier")
    assert (await have(chair, action, body(scene))).status_code == 201
    assert [row["to_address"] for row in await fetch(WAITING)] == [eko.user.email]
    assert (await eko.api.post(verdict, json={"verdict": "accepted"})).status_code == 201
    after = await have(chair, action, body(scene, verifier_institution_id=str(action.verifier_institution)))
    assert (after.status_code, after.json()["code"]) == (409, "wrong_state")


async def test_refusals_have_names(
    chair: Somebody,
    dewi: Somebody,
    charlie: Somebody,
    city: Organisation,
    scene: Scene,
    first: dict[str, Any],
) -> None:
    action = await make.opened(city, scene, **first)
    theirs = await make_stakeholders.institution(charlie.actor.organisation, "Dinas Lain")
    post = await make_seating.position(city.id, scene.promiser, "Sekretaris")
    for sent, status, code, field in (
        ({"verifier_institution_id": str(scene.promiser.id)}, 422, "own_verifier", ""),
        ({"verifier_institution_id": str(action.verifier_institution)}, 409, "same_verifier", ""),
        ({"verifier_institution_id": str(theirs.id)}, 422, "unknown", "verifier_institution_id"),
        ({"verifier_position_id": str(post.id)}, 422, "unknown", "verifier_position_id"),
        ({"reason": " "}, 422, "string_too_short", "reason"),
        ({"row_version": action.row_version + 1}, 409, "changed_meanwhile", ""),
    ):
        answer = await have(chair, action, body(scene, **sent))
        assert answer.status_code == status, answer.text
        told = answer.json()
        faults = {one["field"]: one["code"] for one in told.get("errors", [])}
        assert code in (told["code"], faults.get(field)), told
    assert (await have(dewi, action, body(scene))).status_code == 403
    assert (await have(charlie, action, body(scene))).status_code in (403, 404)
    promise = await Commitment.objects().get(Commitment.id == action.commitment)
    assert promise is not None
    await actions.withdraw(make.staff(city), promise, "Diganti.", clock.now())
    assert (await have(chair, action, body(scene))).status_code == 409
    assert await fetch_value("SELECT count(*) FROM duty_change") == 0


@pytest.mark.parametrize("state", [ActionState.verified, ActionState.cancelled, ActionState.infeasible])
async def test_what_is_final_keeps_its_verifier(
    state: ActionState, chair: Somebody, city: Organisation, scene: Scene, first: dict[str, Any]
) -> None:
    action = await make.in_state(city, scene, state, **first)
    answer = await have(chair, action, body(scene))
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert (await chair.web.get(f"/actions/{action.id}/verifier")).status_code == 303
    assert "/verifier" not in (await chair.web.get(f"/actions/{action.id}")).text
    sql = """INSERT INTO duty_change (id, organisation, created_at, action, duty, after_institution, reason)
      VALUES (gen_random_uuid(), $1, now(), $2, 'verifier', $3, 'x')"""
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute(sql, city.id, action.id, scene.other.id)


async def test_of_two_chairs_one_wins(
    chair: Somebody, city: Organisation, scene: Scene, first: dict[str, Any]
) -> None:
    action = await make.opened(city, scene, **first)
    sent = body(scene, row_version=action.row_version)
    both = await asyncio.gather(have(chair, action, sent), have(chair, action, sent))
    assert sorted(one.status_code for one in both) == [201, 409]


async def test_page_asks_for_the_institution_and_then_for_its_position(
    chair: Somebody, dewi: Somebody, city: Organisation, scene: Scene, first: dict[str, Any]
) -> None:
    action = await make.opened(city, scene, **first)
    path = f"/actions/{action.id}/verifier"
    await make_seating.position(city.id, scene.other, "Kepala Bappeda")
    assert f'href="{path}"' in (await chair.web.get(f"/actions/{action.id}")).text
    step = (await chair.web.get(path)).text
    assert f'value="{scene.other.id}"' in step
    assert f'value="{scene.promiser.id}"' not in step
    second = (await chair.web.get(f"{path}?verifier_institution_id={scene.other.id}")).text
    assert "Kepala Bappeda" in second
    bare = await chair.web.post(path, body(scene, reason=""))
    assert bare.status_code == 422
    assert 'id="f-verifier-reason-error"' in bare.text
    late = await chair.web.post(path, body(scene, row_version="99"))
    assert late.status_code == 422
    assert WHY in late.text
    assert (await chair.web.post(path, body(scene))).status_code == 303
    assert (await make.fresh(action)).verifier_institution == scene.other.id
    for door in (dewi.web.get(path), dewi.web.post(path, body(scene))):
        assert (await door).status_code == 403


async def test_page_says_what_becomes_of_a_submission(
    chair: Somebody, city: Organisation, scene: Scene, first: dict[str, Any]
) -> None:
    action = await make.in_state(city, scene, ActionState.submitted, **first)
    assert (
        "A submission waits for the verdict." in (await chair.web.get(f"/actions/{action.id}/verifier")).text
    )


async def test_page_asks_no_more_for_more_institutions(
    chair: Somebody, city: Organisation, scene: Scene, first: dict[str, Any]
) -> None:
    action = await make.opened(city, scene, **first)
    path = f"/actions/{action.id}/verifier"
    with counting_queries() as few:
        await chair.web.get(path)
    for number in range(20):
        await make_stakeholders.institution(city.id, f"Dinas {number}")
    with counting_queries() as many:
        await chair.web.get(path)
    assert many.count == few.count
