"""The verifier's queue: the longest waiting first, only what one may judge, and no more questions for many than for few."""

from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments import actions, waiting
from events_app.commitments.actions.verdicts import NotTheVerifier, OwnWork
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.errors import Invalid
from events_app.stakeholders.tables import Position
from tests import make_commitments as make
from tests import make_seating, make_stakeholders
from tests.commitments.test_verdicts import ACCEPT, INSERT, user
from tests.make_commitments import AGREED, Scene
from tests.people import Somebody

NAMED = "SELECT to_address FROM message WHERE kind = 'commitments.verification_waiting'"


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    return await make.scene(city)


async def post_held_by(city: Organisation, scene: Scene, email: str | None) -> Position:
    """A post in the verifying institution, held by somebody with this address."""
    post = await make_seating.position(city.id, scene.verifier, "Irban II")
    if email:
        holder = await make_stakeholders.person(city.id, "Tono", institution=scene.verifier, email=email)
        await make_seating.hold(post, holder)
    return post


async def by_post(city: Organisation, scene: Scene, post: Position) -> Any:
    row = await make.opened(
        city, scene, verifier_institution_id=scene.verifier.id, verifier_position_id=post.id
    )
    return await make.submitted(row, await make.holder_of(row))


async def seen(actor: Any) -> list[Any]:
    return [row["submission"] for row in await waiting.waiting_for(actor, AGREED)]


async def test_the_post_judges_and_its_colleagues_do_not(city: Organisation, scene: Scene) -> None:
    holder = await user(city, Role.verifier, institution=scene.verifier.id, email="tono@inspektorat.example")
    colleague = await user(city, Role.verifier, institution=scene.verifier.id, email="lain@x.example")
    post = await post_held_by(city, scene, "Tono@Inspektorat.example")
    submission = await by_post(city, scene, post)
    assert (await seen(holder), await seen(colleague)) == ([submission.id], [])
    assert [row["to_address"] for row in await fetch(NAMED)] == ["tono@inspektorat.example"]
    with pytest.raises(NotTheVerifier):
        await actions.verify(colleague, submission, ACCEPT, AGREED)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="somebody else is named"):
        await execute(INSERT, city.id, submission.id, colleague.user, scene.verifier.id)
    await actions.verify(holder, submission, ACCEPT, AGREED)


async def test_the_duty_follows_the_post_to_its_next_holder(city: Organisation, scene: Scene) -> None:
    before = await user(city, Role.verifier, institution=scene.verifier.id, email="tono@x.example")
    after = await user(city, Role.verifier, institution=scene.verifier.id, email="wati@x.example")
    post = await post_held_by(city, scene, "tono@x.example")
    submission = await by_post(city, scene, post)
    await execute("UPDATE position_holding SET starts_on = '2020-01-01', ends_on = '2026-01-01'")
    next_one = await make_stakeholders.person(
        city.id, "Wati", institution=scene.verifier, email="wati@x.example"
    )
    await make_seating.hold(post, next_one)
    assert (await seen(before), await seen(after)) == ([], [submission.id])


async def test_a_vacant_post_leaves_it_to_its_office(city: Organisation, scene: Scene) -> None:
    office = await user(city, Role.verifier, institution=scene.verifier.id)
    other = await user(city, Role.verifier, institution=scene.other.id)
    nobody = await user(city, Role.verifier)
    submission = await by_post(city, scene, await post_held_by(city, scene, None))
    assert [await seen(one) for one in (office, other, nobody)] == [[submission.id], [], [submission.id]]


async def test_a_post_never_judges_what_it_owes(city: Organisation, scene: Scene) -> None:
    own = await make_seating.position(city.id, scene.promiser, "Kepala Dinas")
    judge = await post_held_by(city, scene, "sari@dinsos.example")
    with pytest.raises(ValueError, match="position that does the work"):
        make.action_in(scene, responsible_position_id=own.id, verifier_position_id=own.id)
    holder = await user(city, Role.verifier, institution=scene.verifier.id, email="sari@dinsos.example")
    submission = await by_post(city, scene, judge)
    assert await seen(holder) == []
    with pytest.raises(OwnWork):
        await actions.verify(holder, submission, ACCEPT, AGREED)
    with pytest.raises(asyncpg.CheckViolationError, match="action_separate_posts"):
        await execute("UPDATE follow_up_action SET responsible_position = $1, verifier_position = $1", own.id)


async def test_a_post_of_another_office_is_no_verifier(city: Organisation, scene: Scene) -> None:
    post = await post_held_by(city, scene, "x@x.example")
    facts = {"verifier_institution_id": scene.other.id, "verifier_position_id": post.id}
    with pytest.raises(Invalid) as refusal:
        await make.draft(city, scene, actions=[make.action_in(scene, **facts)])
    assert [fault.field for fault in refusal.value.errors] == ["actions.0.verifier_position_id"]


async def test_an_office_that_went_into_the_verifier_judges_for_it(city: Organisation, scene: Scene) -> None:
    row = await make.opened(city, scene, verifier_institution_id=scene.verifier.id)
    submission = await make.submitted(row, await make.holder_of(row))
    old = await user(city, Role.verifier, institution=scene.other.id)
    assert await seen(old) == []
    await execute("UPDATE institution SET successor = $2 WHERE id = $1", scene.other.id, scene.verifier.id)
    assert await seen(old) == [submission.id]
    await actions.verify(old, submission, ACCEPT, AGREED)


async def test_the_queue_is_in_the_order_of_waiting_and_goes_on_where_it_stopped(
    eko: Somebody, city: Organisation, scene: Scene
) -> None:
    made = []
    for late in (3, 1, 2):
        row = await make.opened(city, scene)
        made.append(await make.submitted(row, await make.holder_of(row), AGREED + timedelta(days=late)))
    first = (await eko.api.get("/verifications", params={"limit": 2})).json()
    by_action = {str(one.action): one for one in made}
    assert [by_action[one["id"]] for one in first["items"]] == [made[1], made[2]]
    await actions.verify(eko.actor, made[2], ACCEPT, AGREED + timedelta(days=5))
    rest = await eko.api.get("/verifications", params={"limit": 2, "cursor": first["next"]})
    assert [one["id"] for one in rest.json()["items"]] == [str(made[0].action)]


async def test_the_page_asks_as_much_for_many_as_for_few(
    eko: Somebody, city: Organisation, scene: Scene
) -> None:
    counts = []
    for more in (2, 20):
        for _ in range(more):
            row = await make.opened(city, scene)
            await make.submitted(row, await make.holder_of(row))
        with counting_queries() as asked:
            assert (await eko.web.get("/verifications")).status_code == 200
        counts.append(asked.count)
    assert counts[0] == counts[1]


async def test_the_index_carries_the_order(city: Organisation, scene: Scene) -> None:
    """A page of a long queue walks the index of what waits; it neither sorts nor reads what was judged."""
    row = await make.opened(city, scene)
    await make.submitted(row, await make.holder_of(row))
    await execute("SET enable_seqscan = off")
    plan = """EXPLAIN SELECT id FROM follow_up_action WHERE organisation = $1 AND state = 'submitted'
    ORDER BY state_since, id LIMIT 26"""
    told = "\n".join(row[0] for row in await fetch(plan, city.id))
    await execute("RESET enable_seqscan")
    assert "follow_up_action_waiting" in told
    assert "Sort" not in told
    assert await fetch_value("SELECT count(*) FROM submission") == 1
