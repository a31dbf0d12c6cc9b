"""The page where it is given away: the institution first, only its people and positions, every refusal in sight."""

from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.tables import ActionState
from events_app.database import counting_queries, fetch_value
from tests import make_commitments as make
from tests import make_seating, make_stakeholders
from tests.commitments.assigning.test_reassigning import body, scene
from tests.make_commitments import AGREED, Scene
from tests.people import Somebody

__all__ = ["scene"]
GIVE = "Give it to somebody else"


def chosen(here: Scene) -> str:
    return f"responsible_institution_id={here.other.id}"


async def test_it_is_given_away_by_two_steps_without_a_script(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    path = f"/actions/{action.id}/reassign"
    ours = await make_stakeholders.person(city.id, "Budi Santoso", institution=scene.other)
    post = await make_seating.position(city.id, scene.other, "Kepala Bidang")
    theirs = await make_seating.position(city.id, scene.promiser, "Sekretaris Dinas")
    assert f'href="{path}"' in (await chair.web.get(f"/actions/{action.id}")).text
    first = (await chair.web.get(path)).text
    assert "Bappeda" in first
    assert "Budi Santoso" not in first
    second = (await chair.web.get(f"{path}?{chosen(scene)}")).text
    assert all(one in second for one in ("Budi Santoso", "Kepala Bidang", f'value="{action.row_version}"'))
    assert "Sari Lestari" not in second
    assert str(theirs.id) not in second
    sent = body(scene, responsible_person_id=str(ours.id), responsible_position_id=str(post.id))
    done = await chair.web.post(path, sent | {"row_version": str(action.row_version)})
    assert done.status_code == 303, done.text
    assert (await make.fresh(action)).responsible_person == ours.id


async def test_only_the_chair_opens_it_and_only_where_something_is_owed(
    chair: Somebody, dewi: Somebody, charlie: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    path = f"/actions/{action.id}/reassign"
    assert (await dewi.web.get(path)).status_code == 403
    assert (await charlie.web.get(path)).status_code in (403, 404)
    done = await make.in_state(city, scene, ActionState.verified)
    assert (await chair.web.get(f"/actions/{done.id}/reassign")).status_code == 303


async def test_a_refusal_is_in_sight_though_the_action_moved_on(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    await actions.cancel_action(make.staff(city), action, "Tidak perlu.", AGREED)
    given = await chair.web.post(f"/actions/{action.id}/reassign", body(scene))
    assert given.status_code == 422
    assert "This can no longer be done" in given.text
    assert body(scene)["reason"] in given.text
    unsaid = await chair.web.post(f"/actions/{action.id}/infeasible", {"reason": ""})
    assert unsaid.status_code == 422
    assert 'id="f-infeasible-reason-error"' in unsaid.text


async def test_a_second_chair_sees_what_changed_and_keeps_what_was_typed(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    path, seen = f"/actions/{action.id}/reassign", {"row_version": str(action.row_version)}
    assert (await chair.web.post(path, body(scene) | seen)).status_code == 303
    late = body(scene, responsible_institution_id=str(scene.promiser.id), reason="Kembali ke dinas.")
    refused = await chair.web.post(path, late | seen)
    assert refused.status_code == 422
    assert "Somebody changed this" in refused.text
    assert "Until now Bappeda" in refused.text
    assert "Kembali ke dinas." in refused.text
    assert await fetch_value("SELECT count(*) FROM duty_change") == 1


async def test_the_directory_does_not_come_with_the_action_and_asks_no_more_when_it_grows(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    path, counts = f"/actions/{action.id}/reassign?{chosen(scene)}", []
    await chair.web.get(path)
    for size in (1, 12):
        for number in range(size):
            name = f"Orang {size} {number}"
            await make_stakeholders.person(city.id, name, institution=scene.other)
        with counting_queries() as asked:
            assert f"Orang {size} 0" in (await chair.web.get(path)).text
        counts.append(asked.count)
    assert counts[0] == counts[1]
    assert "Orang 12 0" not in (await chair.web.get(f"/actions/{action.id}")).text
