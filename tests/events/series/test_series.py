"""Series: made from a rule, changed one by one or together, extended and thinned out."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from events_app.database import fetch_value
from events_app.events.forms import EventPatch
from events_app.events.series import scopes
from events_app.events.series.tables import Series
from events_app.events.tables import Event
from tests import make_events as make
from tests.people import Somebody

WEEKLY = "FREQ=WEEKLY;COUNT=4"


async def a_series(alice: Somebody, rule: str = WEEKLY, **more: Any) -> dict[str, Any]:
    """Four Saturdays from 12 December 2026 in one room, one session each."""
    room = await make.room(alice.actor.organisation)
    event = await make.event(alice.actor.organisation, room_id=room.id)
    await make.session(event)
    answer = await alice.api.post("/series", json={"event_id": str(event.id), "rule": rule} | more)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def rows() -> list[Event]:
    return await Event.objects().where(Event.series.is_not_null()).order_by(Event.occurrence_at)


async def days() -> list[str]:
    return [f"{row.starts_at:%m-%d %H}" for row in await rows()]


async def test_the_event_is_the_first_of_real_drafts(alice: Somebody) -> None:
    made = await a_series(alice)
    assert await days() == ["12-12 02", "12-19 02", "12-26 02", "01-02 02"]
    assert {one["state"] for one in made["occurrences"]} == {"draft"}
    assert [one["occurrence_at"] for one in made["occurrences"]] == [
        one["starts_at"] for one in made["occurrences"]
    ]
    assert await fetch_value("SELECT count(*) FROM event_session") == 4
    assert await fetch_value("SELECT count(*) FROM booking WHERE NOT cancelled") == 4


async def test_exceptions_and_extra_dates(alice: Somebody) -> None:
    more: dict[str, Any] = {"exdates": ["2026-12-26T09:00:00+07:00"], "rdates": ["2026-12-22T13:00:00+07:00"]}
    await a_series(alice, **more)
    assert await days() == ["12-12 02", "12-19 02", "12-22 06", "01-02 02"]


async def test_an_event_belongs_to_one_series(alice: Somebody) -> None:
    made = await a_series(alice)
    body = {"event_id": made["occurrences"][0]["id"], "rule": WEEKLY}
    assert (await alice.api.post("/series", json=body)).json()["code"] == "in_series_already"
    again = await alice.api.post("/series", json=body | {"starts_at": "2027-06-05T09:00:00+07:00"})
    assert (again.status_code, len(again.json()["occurrences"])) == (201, 4)


async def test_a_taken_room_is_previewed_refused_and_then_done_without(alice: Somebody) -> None:
    room = await make.room(alice.actor.organisation)
    for day in (7, 21):
        times = {name: at + timedelta(days=day) for name, at in make.hours(1, 2).items()}
        await make.event(alice.actor.organisation, title=f"Lain {day}", room_id=room.id, **times)
    event = await make.event(alice.actor.organisation, room_id=room.id)
    body = {"event_id": str(event.id), "rule": WEEKLY}
    before = await Event.count()
    shown = (await alice.api.post("/series/preview", json=body)).json()
    assert [len(date["warnings"]) for date in shown["dates"]] == [0, 1, 0, 1]
    refused = await alice.api.post("/series", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "rooms_taken")
    assert refused.json()["dates"] == ["2026-12-19", "2027-01-02"]
    assert (await Event.count(), await Series.count()) == (before, 0)
    made = await alice.api.post("/series", json=body | {"without_room": True})
    assert [one["room_id"] is None for one in made.json()["occurrences"]] == [False, True, False, True]
    assert len(made.json()["warnings"]) == 2


async def test_a_rule_without_end_is_cut_and_says_so(alice: Somebody) -> None:
    made = await a_series(alice, "FREQ=YEARLY")
    assert len(made["occurrences"]) == 6
    assert made["warnings"][0]["code"] == "rule_goes_on"
    assert "200" in made["warnings"][0]["message"]


async def test_bad_rules_and_sources_are_refused_by_name(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    good = {"event_id": str(event.id), "rule": WEEKLY}
    for change, code in (
        ({"rule": "FREQ=HOURLY"}, "rule_unreadable"),
        ({"exdates": ["2026-12-12T09:00:00+07:00"], "rule": "FREQ=DAILY;COUNT=1"}, "rule_empty"),
        ({"event_id": None}, "invalid"),
        ({"template_id": str(event.id)}, "invalid"),
    ):
        answer = await alice.api.post("/series", json=good | change)
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await Series.count() == 0


async def test_an_edit_of_one_detaches_it(alice: Somebody) -> None:
    made = await a_series(alice)
    second = made["occurrences"][1]["id"]
    answer = await alice.api.patch(f"/events/{second}", json={"title": "Khusus"})
    assert (answer.json()["changed"], answer.json()["detached"]) == (1, True)
    assert [row.title for row in await rows()] == ["Diskusi Tematik", "Khusus", *["Diskusi Tematik"] * 2]


async def test_following_move_by_the_same_and_take_sessions_along(alice: Somebody) -> None:
    made = await a_series(alice)
    second = made["occurrences"][1]
    body = {"starts_at": "2026-12-20T10:00:00+07:00", "ends_at": "2026-12-20T13:00:00+07:00", "theme": "Baru"}
    answer = await alice.api.patch(f"/events/{second['id']}?scope=following", json=body)
    assert answer.json()["changed"] == 3
    assert await days() == ["12-12 02", "12-20 03", "12-27 03", "01-03 03"]
    assert [row.theme for row in await rows()] == ["", "Baru", "Baru", "Baru"]
    assert [row.calendar_sequence for row in await rows()] == [0, 1, 1, 1]
    stray = (
        "SELECT count(*) FROM event_session s JOIN event e ON e.id = s.event WHERE s.starts_at <> e.starts_at"
    )
    assert await fetch_value(stray) == 0
    assert await fetch_value("SELECT count(*) FROM booking WHERE NOT cancelled") == 4


async def test_only_what_changed_is_carried_over_and_quiet_changes_stay_quiet(alice: Somebody) -> None:
    made = await a_series(alice)
    first, second = (one["id"] for one in made["occurrences"][:2])
    await alice.api.patch(f"/events/{second}", json={"capacity": 7})
    answer = await alice.api.patch(f"/events/{first}?scope=all&detached_too=true", json={"title": "Semua"})
    assert answer.json()["changed"] == 4
    assert {row.title for row in await rows()} == {"Semua"}
    assert [row.capacity for row in await rows()] == [None, 7, None, None]
    assert [row.calendar_sequence for row in await rows()] == [0, 0, 0, 0]


async def test_what_has_begun_is_cancelled_postponed_or_detached_is_left_and_named(alice: Somebody) -> None:
    made = await a_series(alice, "FREQ=WEEKLY;COUNT=5")
    ids = [one["id"] for one in made["occurrences"]]
    await alice.api.post(f"/events/{ids[1]}/publication")
    await alice.api.post(f"/events/{ids[1]}/cancellation", json={"reason": "Libur"})
    await alice.api.patch(f"/events/{ids[2]}", json={"title": "Khusus"})
    event = await Event.objects().get(Event.id == ids[3])
    assert event is not None
    now = make.NINE + timedelta(hours=1)
    done = await scopes.edit(alice.actor, event, EventPatch(theme="Baru"), now, "all")
    assert (done.changed, [left.code for left in done.left]) == (2, ["begun", "cancelled", "detached"])
    assert [row.theme for row in await rows()] == ["", "", "", "Baru", "Baru"]
    late = await Event.objects().get(Event.id == ids[0])
    assert late is not None
    with pytest.raises(scopes.OccurrenceBegun):
        await scopes.edit(alice.actor, late, EventPatch(theme="x"), now, "all")
    backwards = EventPatch(starts_at=make.NINE - timedelta(days=9))
    with pytest.raises(scopes.WouldBePast):
        await scopes.edit(alice.actor, late, backwards, make.NINE - timedelta(days=5), "all")


async def test_registration_closes_as_long_before_each(alice: Somebody) -> None:
    made = await a_series(alice)
    body = {"visibility": "public", "registration": True, "register_by": "2026-12-10T17:00:00+07:00"}
    await alice.api.patch(f"/events/{made['occurrences'][0]['id']}?scope=all", json=body)
    assert [f"{row.register_by:%m-%d %H}" for row in await rows()] == [
        "12-10 10", "12-17 10", "12-24 10", "12-31 10",
    ]  # fmt: skip
    later = {"starts_at": "2026-12-13T09:00:00+07:00", "ends_at": "2026-12-13T12:00:00+07:00"}
    await alice.api.patch(f"/events/{made['occurrences'][0]['id']}?scope=all", json=later)
    assert f"{(await rows())[3].register_by:%m-%d %H}" == "01-01 10"
    await alice.api.post(f"/series/{made['id']}/extension", json={"count": 5})
    assert f"{(await rows())[4].register_by:%m-%d %H}" == "01-08 10"


async def test_a_length_that_cannot_be_refuses_all_of_it(alice: Somebody) -> None:
    made = await a_series(alice)
    first, last = made["occurrences"][0]["id"], made["occurrences"][3]["id"]
    await alice.api.patch(f"/events/{last}", json={"ends_at": "2027-01-02T09:30:00+07:00"})
    short = {"ends_at": "2026-12-12T11:00:00+07:00"}
    answer = await alice.api.patch(f"/events/{first}?scope=all&detached_too=true", json=short)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "ends_at")
    assert len({row.ends_at - row.starts_at for row in await rows()}) == 2


async def test_a_clash_on_any_date_refuses_all_and_names_each(alice: Somebody) -> None:
    made = await a_series(alice)
    room = made["occurrences"][0]["room_id"]
    for day in (7, 21):
        times = {name: at + timedelta(days=day) for name, at in make.hours(5, 6).items()}
        await make.event(alice.actor.organisation, title=f"Lain {day}", room_id=room, **times)
    body = {"starts_at": "2026-12-12T14:00:00+07:00", "ends_at": "2026-12-12T17:00:00+07:00"}
    answer = await alice.api.patch(f"/events/{made['occurrences'][0]['id']}?scope=all", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "series_clash")
    assert answer.json()["dates"] == ["2026-12-19", "2027-01-02"]
    assert await days() == ["12-12 02", "12-19 02", "12-26 02", "01-02 02"]
    assert await fetch_value("SELECT count(*) FROM booking WHERE cancelled") == 0


async def test_scope_needs_a_series_and_the_newest_version(alice: Somebody) -> None:
    alone = await make.event(alice.actor.organisation)
    answer = await alice.api.patch(f"/events/{alone.id}?scope=all", json={"title": "x"})
    assert answer.json()["code"] == "no_series"
    made = await a_series(alice)
    path = f"/events/{made['occurrences'][0]['id']}?scope=all"
    stale = await alice.api.patch(path, json={"title": "x", "row_version": 99})
    assert stale.json()["code"] == "changed_meanwhile"


async def test_extension_makes_what_comes_after_as_it_has_become(alice: Somebody) -> None:
    made = await a_series(alice)
    body = {"starts_at": "2026-12-12T10:00:00+07:00", "ends_at": "2026-12-12T12:00:00+07:00", "title": "Baru"}
    await alice.api.patch(f"/events/{made['occurrences'][0]['id']}?scope=all", json=body)
    path = f"/series/{made['id']}/extension"
    grown = await alice.api.post(path, json={"count": 6})
    assert grown.status_code == 200
    assert grown.json()["rule"] == "FREQ=WEEKLY;COUNT=6"
    assert await days() == ["12-12 03", "12-19 03", "12-26 03", "01-02 03", "01-09 03", "01-16 03"]
    assert (await rows())[-1].title == "Baru"
    assert (await alice.api.post(path, json={"count": 6})).json()["code"] == "nothing_to_extend"
    assert (await alice.api.post(path, json={})).status_code == 422


async def test_two_who_extend_at_once_make_each_date_once(alice: Somebody) -> None:
    made = await a_series(alice)
    path = f"/series/{made['id']}/extension"
    answers = await asyncio.gather(*(alice.api.post(path, json={"count": 8}) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * 7
    assert len({row.occurrence_at for row in await rows()}) == len(await rows()) == 8


async def test_a_draft_that_is_left_out_vanishes_and_a_published_one_is_cancelled(alice: Somebody) -> None:
    made = await a_series(alice)
    path = f"/series/{made['id']}/exceptions"
    ids = [one["id"] for one in made["occurrences"]]
    await alice.api.post(path, json={"event_id": ids[3], "reason": ""})
    await alice.api.post(f"/events/{ids[1]}/publication")
    refused = await alice.api.post(path, json={"event_id": ids[1], "reason": ""})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")
    kept = await alice.api.post(path, json={"event_id": ids[1], "reason": "Libur"})
    assert [one["state"] for one in kept.json()["occurrences"]] == ["draft", "cancelled", "draft"]
    assert len(kept.json()["exdates"]) == 2
    grown = await alice.api.post(f"/series/{made['id']}/extension", json={"count": 5})
    assert (await days())[-1] == "01-09 02", grown.text
    assert (await alice.api.post(path, json={"event_id": made["id"], "reason": ""})).status_code == 404


async def test_strangers_find_no_series(alice: Somebody, charlie: Somebody, dewi: Somebody) -> None:
    made = await a_series(alice)
    path = f"/series/{made['id']}"
    assert (await charlie.api.get(path)).status_code == 404
    assert (await charlie.api.post(f"{path}/extension", json={"count": 9})).status_code == 404
    assert (await dewi.api.get(path)).json()["title"] == "Diskusi Tematik"
    assert (await dewi.api.post(f"{path}/extension", json={"count": 9})).status_code == 403
