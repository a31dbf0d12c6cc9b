"""Whom the chair may name, what a second chair finds, and that nothing meant for the owner of before stays."""

from datetime import date
from typing import Any

from events_app.accounts.tables import Organisation
from events_app.commitments.reminding import muting
from events_app.commitments.reminding.forms import MuteIn
from events_app.database import fetch, fetch_value
from events_app.stakeholders.tables import Person
from tests import make_commitments as make
from tests import make_seating, make_stakeholders
from tests.commitments.assigning.test_reassigning import body, give, scene
from tests.make_commitments import Scene
from tests.people import Somebody

__all__ = ["scene"]


async def named(city: Organisation, name: str, of: Any = None) -> Person:
    return await make_stakeholders.person(city.id, name, institution=of, email=f"{name.lower()}@kota.example")


async def test_a_person_of_the_verifying_institution_does_not_become_the_owner(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene, verifier_institution_id=scene.verifier.id)
    judge = await named(city, "Wati", scene.verifier)
    holder = await named(city, "Tono")
    post = await make_seating.position(city.id, scene.verifier, "Inspektur")
    await make_seating.hold(post, holder)
    for person in (judge, holder):
        refused = await give(chair, action, body(scene, responsible_person_id=str(person.id)))
        assert refused.status_code == 422, refused.text
        [fault] = refused.json()["errors"]
        assert (fault["field"], fault["code"]) == ("responsible_person_id", "of_another")
    assert await fetch_value("SELECT count(*) FROM duty_change") == 0


async def test_their_own_people_holders_of_their_posts_and_people_of_no_institution_do(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    post = await make_seating.position(city.id, scene.other, "Kepala Bidang")
    holder = await named(city, "Rini", scene.promiser)
    await make_seating.hold(post, holder)
    for person in (await named(city, "Budi", scene.other), holder, await named(city, "Joko")):
        action = await make.opened(city, scene)
        answer = await give(chair, action, body(scene, responsible_person_id=str(person.id)))
        assert answer.status_code == 201, answer.text


async def test_the_second_of_two_chairs_is_told_that_it_changed(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    seen = action.row_version
    assert (await give(chair, action, body(scene, row_version=seen))).status_code == 201
    back = body(scene, responsible_institution_id=str(scene.promiser.id), row_version=seen)
    refused = await give(chair, action, back)
    assert (refused.status_code, refused.json()["code"]) == (409, "changed_meanwhile")
    assert (await make.fresh(action)).responsible_institution == scene.other.id


async def test_a_silence_about_it_ends_with_the_owner_it_was_meant_for(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    action, until = await make.opened(city, scene), date(2027, 1, 31)
    said = MuteIn(action_id=action.id, until=until, reason="Menunggu dinas")
    await muting.mute(make.staff(city), said, make.AGREED)
    assert (await give(chair, action, body(scene))).status_code == 201
    [mute] = await fetch("SELECT ended_at, ended_by FROM reminder_mute")
    assert mute["ended_at"] is not None
    assert mute["ended_by"] == chair.user.id
    trail = "SELECT count(*) FROM audit_entry WHERE verb = 'reminders.unmuted' AND subject = $1"
    assert await fetch_value(trail, action.id) == 1
