"""The JSON doors, as an outside program meets them."""

import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from events_app.database import counting_queries
from tests import make_events as make
from tests.people import Somebody


def faults(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 422, answer.text
    assert answer.json()["code"] == "invalid"
    return {fault["field"]: fault["code"] for fault in answer.json()["errors"]}


async def created(who: Somebody, **more: Any) -> dict[str, Any]:
    answer = await who.api.post("/events", json=make.event_body(**more))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def test_create_event_answers_a_draft_with_defaults(alice: Somebody) -> None:
    event = await created(alice)
    told = {name: event[name] for name in ("ref", "state", "visibility", "waiting_list", "starts_at")}
    assert told == {
        "ref": "E-2026-12-0001",
        "state": "draft",
        "visibility": "invited",
        "waiting_list": False,
        "starts_at": "2026-12-12T02:00:00Z",
    }
    assert (event["door_opens_minutes"], event["door_closes_minutes"], event["public_url"]) == (120, 60, None)
    assert (await alice.api.get(f"/events/{event['id']}")).json() == event
    assert (await alice.api.get("/events")).json() == {"items": [event], "next": None}


async def test_create_event_says_all_faults_at_once(alice: Somebody) -> None:
    body = make.event_body(
        title="  ",
        kind="party",
        timezone="Mars/Olympus",
        starts_at="2026-12-12T09:00:00",
        capacity=0,
        colour="red",
    )
    assert faults(await alice.api.post("/events", json=body)) == {
        "title": "string_too_short",
        "kind": "enum",
        "timezone": "unknown_zone",
        "starts_at": "timezone_aware",
        "capacity": "greater_than_equal",
        "colour": "extra_forbidden",
    }


async def test_create_event_refuses_an_end_before_the_start_beside_the_end(alice: Somebody) -> None:
    body = make.event_body(ends_at="2026-12-12T09:00:00+07:00")
    assert faults(await alice.api.post("/events", json=body)) == {"ends_at": "before_start"}


@pytest.mark.parametrize("title", ["nul \x00 inside", "half \ud800 char"])
async def test_create_event_refuses_text_that_cannot_be_kept(alice: Somebody, title: str) -> None:
    answer = await alice.api.post(
        "/events",
        content=json.dumps(make.event_body(title=title)),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code in (400, 422)
    assert answer.json()["code"] in ("invalid", "bad_request")


async def test_create_event_answers_the_same_for_the_same_idempotency_key(alice: Somebody) -> None:
    key = {"Idempotency-Key": "tekan-dua-kali"}
    first = await alice.api.post("/events", json=make.event_body(), headers=key)
    again = await alice.api.post("/events", json=make.event_body(), headers=key)
    other = await alice.api.post("/events", json=make.event_body(title="Lain"), headers=key)
    assert first.json() == again.json()
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_mismatch")


async def test_update_event_changes_only_what_is_sent(alice: Somebody) -> None:
    event = await created(alice, theme="Anak", capacity=40)
    answer = await alice.api.patch(f"/events/{event['id']}", json={"title": "Judul baru", "capacity": None})
    changed = answer.json()
    assert (changed["title"], changed["theme"], changed["capacity"]) == ("Judul baru", "Anak", None)


async def test_update_event_refuses_an_old_row_version(alice: Somebody) -> None:
    event = await created(alice)
    await alice.api.patch(f"/events/{event['id']}", json={"title": "B", "row_version": 1})
    late = await alice.api.patch(f"/events/{event['id']}", json={"title": "C", "row_version": 1})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")


async def test_publish_warns_and_does_not_refuse(alice: Somebody) -> None:
    event = await created(alice)
    answer = await alice.api.post(f"/events/{event['id']}/publication")
    assert answer.json()["state"] == "published"
    assert [warning["code"] for warning in answer.json()["warnings"]] == ["no_sessions", "no_room"]


async def test_publish_names_a_room_too_small_and_a_session_without_speaker(alice: Somebody) -> None:
    room = (await alice.api.post("/rooms", json={"name": "Kecil", "capacity": 10})).json()
    event = await created(alice, room_id=room["id"], capacity=50)
    late = {
        "title": "Malam",
        "starts_at": "2026-12-12T19:00:00+07:00",
        "ends_at": "2026-12-12T20:00:00+07:00",
    }
    await alice.api.post(f"/events/{event['id']}/sessions", json=late)
    answer = await alice.api.post(f"/events/{event['id']}/publication")
    codes = [warning["code"] for warning in answer.json()["warnings"]]
    assert codes == ["room_too_small", "no_speaker", "session_outside_hours"]


async def test_public_event_has_a_public_url_once_published(alice: Somebody) -> None:
    event = await created(alice, visibility="public")
    told = (await alice.api.post(f"/events/{event['id']}/publication")).json()
    assert (event["public_url"], told["public_url"]) == (None, f"http://localhost:8000/e/{event['slug']}")


async def test_cancel_needs_a_reason_and_ends_everything(alice: Somebody) -> None:
    event = await created(alice)
    path = f"/events/{event['id']}"
    assert faults(await alice.api.post(f"{path}/cancellation", json={"reason": " "})) == {
        "reason": "string_too_short"
    }
    told = (await alice.api.post(f"{path}/cancellation", json={"reason": "Banjir"})).json()
    assert (told["state"], told["state_reason"], told["calendar_sequence"]) == ("cancelled", "Banjir", 1)
    late = await alice.api.post(f"{path}/publication")
    assert (late.status_code, late.json()["code"]) == (409, "event_cancelled")


async def test_postpone_moves_the_event_and_its_sessions(alice: Somebody) -> None:
    event = await created(alice)
    path = f"/events/{event['id']}"
    times = {"starts_at": event["starts_at"], "ends_at": event["ends_at"]}
    await alice.api.post(f"{path}/sessions", json={"title": "Satu"} | times)
    body = {"starts_at": "2026-12-19T02:00:00Z", "ends_at": "2026-12-19T05:00:00Z", "reason": "Banjir"}
    early = await alice.api.post(f"{path}/postponement", json=body)
    assert early.json()["code"] == "event_not_published"
    await alice.api.post(f"{path}/publication")
    told = (await alice.api.post(f"{path}/postponement", json=body)).json()
    assert (told["state"], told["starts_at"]) == ("postponed", "2026-12-19T02:00:00Z")
    [session] = (await alice.api.get(f"{path}/sessions")).json()["items"]
    assert session["starts_at"] == "2026-12-19T02:00:00Z"


async def test_taken_room_names_the_conflict(alice: Somebody) -> None:
    room = (await alice.api.post("/rooms", json={"name": "Kenanga"})).json()
    one, two = await created(alice), await created(alice)
    body = {"title": "Satu", "starts_at": one["starts_at"], "ends_at": one["ends_at"], "room_id": room["id"]}
    first = (await alice.api.post(f"/events/{one['id']}/sessions", json=body)).json()
    answer = await alice.api.post(f"/events/{two['id']}/sessions", json=body | {"title": "Dua"})
    assert (answer.status_code, answer.json()["code"]) == (409, "room_taken")
    conflict = answer.json()["conflict"]
    assert {name: conflict[name] for name in ("session_id", "title", "starts_at", "ends_at")} == {
        "session_id": first["id"],
        "title": "Satu",
        "starts_at": "2026-12-12T02:00:00Z",
        "ends_at": "2026-12-12T05:00:00Z",
    }


async def test_taken_person_can_be_overridden_with_a_reason(alice: Somebody) -> None:
    kartini = await make.person(alice.actor.organisation)
    one, two = await created(alice), await created(alice)
    body = {"title": "Satu", "starts_at": one["starts_at"], "ends_at": one["ends_at"]}
    body |= {"speaker_ids": [str(kartini.id)]}
    await alice.api.post(f"/events/{one['id']}/sessions", json=body)
    answer = await alice.api.post(f"/events/{two['id']}/sessions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "person_taken")
    assert answer.json()["conflict"]["title"] == "Satu"
    again = await alice.api.post(
        f"/events/{two['id']}/sessions", json=body | {"person_override_reason": "Daring"}
    )
    assert (again.status_code, again.json()["speaker_ids"]) == (201, [str(kartini.id)])


async def test_session_stands_in_the_events_room_unless_it_has_its_own(alice: Somebody) -> None:
    hall = (await alice.api.post("/rooms", json={"name": "Aula"})).json()
    event = await created(alice, room_id=hall["id"])
    body = {"title": "Satu", "starts_at": event["starts_at"], "ends_at": event["ends_at"]}
    session = (await alice.api.post(f"/events/{event['id']}/sessions", json=body)).json()
    assert (session["room_id"], session["room_inherited"]) == (hall["id"], True)
    path = f"/events/{event['id']}/sessions/{session['id']}"
    assert (await alice.api.get(path)).json() == session
    other = (await alice.api.post("/rooms", json={"name": "Kecil"})).json()
    moved = (await alice.api.patch(path, json={"room_id": other["id"]})).json()
    assert (moved["room_id"], moved["room_inherited"]) == (other["id"], False)
    assert (await alice.api.delete(path)).json()["state"] == "cancelled"


async def test_places_are_listed_and_read_with_the_same_shape(alice: Somebody) -> None:
    venue = (await alice.api.post("/venues", json={"name": "Balai Kota"})).json()
    body = {"name": "Kenanga", "venue_id": venue["id"], "capacity": 20}
    room = (await alice.api.post("/rooms", json=body)).json()
    assert (await alice.api.get("/venues")).json()["items"] == [venue]
    assert (await alice.api.get("/rooms")).json()["items"] == [room]
    assert (await alice.api.get(f"/venues/{venue['id']}")).json() == venue
    assert (await alice.api.get(f"/rooms/{room['id']}")).json() == room
    assert faults(await alice.api.post("/rooms", json=body | {"capacity": -1})) == {
        "capacity": "greater_than_equal"
    }


async def test_list_events_is_narrowed_and_paged(alice: Somebody) -> None:
    organisation = alice.actor.organisation
    await make.event(organisation, title="Satu 100%")
    await make.published(organisation, title="Dua")
    await make.event(
        organisation, title="Tiga", starts_at="2027-03-01T02:00:00Z", ends_at="2027-03-01T05:00:00Z"
    )

    async def titles(**query: Any) -> list[str]:
        answer = await alice.api.get("/events", params=query)
        return [item["title"] for item in answer.json()["items"]]

    assert await titles(state="draft") == ["Satu 100%", "Tiga"]
    assert await titles(q="100%") == ["Satu 100%"]
    assert await titles(**{"from": "2027-01-01"}) == ["Tiga"]
    assert await titles(to="2026-12-12") == ["Satu 100%", "Dua"]
    first = (await alice.api.get("/events", params={"limit": 2})).json()
    rest = (await alice.api.get("/events", params={"limit": 2, "cursor": first["next"]})).json()
    assert [item["title"] for item in rest["items"]] == ["Tiga"]
    assert (len(first["items"]), rest["next"]) == (2, None)


async def test_list_events_finds_the_state_that_the_clock_makes(alice: Somebody) -> None:
    long_ago, organisation = datetime(2020, 1, 1, tzinfo=UTC), alice.actor.organisation
    await make.published(organisation, starts_at=long_ago, ends_at=long_ago.replace(year=2021))
    await make.published(organisation, starts_at=long_ago, ends_at=long_ago.replace(year=2099))
    for state in ("closed", "in_progress"):
        items = (await alice.api.get("/events", params={"state": state})).json()["items"]
        assert [item["state"] for item in items] == [state]


async def test_stranger_finds_nothing(alice: Somebody, charlie: Somebody) -> None:
    event = await created(alice)
    path = f"/events/{event['id']}"
    answers = [
        await charlie.api.get(path),
        await charlie.api.patch(path, json={"title": "x"}),
        await charlie.api.post(f"{path}/publication"),
        await charlie.api.get(f"{path}/sessions"),
    ]
    assert [answer.json()["code"] for answer in answers] == ["not_found"] * 4
    assert (await charlie.api.get("/events")).json()["items"] == []


async def test_rooms_and_people_of_strangers_are_not_found(alice: Somebody, charlie: Somebody) -> None:
    room = await make.room(charlie.actor.organisation)
    spy = await make.person(charlie.actor.organisation)
    event = await created(alice)
    body = {"title": "Satu", "starts_at": event["starts_at"], "ends_at": event["ends_at"]}
    path = f"/events/{event['id']}"
    answers = [
        await alice.api.post("/events", json=make.event_body(room_id=str(room.id))),
        await alice.api.patch(path, json={"room_id": str(room.id)}),
        await alice.api.post(f"{path}/sessions", json=body | {"speaker_ids": [str(spy.id)]}),
        await alice.api.post("/rooms", json={"name": "x", "venue_id": str(room.id)}),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(404, "not_found")] * 4


async def test_door_user_sees_the_events_assigned_to_it(alice: Somebody, bob: Somebody) -> None:
    mine, other = await created(alice), await created(alice)
    event = await make.event(alice.actor.organisation)
    await make.door_staff(event, bob.user.id)
    assert [item["id"] for item in (await bob.api.get("/events")).json()["items"]] == [str(event.id)]
    assert (await bob.api.get(f"/events/{mine['id']}")).status_code == 404
    refused = await bob.api.post("/events", json=make.event_body())
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert (await bob.api.patch(f"/events/{other['id']}", json={"title": "x"})).status_code == 403


async def test_confidential_event_is_hidden_from_those_without_the_right(
    alice: Somebody, dewi: Somebody, eko: Somebody
) -> None:
    event = await created(alice, confidential=True)
    assert (await dewi.api.get(f"/events/{event['id']}")).json()["title"] == event["title"]
    assert (await eko.api.get(f"/events/{event['id']}")).json()["code"] == "not_found"
    assert (await eko.api.get("/events")).json()["items"] == []


async def test_lists_take_the_same_queries_for_ten_and_for_a_hundred(alice: Somebody) -> None:
    event = await make.event(alice.actor.organisation)
    counts = []
    for number in range(100):
        await make.event(alice.actor.organisation)
        await make.session(event, f"Sesi {number}")
        if number in (9, 99):
            with counting_queries() as kept:
                await alice.api.get("/events", params={"limit": 500})
                await alice.api.get(f"/events/{event.id}/sessions", params={"limit": 500})
            counts.append(kept.count)
    assert counts[0] == counts[1]
