"""A promise's story from the invitation to the verdict, for those who may read it, in the order it happened."""

from datetime import timedelta
from typing import Any

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.forms import DecisionIn, DueChangeIn, UpdateIn
from events_app.commitments.kinds import Obstacle
from events_app.commitments.tables import AskDecision, Evidence, FollowUpAction
from events_app.database import counting_queries, execute, fetch_value
from tests import make_commitments as make
from tests import make_invitations
from tests.make_commitments import AGREED, Scene
from tests.make_events import NINE
from tests.make_reports import came
from tests.people import Cast, Somebody

DAY = timedelta(days=1)


async def told(city: Organisation, here: Scene) -> FollowUpAction:
    """Invited, came, promised, reported, moved, submitted twice, verified."""
    asked = await make_invitations.invitation(here.event, here.promiser)
    await execute(
        "UPDATE invitation SET sent_at = $2, opened_at = $3 WHERE id = $1",
        asked.id,
        NINE - 9 * DAY,
        NINE - 8 * DAY,
    )
    await make_invitations.answered(asked, "accepted", "Sari Lestari")
    guests = await make_invitations.guests_of(asked)
    await came(guests)
    staff = make.staff(city)
    row = await make.opened(city, here)
    stuck = UpdateIn(percent=30, narrative="Menunggu anggaran.", obstacle=Obstacle.budget)
    await actions.report_progress(staff, row, stuck, AGREED + DAY)
    change = await actions.ask_due_change(
        staff, await make.fresh(row), DueChangeIn(due=make.DUE + 30 * DAY, reason="Banjir."), AGREED + 2 * DAY
    )
    await actions.decide_due_change(
        staff, change, DecisionIn(decision=AskDecision.approved), AGREED + 3 * DAY
    )
    for no, accept in enumerate((False, True)):
        moment = AGREED + (5 + 2 * no) * DAY
        submission = await make.submitted(await make.fresh(row), staff, moment)
        await make.judge(city, submission, accept, moment + DAY)
    return await make.fresh(row)


async def test_story_goes_from_invitation_to_verdict_in_order(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    row = await told(city, here)
    answer = (await dewi.api.get(f"/commitments/{row.commitment}/timeline")).json()
    assert answer["next"] is None
    items = answer["items"]
    assert [one["at"] for one in items] == sorted(one["at"] for one in items)
    happened = [(one["kind"], one["code"]) for one in items]
    expected = [
        ("invitation", "sent"), ("invitation", "opened"), ("attendance", "came"),
        ("promise", "agreed"), ("obstacle", "budget"), ("due", "due_asked"), ("due", "due_approved"),
        ("submission", "submitted"), ("verdict", "returned"), ("submission", "submitted"), ("verdict", "accepted"),
    ]  # fmt: skip
    assert [one for one in happened if one in expected] == expected
    assert ("invitation", "accepted") in happened
    assert {one["note"] for one in items if one["kind"] == "obstacle"} == {"Menunggu anggaran."}
    only = (await dewi.api.get(f"/commitments/{row.commitment}/timeline?kind=verdict")).json()["items"]
    assert [one["code"] for one in only] == ["returned", "accepted"]


async def test_story_is_read_in_parts_and_strange_cursors_are_refused(
    city: Organisation, dewi: Somebody
) -> None:
    row = await told(city, await make.scene(city))
    path = f"/commitments/{row.commitment}/timeline"
    whole = (await dewi.api.get(path)).json()["items"]
    parts: list[Any] = []
    cursor: str | None = "0"
    while cursor is not None:
        part = (await dewi.api.get(f"{path}?limit=4&cursor={cursor}")).json()
        parts, cursor = parts + part["items"], part["next"]
    assert parts == whole
    for wrong in ("x", "-1", "99999999999999999999"):
        refused = await dewi.api.get(f"{path}?cursor={wrong}")
        assert [refused.status_code, refused.json()["errors"][0]["field"]] == [422, "cursor"]


async def test_page_groups_by_day_filters_and_leads_to_the_evidence(
    city: Organisation, dewi: Somebody
) -> None:
    row = await told(city, await make.scene(city))
    path = f"/commitments/{row.commitment}/timeline"
    shown = (await dewi.web.get(path)).text
    assert shown.count('<h3 class="story-day"><time datetime="') >= 6
    assert "The due date is now" in shown
    evidence = await Evidence.objects().first()
    assert evidence is not None
    assert f"/evidence/{evidence.id}/preview" in shown
    assert "Verdict" in shown
    assert (
        "Found in order" not in (await dewi.web.get(f"{path}?kind=obstacle")).text.partition('id="story"')[2]
    )
    wrong = await dewi.web.get(f"{path}?kind=gossip")
    assert wrong.status_code == 422
    assert "field-error" in wrong.text
    assert "Nothing of this kind yet" in (await dewi.web.get(f"{path}?kind=meeting")).text
    for start in (f"/commitments/{row.commitment}", f"/actions/{row.id}"):
        assert f'href="{path}"' in (await dewi.web.get(start)).text


async def test_names_of_guests_and_personal_evidence_are_only_for_those_who_may_know_them(
    city: Organisation, cast: Cast, dewi: Somebody, charlie: Somebody
) -> None:
    row = await told(city, await make.scene(city))
    await execute("UPDATE evidence SET contains_personal_data = true")
    proof = await Evidence.objects().first()
    assert proof is not None
    assert len(proof.title) > 5
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    path = f"/commitments/{row.commitment}/timeline"
    known = (await dewi.api.get(f"{path}?kind=attendance")).json()["items"]
    assert [one["who"] for one in known] == ["Sari Lestari"]
    unknown = (await viewer.api.get(path)).json()["items"]
    assert [one["who"] for one in unknown if one["kind"] == "attendance"] == [""]
    proofs = [one for one in unknown if one["kind"] == "evidence"]
    assert {(one["note"], one["evidence_id"]) for one in proofs} == {("", None)}
    seen = (await viewer.web.get(path)).text
    assert "Holds personal data" in seen
    assert proof.title not in seen
    assert proof.title in (await dewi.web.get(path)).text
    assert [(await charlie.web.get(path)).status_code, (await charlie.api.get(path)).status_code] == [
        404,
        404,
    ]


async def test_confidential_story_does_not_exist_for_those_who_may_not_know(
    city: Organisation, cast: Cast
) -> None:
    here = await make.scene(city, confidential=True)
    row = await make.opened(city, here)
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    assert (await viewer.web.get(f"/commitments/{row.commitment}/timeline")).status_code == 404


async def test_story_asks_as_much_for_many_reports_as_for_few(city: Organisation, dewi: Somebody) -> None:
    row = await told(city, await make.scene(city))
    await execute("UPDATE follow_up_action SET state = 'in_progress', done_on = NULL WHERE id = $1", row.id)

    async def asked(many: int) -> int:
        for number in range(many):
            form = UpdateIn(percent=50, narrative=f"Laporan {number}.")
            await actions.report_progress(make.staff(city), await make.fresh(row), form, AGREED + 40 * DAY)
        with counting_queries() as counted:
            assert (await dewi.web.get(f"/commitments/{row.commitment}/timeline")).status_code == 200
        return counted.count

    assert await asked(5) == await asked(50)
    assert await fetch_value("SELECT count(*) FROM progress_update WHERE action = $1", row.id) > 50
    second = (await dewi.web.get(f"/commitments/{row.commitment}/timeline?page=2")).text
    assert "Nothing of this kind yet" in second
