"""Sessions of a series: changed, added and taken off in one occurrence, in those that follow, or in all ahead."""

from typing import Any

from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event
from tests import make_events as make
from tests.events.series.test_series import a_series, rows
from tests.people import Somebody

LATER = {"starts_at": "2026-12-12T10:00:00+07:00", "ends_at": "2026-12-12T11:00:00+07:00"}
LATER_THIRD = {"starts_at": "2026-12-26T10:00:00+07:00", "ends_at": "2026-12-26T11:00:00+07:00"}
FIRST_OF_EACH = """
SELECT to_char(s.starts_at AT TIME ZONE 'Asia/Jakarta', 'MM-DD HH24') AS at FROM event_session s
WHERE s.cancelled_at IS NULL ORDER BY s.starts_at
"""


async def times() -> list[str]:
    return [row["at"] for row in await fetch(FIRST_OF_EACH)]


async def first_session(made: dict[str, Any], number: int = 0) -> str:
    """The address of the only session of an occurrence."""
    event = made["occurrences"][number]["id"]
    session = await fetch_value("SELECT id FROM event_session WHERE event = $1", event)
    return f"/events/{event}/sessions/{session}"


async def detached() -> list[bool]:
    return [row.detached for row in await rows()]


async def test_one_occurrence_goes_its_own_way_and_comes_back(alice: Somebody) -> None:
    path = await first_session(await a_series(alice))
    moved = await alice.api.patch(path, json=LATER)
    assert moved.status_code == 200, moved.text
    assert "changed" not in moved.json()
    assert await times() == ["12-12 10", "12-19 09", "12-26 09", "01-02 09"]
    assert await detached() == [True, False, False, False]
    back = {"starts_at": "2026-12-12T09:00:00+07:00", "ends_at": "2026-12-12T10:00:00+07:00"}
    await alice.api.patch(path, json=back)
    assert await detached() == [False] * 4
    await alice.api.patch(path, json={"title": "Sesi 1"})
    assert await detached() == [False] * 4


async def test_an_event_moved_and_undone_follows_again_unless_the_series_changed(alice: Somebody) -> None:
    made = await a_series(alice)
    one, other = (f"/events/{made['occurrences'][number]['id']}" for number in (1, 2))
    before = {"starts_at": made["occurrences"][1]["starts_at"]}
    await alice.api.post(f"{one}/move", json={"starts_at": "2026-12-20T09:00:00+07:00"})
    assert await detached() == [False, True, False, False]
    await alice.api.post(f"{one}/move", json=before)
    assert await detached() == [False] * 4
    await alice.api.post(f"{one}/move", json={"starts_at": "2026-12-20T09:00:00+07:00"})
    await alice.api.patch(f"{other}?scope=all", json={"theme": "Baru"})
    await alice.api.post(f"{one}/move", json=before)
    assert await detached() == [False, True, False, False]


async def test_following_and_all_move_their_own_sessions(alice: Somebody) -> None:
    made = await a_series(alice)
    second = await first_session(made, 1)
    body = {"starts_at": "2026-12-19T10:00:00+07:00", "ends_at": "2026-12-19T11:30:00+07:00", "kind": "panel"}
    answer = await alice.api.patch(f"{second}?scope=following", json=body)
    assert answer.json()["changed"] == 3, answer.text
    assert await times() == ["12-12 09", "12-19 10", "12-26 10", "01-02 10"]
    assert await fetch_value("SELECT count(*) FROM event_session WHERE kind = 'panel'") == 3
    assert await detached() == [False] * 4
    assert await fetch_value("SELECT count(*) FROM booking WHERE NOT cancelled") == 4
    answer = await alice.api.patch(f"{second}?scope=all", json={"join_url": "https://meet.example/1"})
    # The first is still an hour earlier, but it is the only session of that title.
    assert answer.json()["changed"] == 4
    assert await fetch_value("SELECT count(*) FROM event_session WHERE join_url <> ''") == 4


async def test_people_and_plan_follow(alice: Somebody) -> None:
    made = await a_series(alice)
    person = await make.person(alice.actor.organisation)
    path = await first_session(made)
    body = LATER | {"speaker_ids": [str(person.id)]}
    assert (await alice.api.patch(f"{path}?scope=all", json=body)).json()["changed"] == 4
    assert await fetch_value("SELECT count(*) FROM session_role WHERE person = $1", person.id) == 4
    grown = await alice.api.post(f"/series/{made['id']}/extension", json={"count": 5})
    assert grown.status_code == 200, grown.text
    assert (await times())[-1] == "01-09 10"
    assert await fetch_value("SELECT count(*) FROM session_role WHERE person = $1", person.id) == 5


async def test_add_and_take_off_reach_as_far(alice: Somebody) -> None:
    made = await a_series(alice)
    events = [one["id"] for one in made["occurrences"]]
    body = {
        "title": "Penutupan",
        "starts_at": "2026-12-19T11:00:00+07:00",
        "ends_at": "2026-12-19T12:00:00+07:00",
    }
    added = await alice.api.post(f"/events/{events[1]}/sessions?scope=following", json=body)
    assert (added.status_code, added.json()["changed"]) == (201, 3)
    assert added.json()["event_id"] == events[1]
    assert (await times())[-2:] == ["01-02 09", "01-02 11"]
    gone = await alice.api.delete(f"/events/{events[1]}/sessions/{added.json()['id']}?scope=all")
    assert (gone.json()["state"], gone.json()["changed"]) == ("cancelled", 3)
    assert [(one["code"], one["message"][:10]) for one in gone.json()["warnings"]] == [
        ("unlike", "2026-12-12")
    ]
    assert len(await times()) == 4
    assert await detached() == [False] * 4


async def test_a_renamed_session_still_follows(alice: Somebody) -> None:
    """By name and place in one occurrence, then as one of all: they know each other under any title."""
    made = await a_series(alice)
    third, first = await first_session(made, 2), await first_session(made)
    await alice.api.patch(third, json=LATER_THIRD | {"title": "Sidang"})
    assert await detached() == [False, False, True, False]
    renamed = await alice.api.patch(f"{first}?scope=all&detached_too=true", json={"capacity": 30})
    assert (renamed.json()["changed"], renamed.json()["warnings"]) == (4, [])
    assert await fetch_value("SELECT count(*) FROM event_session WHERE capacity = 30") == 4
    await alice.api.patch(f"{first}?scope=all", json={"title": "Pleno"})
    again = await alice.api.patch(f"{first}?scope=all&detached_too=true", json={"title": "Pleno I"})
    assert again.json()["changed"] == 4
    assert await fetch_value("SELECT count(*) FROM event_session WHERE title = 'Pleno I'") == 4
    assert await fetch_value("SELECT count(DISTINCT coalesce(origin, id)) FROM event_session") == 1


async def test_one_that_was_added_to_all_follows_renamed_and_into_what_is_made_later(alice: Somebody) -> None:
    made = await a_series(alice)
    events = [one["id"] for one in made["occurrences"]]
    at = {"starts_at": "2026-12-12T11:00:00+07:00", "ends_at": "2026-12-12T12:00:00+07:00"}
    body = {"title": "Penutupan"} | at
    added = (await alice.api.post(f"/events/{events[0]}/sessions?scope=all", json=body)).json()
    path = f"/events/{events[0]}/sessions/{added['id']}"
    await execute(
        "UPDATE event_session SET title = 'Lain' WHERE event = $1 AND title = 'Penutupan'", events[2]
    )
    answer = (await alice.api.patch(f"{path}?scope=all", json={"title": "Penutup"})).json()
    assert (answer["changed"], answer["warnings"]) == (4, [])
    plan = await fetch_value("SELECT plan::text FROM series")
    assert "Penutup" in plan
    assert "Penutupan" not in plan


async def test_sessions_of_before_are_found_by_title_once_and_then_by_origin(alice: Somebody) -> None:
    made = await a_series(alice)
    await execute("UPDATE event_session SET origin = NULL")
    await execute("UPDATE series SET plan = replace(plan::text, '\"origin\":', '\"was\":')::jsonb")
    path = await first_session(made)
    assert (await alice.api.patch(f"{path}?scope=all", json={"title": "Pleno"})).json()["changed"] == 4
    await execute("UPDATE event_session SET title = 'Lain' WHERE event = $1", made["occurrences"][1]["id"])
    assert (await alice.api.patch(f"{path}?scope=all", json={"title": "Pleno I"})).json()["changed"] == 4
    assert "Pleno I" in await fetch_value("SELECT plan::text FROM series")


async def test_what_is_left_is_named(alice: Somebody) -> None:
    made = await a_series(alice)
    await alice.api.patch(f"/events/{made['occurrences'][2]['id']}", json={"title": "Khusus"})
    path = await first_session(made)
    answer = (await alice.api.patch(f"{path}?scope=all", json=LATER)).json()
    assert (answer["changed"], [one["code"] for one in answer["warnings"]]) == (3, ["detached"])
    both = (await alice.api.patch(f"{path}?scope=all&detached_too=true", json={"capacity": 20})).json()
    assert (both["changed"], both["warnings"]) == (4, [])


async def test_a_clash_is_previewed_listed_and_refuses_all(alice: Somebody) -> None:
    made = await a_series(alice)
    room = await fetch_value("SELECT room FROM event WHERE series IS NOT NULL LIMIT 1")
    await make.event(
        alice.actor.organisation, title="Lain", room_id=room,
        starts_at="2026-12-26T12:00:00+07:00", ends_at="2026-12-26T13:00:00+07:00",
    )  # fmt: skip
    path = await first_session(made)
    body = {"ends_at": "2026-12-12T12:30:00+07:00"}
    shown = (await alice.api.post(f"{path}/preview?scope=all", json=body)).json()
    assert [one["date"] for one in shown["clashes"]] == ["2026-12-26"]
    assert "Lain" in shown["clashes"][0]["message"]
    assert len(shown["reached"]) == 3
    assert shown["reached"][1]["new_ends_at"] == "2026-12-19T05:30:00Z"
    refused = await alice.api.patch(f"{path}?scope=all", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "series_clash")
    assert refused.json()["dates"] == ["2026-12-26"]
    assert await times() == ["12-12 09", "12-19 09", "12-26 09", "01-02 09"]
    assert await fetch_value("SELECT count(*) FROM booking WHERE NOT cancelled") == 5
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'series.updated'") == 0


async def test_the_scope_needs_a_series_that_is_ahead_and_the_newest_version(alice: Somebody) -> None:
    lone = await make.event(alice.actor.organisation)
    session = await make.session(lone)
    answer = await alice.api.patch(f"/events/{lone.id}/sessions/{session.id}?scope=all", json=LATER)
    assert answer.json()["code"] == "no_series"
    made = await a_series(alice)
    path = await first_session(made, 1)
    assert (await alice.api.patch(f"{path}?scope=all", json={"row_version": 9})).json()[
        "code"
    ] == "changed_meanwhile"
    past = {"starts_at": "2026-11-01T09:00:00+07:00"}
    answer = await alice.api.patch(f"{path}?scope=all", json=past)
    assert answer.json()["code"] == "session_would_be_past"
    assert (await Event.count()) == 5


async def test_the_form_previews_keeps_and_takes_off(alice: Somebody) -> None:
    made = await a_series(alice)
    path = await first_session(made)
    form = (await alice.web.get(path)).text
    assert "How far the change reaches" in form
    typed = {
        "timezone": "Asia/Jakarta", "title": "Sesi 1", "kind": "plenary", "mode": "onsite", "scope": "all",
        "starts_at": "2026-12-12T10:00", "ends_at": "2026-12-12T11:00",
    }  # fmt: skip
    shown = await alice.web.post(path, data=typed | {"preview": "true"})
    assert shown.status_code == 200
    assert "What this would do" in shown.text
    assert shown.text.count("before: ") == 4
    assert "12-12 09" in await times()
    assert (await alice.web.post(path, data=typed)).status_code == 303
    assert "4 occurrences are changed." in (await alice.web.get(path)).text
    assert await times() == ["12-12 10", "12-19 10", "12-26 10", "01-02 10"]
    assert (await alice.web.post(f"{path}/cancel", data={"scope": "following"})).status_code == 303
    assert await times() == []


async def test_strangers_reach_nothing(alice: Somebody, charlie: Somebody, dewi: Somebody) -> None:
    path = await first_session(await a_series(alice))
    assert (await charlie.api.post(f"{path}/preview?scope=all", json=LATER)).status_code == 404
    assert (await dewi.api.post(f"{path}/preview?scope=all", json=LATER)).status_code == 403
