"""Lists: one shape, a limit, a cursor that walks everything once; an item reads as it was created and listed."""

from typing import Any
from uuid import uuid4

from tests.contract.calls import at, day, event, faults, institution, must, ok, person, plan, walked
from tests.people import Somebody

LISTS = [
    "institutions",
    "people",
    "venues",
    "rooms",
    "events",
    "commitments",
    "actions",
    "outbox",
    "verifications",
]
OF_EVENT = ["sessions", "invitations", "guests", "scans", "commitments"]


async def test_every_list_keeps_to_its_limit_and_refuses_odd_cursors(owner: Somebody) -> None:
    made = await event(owner.api)
    for path in [f"/{name}" for name in LISTS] + [f"/events/{made['id']}/{part}" for part in OF_EVENT]:
        empty = await ok(owner.api.get(path, params={"limit": 500}))
        assert empty.keys() == {"items", "next"}, path
        assert empty["next"] is None
        for wrong in ("501", "0", "-1", "x", "1.5"):
            found = await faults(owner.api.get(path, params={"limit": wrong}))
            assert found.keys() == {"limit"}, (path, wrong)
        for wrong in ("x", "01980000", "'", "é"):
            found = await faults(owner.api.get(path, params={"cursor": wrong}))
            assert found.keys() == {"cursor"}, (path, wrong)


async def test_what_was_created_reads_the_same_everywhere(alice: Somebody) -> None:
    made = await event(alice.api, published=False, starts_at=at(days=2), ends_at=at(days=2, hours=3))
    session = {"title": "Sesi 1", "starts_at": made["starts_at"], "ends_at": made["ends_at"]}
    bodies: dict[str, Any] = {
        "/institutions": {"name": "Dinas Sosial", "kind": "regional_agency"},
        "/people": {"full_name": "Dra. Kartini", "position": "Kepala"},
        "/venues": {"name": "Balai"},
        "/rooms": {"name": "Kenanga"},
        "/events": plan(),
        f"/events/{made['id']}/sessions": session,
    }
    for path, body in bodies.items():
        created = await must(alice.api.post(path, json=body))
        listed = next(one for one in await walked(alice.api, path, 500) if one["id"] == created["id"])
        read = await ok(alice.api.get(f"{path}/{created['id']}"))
        assert created == listed == read, path


async def test_a_cursor_walks_the_directory_once(alice: Somebody) -> None:
    offices = [(await institution(alice.api))["id"] for _ in range(5)]
    people = [(await person(alice.api))["id"] for _ in range(5)]
    venues = [(await must(alice.api.post("/venues", json={"name": f"V{n}"})))["id"] for n in range(5)]
    rooms = [(await must(alice.api.post("/rooms", json={"name": f"R{n}"})))["id"] for n in range(5)]
    for path, ids in (
        ("/institutions", offices),
        ("/people", people),
        ("/venues", venues),
        ("/rooms", rooms),
    ):
        await _once(alice, path, ids)


async def test_a_cursor_walks_events_and_their_parts_once(alice: Somebody) -> None:
    events = [await event(alice.api, published=False) for _ in range(4)]
    events.append(await event(alice.api))
    await _once(alice, "/events", [one["id"] for one in events])
    root = f"/events/{events[-1]['id']}"
    offices = [(await institution(alice.api, email=f"d{n}@dinas.example"))["id"] for n in range(5)]
    body = {"invitees": [{"institution_id": one} for one in offices], "send": True}
    invited = await must(alice.api.post(f"{root}/invitations", json=body))
    assert [one["institution_id"] for one in invited["items"]] == offices
    await _once(alice, f"{root}/invitations", [one["id"] for one in invited["items"]])
    await _once(alice, "/outbox", [one["id"] for one in await walked(alice.api, "/outbox", 500)], least=5)
    guests = [await must(alice.api.post(f"{root}/guests", json={"full_name": f"Guest {c}"})) for c in "abcde"]
    await _once(alice, f"{root}/guests", [one["id"] for one in guests])
    scans = [{"id": str(uuid4()), "code": one["pass_url"], "scanned_at": at()} for one in guests]
    await ok(alice.api.post(f"{root}/scans", json={"scans": scans}))
    await _once(alice, f"{root}/scans", [one["id"] for one in scans])
    sessions = []
    for n in range(5):
        hour = {"starts_at": at(minutes=10 * n), "ends_at": at(minutes=10 * n + 10)}
        sessions.append(await must(alice.api.post(f"{root}/sessions", json={"title": f"S{n}"} | hour)))
    await _once(alice, f"{root}/sessions", [one["id"] for one in sessions])


async def test_a_cursor_walks_promises_and_their_actions_once(owner: Somebody) -> None:
    made, office = await event(owner.api), await institution(owner.api)
    path, ids, actions = f"/events/{made['id']}/commitments", [], []
    for n in range(3):
        # several actions on one day, and days out of order: the cursor must not lose any of them
        todo = [
            {
                "title": f"A{k}",
                "deliverable": "SK",
                "responsible_institution_id": office["id"],
                "due": day(30 - n if k < 2 else 10),
            }
            for k in range(3)
        ]
        body = {
            "institution_id": office["id"],
            "title": f"K{n}",
            "statement": "Kami akan",
            "expected_result": "Ada",
            "actions": todo,
        }
        kept = await must(owner.api.post(path, json=body))
        await ok(owner.api.post(f"/commitments/{kept['id']}/agreement"))
        ids.append(kept["id"])
        actions += [one["id"] for one in kept["actions"]]
    await _once(owner, path, ids)
    await _once(owner, "/commitments", ids)
    await _once(owner, "/actions", actions)
    update = {"percent": 10, "narrative": "Mulai"}
    updates = [
        (await must(owner.api.post(f"/actions/{actions[0]}/updates", json=update | {"percent": n})))["id"]
        for n in (10, 20, 15, 40, 50)
    ]
    await _once(owner, f"/actions/{actions[0]}/updates", updates)


async def _once(who: Somebody, path: str, ids: list[str], *, least: int = 3) -> None:
    """Each of these ids comes once, two at a time, and an item reads as it is listed."""
    assert len(ids) >= least
    items = await walked(who.api, path, 2)
    assert sorted(one["id"] for one in items) == sorted(ids), path
    if (not path.endswith("/updates") and not path.startswith("/events/")) or path.endswith("/sessions"):
        assert await ok(who.api.get(f"{path}/{ids[0]}")) == next(i for i in items if i["id"] == ids[0])
