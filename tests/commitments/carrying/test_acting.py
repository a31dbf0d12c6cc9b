"""What a review sets going at the action: time is asked of the chair, what is called done is to be judged."""

from datetime import timedelta

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.carrying.tables import MeetingReview
from events_app.commitments.tables import ActionState
from events_app.database import fetch, fetch_value
from events_app.events.tables import Event
from tests import make_commitments as make
from tests import make_seating, make_stakeholders
from tests.commitments.carrying.test_reviews import later, review, scene
from tests.commitments.test_verdicts import user
from tests.make_commitments import DUE, Scene
from tests.people import Somebody

__all__ = ["later", "scene"]
NEW = DUE + timedelta(days=60)
WAITING = "SELECT count(*) FROM message WHERE kind = 'commitments.verification_waiting'"

ESCALATED = "SELECT to_address, text FROM message WHERE kind = 'commitments.action_escalated'"


async def test_more_time_is_asked_of_the_chair_who_alone_grants_it(
    dewi: Somebody, chair: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    answer = await review(dewi, later[0], action, decision="extend", new_due=str(NEW), note="")
    assert answer.status_code == 200, answer.text
    [asked] = await fetch("SELECT id, new_due, decision, reason FROM due_change")
    assert (asked["new_due"], asked["decision"]) == (NEW, "pending")
    assert later[0].title in asked["reason"]
    assert (await make.fresh(action)).due == DUE
    await chair.api.post(f"/due-changes/{asked['id']}/decision", json={"decision": "approved"})
    assert (await make.fresh(action)).due == NEW


async def test_what_is_refused_at_the_action_refuses_the_review_and_stands_beside_its_line(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    wrong = [
        ({"decision": "continue", "new_due": str(NEW)}, 422, "new_due"),
        ({"decision": "extend", "new_due": str(DUE)}, 422, "new_due"),
    ]
    for sent, status, field in wrong:
        answer = await review(dewi, later[0], action, **sent)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (status, field)
    assert await MeetingReview.count() == 0
    form = {
        "rows.0.action_id": str(action.id),
        "rows.0.decision": "extend",
        "rows.0.new_due": str(DUE),
        "rows.0.row_version": "0",
    }
    path = f"/events/{later[0].id}/minutes/review"
    shown = await dewi.web.post(path, form)
    assert shown.status_code == 422
    assert 'id="f-rows-0-new_due-error"' in shown.text
    assert (await dewi.web.post(path, form | {"rows.0.new_due": str(NEW)})).status_code == 303
    again = await review(dewi, later[1], action, decision="extend", new_due=str(NEW + timedelta(days=1)))
    assert (again.status_code, again.json()["code"]) == (409, "due_change_pending")
    assert await MeetingReview.count() == 1


async def test_what_is_called_done_is_asked_to_be_judged_and_is_not_judged_by_the_meeting(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    await user(city, Role.verifier)
    sent = await make.in_state(city, scene, ActionState.submitted)
    open_one = await make.opened(city, scene)
    before = await fetch_value(WAITING)
    for action in (sent, open_one):
        assert (await review(dewi, later[0], action, decision="close")).status_code == 200
    assert await fetch_value(WAITING) == before + 1
    assert [(await make.fresh(one)).state for one in (sent, open_one)] == ["submitted", "open"]


async def test_what_goes_higher_is_put_before_the_chair_and_the_head_once_for_a_meeting(
    dewi: Somebody, chair: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    head = await make_seating.position(city.id, scene.promiser, "Kepala Dinas")
    head.is_head = True
    await head.save()
    person = await make_stakeholders.person(city.id, "Ani Kepala", email="ani@dinas.example")
    await make_seating.hold(head, person)
    action = await make.opened(city, scene)
    first = await review(dewi, later[0], action, decision="escalate", note="Perlu SK wali kota.")
    assert first.status_code == 200, first.text
    await review(dewi, later[0], action, decision="escalate", note="Masih perlu.", row_version=1)
    told = await fetch(ESCALATED)
    assert {row["to_address"] for row in told} == {"ani@dinas.example", chair.user.email}
    assert all("Perlu SK wali kota." in row["text"] for row in told)
    assert all(
        (f"/actions/{action.id}" in row["text"]) == (row["to_address"] == chair.user.email) for row in told
    )
    await review(dewi, later[1], action, decision="escalate", note="Lagi.")
    assert len(await fetch(ESCALATED)) == 4


async def test_chairs_meeting_gives_an_action_away_and_it_really_changes_hands(
    chair: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    answer = await review(
        chair,
        later[0],
        action,
        decision="reassign",
        responsible_institution_id=str(scene.other.id),
        note="Urusan Bappeda.",
    )
    assert answer.status_code == 200, answer.text
    assert (await make.fresh(action)).responsible_institution == scene.other.id
    [told] = (await chair.api.get(f"/actions/{action.id}/duty-changes")).json()["items"]
    assert (told["reason"], told["meeting_id"]) == ("Urusan Bappeda.", str(later[0].id))
    line = {"rows.0.action_id": str(action.id), "rows.0.decision": "reassign", "rows.0.row_version": "1"}
    path = f"/events/{later[0].id}/minutes/review"
    for typed, said in (
        ("Dinas yang tidak ada", "Please choose one from the list."),
        ("Bappeda", "They answer for it already."),
    ):
        shown = await chair.web.post(path, line | {"rows.0.new_owner": typed})
        assert shown.status_code == 422
        assert 'id="f-rows-0-new_owner-error"' in shown.text
        assert said in shown.text
        assert f'value="{typed}"' in shown.text
    back = await chair.web.post(path, line | {"rows.0.new_owner": " dinas  SOSIAL"})
    assert back.status_code == 303
    assert (await make.fresh(action)).responsible_institution == scene.promiser.id


@pytest.mark.parametrize(
    ("field", "typed"), [("new_owner", "Bappeda"), ("new_due", str(NEW)), ("note", "Segera.")]
)
async def test_what_is_typed_without_a_decision_is_not_dropped_but_asked_about(
    chair: Somebody, city: Organisation, scene: Scene, later: list[Event], field: str, typed: str
) -> None:
    action = await make.opened(city, scene)
    line = {"rows.0.action_id": str(action.id), "rows.0.row_version": "0", f"rows.0.{field}": typed}
    path = f"/events/{later[0].id}/minutes/review"
    shown = await chair.web.post(path, line)
    assert shown.status_code == 422
    assert 'id="f-rows-0-decision-error"' in shown.text
    assert typed in shown.text
    assert await MeetingReview.count() == 0


async def test_secretariat_cannot_give_away_and_the_chair_is_asked_once_for_a_meeting(
    dewi: Somebody, chair: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    owner = {"responsible_institution_id": str(scene.other.id)}
    for said, code in (
        ({"decision": "reassign"} | owner, "chair_reassigns"),
        ({"decision": "continue"} | owner, "only_to_reassign"),
    ):
        refused = await review(dewi, later[0], action, **said)
        assert refused.status_code == 422
        [fault] = refused.json()["errors"]
        assert (fault["field"], fault["code"]) == ("responsible_institution_id", code)
    assert 'name="rows.0.new_owner"' not in (await dewi.web.get(f"/events/{later[0].id}/minutes/review")).text
    await review(dewi, later[0], action, decision="reassign", note="Ke Bappeda.")
    await review(dewi, later[0], action, decision="reassign", note="Ke Bappeda, segera.", row_version=1)
    [told] = await fetch(
        "SELECT to_address, text FROM message WHERE kind = 'commitments.reassignment_wanted'"
    )
    assert told["to_address"] == chair.user.email
    assert "Ke Bappeda." in told["text"]
    assert f"/actions/{action.id}" in told["text"]
    assert (await make.fresh(action)).responsible_institution == scene.promiser.id
