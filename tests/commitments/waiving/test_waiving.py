"""The rule that institutions do not judge themselves, and its one exception; the rule of persons has none."""

import asyncpg
import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.reminding import hearers
from events_app.commitments.tables import ActionState
from events_app.database import execute, fetch_value
from tests import make_commitments as make
from tests.commitments.reminding import runs
from tests.people import Cast, Somebody

WHY = {"reason": "Tidak ada verifikator lain di kota ini."}


async def test_own_institutions_verifier_judges_only_after_a_reasoned_waiver(
    city: Organisation, cast: Cast, chair: Somebody, eko: Somebody
) -> None:
    here = await make.scene(city)
    row = await make.in_state(city, here, ActionState.submitted, verifier_institution_id=here.verifier.id)
    own = await cast.somebody(city, "Oki", Role.verifier, institution=here.promiser.id)
    submission = await fetch_value("SELECT id FROM submission")
    path = f"/submissions/{submission}/verification"
    refused = await own.api.post(path, json={"verdict": "accepted"})
    assert (refused.status_code, refused.json()["code"]) == (403, "own_work")
    assert (await own.api.get("/verifications")).json()["items"] == []
    assert (await own.api.post(f"/actions/{row.id}/waiver", json=WHY)).status_code == 403
    assert (await chair.api.get(f"/actions/{row.id}/waiver")).status_code == 404
    bare = await chair.web.post(f"/actions/{row.id}/waiver", {"reason": ""})
    assert bare.status_code == 422
    assert 'id="f-waiver-reason-error"' in bare.text
    assert (await chair.web.post(f"/actions/{row.id}/waiver", WHY)).status_code == 303
    again = await chair.api.post(f"/actions/{row.id}/waiver", json=WHY)
    assert (again.status_code, again.json()["code"]) == (409, "already_waived")
    assert (await own.api.get(f"/actions/{row.id}/waiver")).json()["by"] == chair.user.name
    assert [one["id"] for one in (await own.api.get("/verifications")).json()["items"]] == [str(row.id)]
    verdict = await own.api.post(path, json={"verdict": "accepted"})
    assert verdict.status_code == 201, verdict.text
    assert verdict.json()["waiver_reason"] == WHY["reason"]
    for reader in (chair, eko):
        page = (await reader.web.get(f"/actions/{row.id}")).text
        assert f"Judged by the responsible institution itself, as the chair allowed: {WHY['reason']}" in page
    listed = (await eko.api.get(f"/actions/{row.id}/submissions")).json()["items"][0]
    assert listed["verification"]["waiver_reason"] == WHY["reason"]


async def test_a_verdict_of_others_is_not_said_to_rest_on_the_waiver(
    city: Organisation, chair: Somebody, eko: Somebody
) -> None:
    row = await make.in_state(city, await make.scene(city), ActionState.submitted)
    assert (await chair.api.post(f"/actions/{row.id}/waiver", json=WHY)).status_code == 201
    submission = await fetch_value("SELECT id FROM submission")
    said = await eko.api.post(f"/submissions/{submission}/verification", json={"verdict": "accepted"})
    assert said.json()["waiver_reason"] is None


async def test_waiver_frees_nobody_from_the_rule_of_persons(
    city: Organisation, cast: Cast, chair: Somebody
) -> None:
    here = await make.scene(city)
    own = await cast.somebody(city, "Oki", Role.verifier, institution=here.promiser.id)
    row = await make.opened(city, here)
    await make.submitted(row, own.actor)
    assert (await chair.api.post(f"/actions/{row.id}/waiver", json=WHY)).status_code == 201
    submission = await fetch_value("SELECT id FROM submission")
    refused = await own.api.post(f"/submissions/{submission}/verification", json={"verdict": "accepted"})
    assert (refused.status_code, refused.json()["code"]) == (403, "own_work")


async def test_nobody_waives_for_their_own_institution_nor_for_what_has_ended(
    city: Organisation, cast: Cast, chair: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    here = await make.scene(city)
    row, done = await make.opened(city, here), await make.in_state(city, here, ActionState.verified)
    own = await cast.somebody(city, "Kadis", Role.chair, institution=here.promiser.id)
    refused = await own.api.post(f"/actions/{row.id}/waiver", json=WHY)
    assert (refused.status_code, refused.json()["code"]) == (403, "own_institution")
    assert (await chair.api.post(f"/actions/{done.id}/waiver", json=WHY)).json()["code"] == "wrong_state"
    assert (await dewi.api.post(f"/actions/{row.id}/waiver", json=WHY)).status_code == 403
    assert (await charlie.api.post(f"/actions/{row.id}/waiver", json=WHY)).status_code == 404
    insert = 'INSERT INTO verification_waiver (id, organisation, created_at, action, "user", reason)'
    for action, user in ((row.id, own.user.id), (done.id, chair.user.id)):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await execute(
                f"{insert} VALUES (gen_random_uuid(), $1, now(), $2, $3, 'x')", city.id, action, user
            )


async def test_waiver_is_never_taken_back_or_changed(city: Organisation, chair: Somebody) -> None:
    row = await make.opened(city, await make.scene(city))
    await chair.api.post(f"/actions/{row.id}/waiver", json=WHY)
    for sql in ("UPDATE verification_waiver SET reason = 'x'", "DELETE FROM verification_waiver"):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await execute(sql)


async def test_who_may_judge_by_waiver_is_reminded_like_the_others(
    city: Organisation, cast: Cast, chair: Somebody
) -> None:
    assert hearers.RIGHT_OF
    here = await make.scene(city)
    row = await make.in_state(city, here, ActionState.submitted)
    own = await cast.somebody(city, "Oki", Role.verifier, institution=here.promiser.id)
    await chair.api.post(f"/actions/{row.id}/waiver", json=WHY)
    await runs.run(runs.at(make.AGREED.date().replace(day=21)))
    assert ("S+7", own.user.email) in await runs.said()
