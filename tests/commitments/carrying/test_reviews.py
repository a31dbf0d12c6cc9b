"""What earlier meetings left open comes back, is reviewed once for each meeting, and is never copied."""

import re
from datetime import date, timedelta
from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments import actions as commitments
from events_app.commitments.carrying import queries, review_lines
from events_app.commitments.carrying.tables import MeetingReview
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.database import counting_queries, execute
from events_app.events.series.tables import Series
from events_app.events.tables import Event
from tests import make_commitments as make
from tests import make_events
from tests.make_commitments import Scene
from tests.people import Somebody

QUARTER = timedelta(days=91)


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    return await make.scene(city)


@pytest.fixture
async def later(city: Organisation, scene: Scene) -> list[Event]:
    """Two more meetings of the series of the scene's event."""
    series = Series(organisation=city.id, title="Rapat triwulanan", starts_at=make_events.NINE)
    await series.save()
    events = [scene.event]
    for number in (1, 2):
        hours = {"starts_at": make_events.NINE + number * QUARTER}
        hours["ends_at"] = hours["starts_at"] + timedelta(hours=2)
        events.append(await make_events.published(city, title=f"Rapat {number + 1}", **hours))
    ids = [one.id for one in events]
    await execute(
        "UPDATE event SET series = $1, occurrence_at = starts_at WHERE id = ANY($2)", series.id, ids
    )
    return events[1:]


async def carried(who: Somebody, event: Event) -> list[dict[str, Any]]:
    answer = await who.api.get(f"/events/{event.id}/carried-actions")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def review(who: Somebody, event: Event, action: FollowUpAction, **more: Any) -> Any:
    body = {"decision": "continue", "note": "Menunggu SK.", "row_version": 0} | more
    return await who.api.put(f"/events/{event.id}/reviews/{action.id}", json=body)


async def test_open_actions_come_to_every_later_meeting_until_they_end(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    still = await make.opened(city, scene)
    for state in (ActionState.verified, ActionState.cancelled, ActionState.infeasible, ActionState.draft):
        await make.in_state(city, scene, state)
    for meeting in later:
        assert [one["action_id"] for one in await carried(dewi, meeting)] == [str(still.id)]
    assert await carried(dewi, scene.event) == []
    await commitments.cancel_action(make.staff(city), still, "Tidak perlu.", make.AGREED)
    assert await carried(dewi, later[0]) == []
    assert await FollowUpAction.count() == 5


async def test_each_meeting_says_its_own_and_the_count_follows(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    first = await review(dewi, later[0], action)
    assert (first.status_code, first.json()["decision"], first.json()["row_version"]) == (200, "continue", 1)
    assert [one["times_carried"] for one in await carried(dewi, later[1])] == [1]
    await review(dewi, later[1], action, decision="close", note="")
    told = (await dewi.api.get(f"/actions/{action.id}/reviews")).json()
    assert (told["times_carried"], [one["decision"] for one in told["items"]]) == (1, ["continue", "close"])
    assert "Carried over 1 time" in (await dewi.web.get(f"/actions/{action.id}")).text


async def test_of_two_reviews_at_once_the_second_sees_the_first(
    dewi: Somebody, chair: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    await review(dewi, later[0], action)
    late = await review(chair, later[0], action, decision="escalate")
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    ahead = await review(chair, later[1], action, row_version=3)
    assert ahead.status_code == 409
    assert await MeetingReview.count() == 1
    read = await dewi.api.get(f"/events/{later[0].id}/reviews/{action.id}")
    assert read.json()["note"] == "Menunggu SK."


async def test_what_no_earlier_meeting_left_open_is_not_reviewed(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    action = await make.opened(city, scene)
    refused = await review(dewi, scene.event, action)
    assert (refused.status_code, refused.json()["code"]) == (409, "not_carried")


async def test_thirty_days_late_must_be_spoken_of_and_comes_first(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    day = (make_events.NINE + QUARTER).date()
    soon = await make.opened(city, scene, due=day - timedelta(days=29))
    late = await make.opened(city, scene, due=day - timedelta(days=30))
    found = await carried(dewi, later[0])
    assert [(one["action_id"], one["forced"]) for one in found] == [
        (str(late.id), True),
        (str(soon.id), False),
    ]
    shown = (await dewi.web.get(f"/events/{later[0].id}/minutes")).text
    assert shown.count("Must be spoken of") == 1


async def test_without_a_series_the_meeting_before_is_chosen(
    dewi: Somebody, city: Organisation, scene: Scene
) -> None:
    action = await make.opened(city, scene)
    hours = {
        "starts_at": make_events.NINE + QUARTER,
        "ends_at": make_events.NINE + QUARTER + timedelta(hours=1),
    }
    after = await make_events.published(city, **hours)
    assert await carried(dewi, after) == []
    path = f"/events/{after.id}/previous-meeting"
    chosen = await dewi.api.put(path, json={"previous_id": str(scene.event.id)})
    assert (chosen.status_code, chosen.json()["title"]) == (200, scene.event.title)
    assert [one["action_id"] for one in await carried(dewi, after)] == [str(action.id)]
    backwards = await dewi.api.put(
        f"/events/{scene.event.id}/previous-meeting", json={"previous_id": str(after.id)}
    )
    assert (backwards.status_code, backwards.json()["code"]) == (422, "not_before")
    await dewi.api.put(path, json={"previous_id": None})
    assert await carried(dewi, after) == []


async def test_what_a_confidential_meeting_left_open_is_for_those_who_may_know(
    dewi: Somebody, eko: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    await make.opened(city, scene)
    await execute("UPDATE event SET confidential = true WHERE id = $1", scene.event.id)
    assert len(await carried(dewi, later[0])) == 1
    assert await carried(eko, later[0]) == []
    row = await FollowUpAction.objects().first()
    assert row is not None
    assert (await review(dewi, later[0], row)).status_code == 200
    seen = [(await who.api.get(f"/events/{later[0].id}/reviews")).json()["items"] for who in (dewi, eko)]
    assert [len(one) for one in seen] == [1, 0]


async def test_the_page_saves_the_lines_that_were_decided_and_keeps_what_was_typed(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    one, two = [await make.opened(city, scene, due=date(2027, 3, day)) for day in (1, 2)]
    path = f"/events/{later[0].id}/minutes/review"
    assert "Nothing is copied" in (await dewi.web.get(path)).text
    form = {
        "rows.0.action_id": str(one.id),
        "rows.0.decision": "extend",
        "rows.0.note": "Sampai Juni.",
        "rows.0.discussed": "on",
        "rows.0.row_version": "0",
        "rows.1.action_id": str(two.id),
        "rows.1.row_version": "0",
    }
    assert (await dewi.web.post(path, form)).status_code == 303
    rows: list[MeetingReview] = await MeetingReview.objects()
    assert [(row.action, row.decision, row.note, row.discussed) for row in rows] == [
        (one.id, "extend", "Sampai Juni.", True)
    ]
    stale = await dewi.web.post(path, form | {"rows.0.note": "Sampai Juli."})
    assert (stale.status_code, "Sampai Juli." in stale.text) == (422, True)
    again = form | {"rows.0.row_version": "1"}
    assert (await dewi.web.post(path, again)).status_code == 303
    assert (await MeetingReview.objects().get(MeetingReview.id == rows[0].id)).row_version == 1  # type: ignore[union-attr]


async def many(action: FollowUpAction, count: int) -> None:
    """So many more open actions, like one that was opened."""
    facts = "jsonb_build_object('id', gen_random_uuid(), 'ref', 'AKSI-' || n, 'seq', n + 1)"
    await execute(
        f"INSERT INTO follow_up_action SELECT (jsonb_populate_record(a, {facts})).*"
        " FROM follow_up_action a, generate_series(1, $2::int) n WHERE a.id = $1",
        action.id,
        count,
    )


def as_shown(page: str) -> dict[str, str]:
    """What a browser sends of the lines of a page when each of them is decided."""
    sent = {}
    for name, value in re.findall(r'<input type="hidden" name="(rows\.\d+\.\w+)" value="([^"]*)"', page):
        sent[name] = value
        sent[f"{name.rpartition('.')[0]}.decision"] = "continue"
    return sent


async def test_a_series_with_more_than_five_hundred_is_reviewed_page_by_page(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    await many(await make.opened(city, scene), 509)
    path, pages = f"/events/{later[0].id}/minutes/review", []
    for number in range(1, 8):
        here = f"{path}?page={number}" if number > 1 else path
        shown = (await dewi.web.get(here)).text
        sent = as_shown(shown)
        pages.append([value for name, value in sent.items() if name.endswith("action_id")])
        answer = await dewi.web.post(here, sent)
        assert (answer.status_code, answer.headers["location"]) == (303, here)
        if f"{path}?page={number + 1}" not in shown:
            break
    assert [len(one) for one in pages] == [100] * 5 + [10]
    order = [str(row["id"]) for row in await queries.carried(make.staff(city), later[0], make.AGREED)]
    assert [one for page in pages for one in page] == order
    assert await MeetingReview.count() == 510
    assert as_shown((await dewi.web.get(f"{path}?page=9")).text)["rows.0.action_id"] == order[0]


async def test_what_was_typed_on_a_later_page_stays_with_its_action_though_the_list_moved(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_lines, "MOST", 2)
    first, *_, last = [await make.opened(city, scene, due=date(2027, 3, day)) for day in range(1, 6)]
    path = f"/events/{later[0].id}/minutes/review?page=2"
    sent = as_shown((await dewi.web.get(path)).text)
    await execute("UPDATE follow_up_action SET due = '2027-02-01' WHERE id = $1", last.id)
    await commitments.cancel_action(make.staff(city), first, "Tidak perlu.", make.AGREED)
    answer = await dewi.web.post(path, sent | {"rows.1.note": "Sampai Juli.", "rows.1.row_version": "7"})
    assert answer.status_code == 422
    back = as_shown(answer.text)
    assert back == sent | {"rows.1.row_version": "7"}
    assert answer.text.split(sent["rows.1.action_id"])[-1].count("Sampai Juli.") == 1
    assert f'action="{path}"' in answer.text
    assert await MeetingReview.count() == 0


async def test_who_may_review(
    alice: Somebody,
    bob: Somebody,
    charlie: Somebody,
    dewi: Somebody,
    chair: Somebody,
    city: Organisation,
    scene: Scene,
    later: list[Event],
) -> None:
    action = await make.opened(city, scene)
    answers = [(await review(who, later[0], action)).status_code for who in (alice, bob, charlie)]
    assert answers == [403, 404, 404]
    assert (await review(dewi, later[0], action)).status_code == 200
    assert (await review(chair, later[1], action)).status_code == 200
    shown = (await alice.web.get(f"/events/{later[0].id}/minutes/review")).text
    assert ('type="radio"' in shown, "Menunggu SK." in shown) == (False, True)


async def test_the_list_asks_no_more_for_twelve_actions_than_for_two(
    dewi: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    async def asked() -> int:
        with counting_queries() as count:
            assert (await dewi.web.get(f"/events/{later[0].id}/minutes/review")).status_code == 200
            assert await carried(dewi, later[0])
        return count.count

    for _one in range(2):
        await make.opened(city, scene)
    few = await asked()
    for _one in range(10):
        await make.opened(city, scene)
    assert await asked() == few
