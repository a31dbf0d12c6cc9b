"""Events, their derived states, and sessions that never share a room or a person."""

from typing import Any

from tests.contract.calls import at, event, faults, must, ok, person, plan, refused
from tests.people import Somebody

KINDS = [
    "thematic_discussion",
    "training",
    "workshop",
    "coordination_meeting",
    "outreach",
    "hearing",
    "other",
]


async def test_an_event_has_its_defaults(alice: Somebody) -> None:
    made = await must(alice.api.post("/events", json=plan()))
    assert made["ref"]
    assert made["slug"]
    defaults: dict[str, Any] = {
        "state": "draft",
        "language": "id",
        "waiting_list": False,
        "visibility": "invited",
        "confidential": False,
        "door_opens_minutes": 120,
        "door_closes_minutes": 60,
        "room_id": None,
        "capacity": None,
    }
    assert defaults.items() <= made.items()
    for kind in KINDS:
        assert (await must(alice.api.post("/events", json=plan(kind=kind))))["kind"] == kind
    for visibility in ("public", "unlisted", "invited"):
        body = plan(visibility=visibility, language="en", confidential=True)
        assert (await must(alice.api.post("/events", json=body)))["visibility"] == visibility


async def test_an_event_with_faults_is_refused(alice: Somebody) -> None:
    assert (await faults(alice.api.post("/events", json={}))).keys() == {
        "title",
        "kind",
        "timezone",
        "starts_at",
        "ends_at",
    }
    body = plan(kind="party", timezone="Mars/Base", visibility="x", capacity=0, language="fr")
    found = await faults(alice.api.post("/events", json=body))
    assert found.keys() == {"kind", "timezone", "visibility", "capacity", "language"}
    backwards = plan(starts_at=at(hours=3), ends_at=at(hours=2))
    assert (await faults(alice.api.post("/events", json=backwards))).keys() == {"ends_at"}


async def test_states_follow_the_clock(alice: Somebody) -> None:
    coming = await event(alice.api, starts_at=at(days=1), ends_at=at(days=1, hours=2))
    assert coming["state"] == "published"
    assert coming["warnings"] == [one for one in coming["warnings"] if one.keys() == {"code", "message"}]
    for hours, state in (((-1, 1), "in_progress"), ((2, 3), "published"), ((-3, -2), "closed")):
        times = {"starts_at": at(hours=hours[0]), "ends_at": at(hours=hours[1])}
        changed = await ok(alice.api.patch(f"/events/{coming['id']}", json=times))
        assert changed["state"] == state
        assert (await ok(alice.api.get(f"/events/{coming['id']}")))["state"] == state
        listed = (await ok(alice.api.get("/events", params={"state": state})))["items"]
        assert [one["id"] for one in listed] == [coming["id"]]


async def test_cancelling_needs_a_reason_and_is_for_good(alice: Somebody) -> None:
    made = await event(alice.api)
    assert await faults(alice.api.post(f"/events/{made['id']}/cancellation", json={})) == {
        "reason": "missing"
    }
    body = {"reason": "Narasumber berhalangan"}
    gone = await ok(alice.api.post(f"/events/{made['id']}/cancellation", json=body))
    assert gone["state"] == "cancelled"
    answer = await alice.api.post(f"/events/{made['id']}/publication")
    assert answer.status_code == 409


async def test_postponing_moves_the_event_and_keeps_its_passes(alice: Somebody) -> None:
    made = await event(alice.api)
    path = f"/events/{made['id']}"
    guest = await must(alice.api.post(f"{path}/guests", json={"full_name": "Budi"}))
    body = {"starts_at": at(days=7), "ends_at": at(days=7, hours=3), "reason": "Gedung dipakai"}
    found = await faults(alice.api.post(f"{path}/postponement", json={"starts_at": at(days=7)}))
    assert found.keys() == {"ends_at", "reason"}
    moved = await ok(alice.api.post(f"{path}/postponement", json=body))
    assert moved["state"] != "cancelled"
    now = (await ok(alice.api.get(f"{path}/guests")))["items"][0]
    assert (now["pass_url"], now["state"]) == (guest["pass_url"], "expected")


async def test_a_room_holds_one_session_at_a_time(alice: Somebody) -> None:
    room = await must(alice.api.post("/rooms", json={"name": "Kenanga"}))
    one, two = await event(alice.api, published=False), await event(alice.api, published=False)
    hour = {"starts_at": at(), "ends_at": at(hours=1), "room_id": room["id"]}
    first = await must(alice.api.post(f"/events/{one['id']}/sessions", json={"title": "Sesi A"} | hour))
    late = hour | {"title": "Sesi B", "starts_at": at(minutes=30)}
    problem = await refused(
        alice.api.post(f"/events/{two['id']}/sessions", json=late | {"ends_at": at(hours=2)}),
        409,
        "room_taken",
    )
    assert problem["conflict"].keys() >= {"session_id", "title", "starts_at", "ends_at"}
    assert (problem["conflict"]["session_id"], problem["conflict"]["title"]) == (first["id"], "Sesi A")
    assert problem["conflict"]["starts_at"] == first["starts_at"]
    after = late | {"starts_at": at(hours=1), "ends_at": at(hours=2)}
    await must(alice.api.post(f"/events/{two['id']}/sessions", json=after))


async def test_a_person_speaks_once_at_a_time_unless_somebody_says_why(alice: Somebody) -> None:
    made, other = await event(alice.api, published=False), await event(alice.api, published=False)
    speaker, chair = await person(alice.api), await person(alice.api)
    hour = {"title": "Sesi A", "starts_at": at(), "ends_at": at(hours=1)}
    body = hour | {"speaker_ids": [speaker["id"]], "moderator_id": chair["id"], "capacity": 30}
    first = await must(alice.api.post(f"/events/{made['id']}/sessions", json=body))
    assert (first["speaker_ids"], first["moderator_id"]) == ([speaker["id"]], chair["id"])
    for clash in ({"speaker_ids": [chair["id"]]}, {"moderator_id": speaker["id"]}):
        problem = await refused(
            alice.api.post(f"/events/{other['id']}/sessions", json=hour | clash), 409, "person_taken"
        )
        assert problem["conflict"]["session_id"] == first["id"]
    said = hour | {"speaker_ids": [chair["id"]], "person_override_reason": "Bergantian dengan wakilnya"}
    await must(alice.api.post(f"/events/{other['id']}/sessions", json=said))
    gone = await ok(alice.api.delete(f"/events/{made['id']}/sessions/{first['id']}"))
    assert gone["state"] == "cancelled"


async def test_a_patch_changes_what_is_sent(alice: Somebody) -> None:
    made = await must(alice.api.post("/events", json=plan(theme="TPPO", capacity=50)))
    changed = await ok(alice.api.patch(f"/events/{made['id']}", json={"capacity": None, "title": "Baru"}))
    assert (changed["capacity"], changed["title"], changed["theme"]) == (None, "Baru", "TPPO")
    assert await ok(alice.api.get(f"/events/{made['id']}")) == changed
    backwards = alice.api.patch(f"/events/{made['id']}", json={"ends_at": at(days=-3)})
    assert (await faults(backwards)).keys() == {"ends_at"}
