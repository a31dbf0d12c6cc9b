"""Many drafts at once: each by itself, those refused stay and say why, and nobody but the chair does it."""

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.tables import Commitment
from events_app.database import counting_queries, execute, fetch_value
from tests import make_commitments as make
from tests import make_events
from tests.make_commitments import Scene
from tests.people import Somebody


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    return await make.scene(city)


async def without_date(city: Organisation, scene: Scene) -> Commitment:
    row = await make.draft(city, scene, title="Tanpa tanggal")
    await execute("UPDATE follow_up_action SET due = NULL WHERE commitment = $1", row.id)
    return row


async def agree(who: Somebody, scene: Scene, ids: Any = None) -> Any:
    sent = None if ids is None else [str(one) for one in ids]
    return await who.api.post(f"/events/{scene.event.id}/agreements", json={"commitment_ids": sent})


async def state(row: Commitment) -> str:
    return str(await fetch_value("SELECT state FROM commitment WHERE id = $1", row.id))


async def test_all_are_agreed_but_those_that_lack_something(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    ready = [await make.draft(city, scene) for _ in range(2)]
    bare = await without_date(city, scene)
    answer = await agree(chair, scene)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["agreed"], told["refused"], told["drafts_left"]) == (2, 1, 1)
    [refused] = [one for one in told["items"] if one["outcome"] == "refused"]
    assert (refused["commitment_id"], refused["code"], refused["missing"]) == (
        str(bare.id),
        "not_ready",
        ["due"],
    )
    assert [await state(row) for row in (*ready, bare)] == ["agreed", "agreed", "draft"]
    assert await fetch_value("SELECT count(*) FROM action_event WHERE to_state = 'open'") == 2
    assert await fetch_value("SELECT count(*) FROM message WHERE kind = 'commitments.action_opened'") == 2


async def test_of_those_chosen_each_has_its_own_answer(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    chosen, left = await make.draft(city, scene), await make.draft(city, scene)
    agreed = await make.agreed(city, scene)
    elsewhere = await make.draft(city, replace(scene, event=await make_events.published(city)))
    told = (await agree(chair, scene, [chosen.id, agreed.id, elsewhere.id, uuid4()])).json()
    assert sorted((one["outcome"], one["code"] or "") for one in told["items"]) == [
        ("agreed", ""),
        ("refused", "not_a_draft"),
        ("refused", "not_found"),
        ("refused", "not_found"),
    ]
    assert [await state(row) for row in (chosen, left, elsewhere)] == ["agreed", "draft", "draft"]


async def test_only_the_chair_and_only_here(
    dewi: Somebody, charlie: Somebody, chair: Somebody, city: Organisation, scene: Scene
) -> None:
    row = await make.draft(city, scene)
    assert (await agree(dewi, scene)).status_code == 403
    assert (await agree(charlie, scene)).status_code == 404
    path = f"/events/{scene.event.id}/commitments/agreement"
    assert (await dewi.web.post(f"{path}/all")).status_code == 403
    assert (await agree(chair, scene, [])).json()["errors"][0]["field"] == "commitment_ids"
    assert await state(row) == "draft"


async def test_the_page_is_reached_says_what_is_lacking_and_what_became_of_each(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    path = f"/events/{scene.event.id}/commitments"
    assert f"{path}/agreement" not in (await chair.web.get(path)).text
    assert "No draft waits here" in (await chair.web.get(f"{path}/agreement")).text
    ready, bare = await make.draft(city, scene), await without_date(city, scene)
    assert f"{path}/agreement" in (await chair.web.get(path)).text
    shown = (await chair.web.get(f"{path}/agreement")).text
    assert "a follow-up action has no due date" in shown
    nothing = await chair.web.post(f"{path}/agreement")
    assert (nothing.status_code, "Choose at least one draft." in nothing.text) == (422, True)
    both = {"commitment_ids": [str(ready.id), str(bare.id)]}
    done = await chair.web.post(f"{path}/agreement", both)
    assert done.status_code == 200
    assert "1 draft is agreed" in done.text
    assert "1 stays as it is" in done.text
    again = await chair.web.post(f"{path}/agreement/all")
    assert "1 stays as it is" in again.text


async def test_the_page_asks_as_much_for_many_as_for_few(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    path, counts = f"/events/{scene.event.id}/commitments/agreement", []
    for more in (2, 20):
        for _ in range(more):
            await make.draft(city, scene)
        with counting_queries() as asked:
            assert (await chair.web.get(path)).status_code == 200
        counts.append(asked.count)
    assert counts[0] == counts[1]
