"""Invitations, answers without an account, waiting lists and guests."""

from typing import Any

import httpx

from tests.contract.calls import at, event, faults, institution, must, ok, person, refused
from tests.people import Cast, Somebody


async def _asked(who: Somebody, made: Any, *invitees: dict[str, Any], send: bool = False) -> list[str]:
    """Invites, and gives the token of each invitee's link."""
    body = {"invitees": list(invitees), "send": send}
    invited = await must(who.api.post(f"/events/{made['id']}/invitations", json=body))
    rows = await ok(who.api.get(f"/events/{made['id']}/invitations", params={"limit": 500}))
    links = {one["id"]: one["rsvp_url"] for one in rows["items"]}
    return [links[one["id"]].rsplit("/", 1)[1] for one in invited["items"]]


def _names(*names: str, answer: str = "accepted") -> dict[str, Any]:
    return {"answer": answer, "representatives": [{"full_name": name} for name in names]}


async def test_inviting_twice_makes_one_invitation(alice: Somebody) -> None:
    made, office = await event(alice.api), await institution(alice.api, email="dinas@kota.example")
    mute, human = await institution(alice.api), await person(alice.api, email="budi@kota.example")
    path = f"/events/{made['id']}/invitations"
    invitees = [{"institution_id": office["id"], "seats": 2}, {"institution_id": mute["id"]}]
    body = {"invitees": [*invitees, {"person_id": human["id"]}], "send": True}
    first = await must(alice.api.post(path, json=body))
    assert (first["created"], first["existing"]) == (3, 0)
    assert [one["institution_id"] for one in first["items"]] == [office["id"], mute["id"], None]
    assert [one["person_id"] for one in first["items"]] == [None, None, human["id"]]
    assert [one["state"] for one in first["items"]] == ["sent", "draft", "sent"]
    assert [one.get("problem") for one in first["items"]] == [None, "no_address", None]
    again = await must(alice.api.post(path, json=body))
    assert (again["created"], again["existing"]) == (0, 3)
    assert [one["id"] for one in again["items"]] == [one["id"] for one in first["items"]]


async def test_mail_goes_to_the_institutions_head_when_it_has_no_address(alice: Somebody) -> None:
    made, office = await event(alice.api), await institution(alice.api)
    facts = {"institution_id": office["id"], "is_head": True, "email": "kepala@kota.example"}
    await person(alice.api, "Kepala Dinas", **facts)
    body = {"invitees": [{"institution_id": office["id"]}], "send": True}
    done = await must(alice.api.post(f"/events/{made['id']}/invitations", json=body))
    assert done["items"][0]["state"] == "sent"
    mails = await ok(alice.api.get("/outbox", params={"event_id": made["id"]}))
    assert [one["to"] for one in mails["items"]] == ["kepala@kota.example"]


async def test_an_invitee_is_one_of_two(alice: Somebody) -> None:
    made, office = await event(alice.api), await institution(alice.api)
    path = f"/events/{made['id']}/invitations"
    both = {"institution_id": office["id"], "person_id": office["id"]}
    for wrong in ({}, both, {"institution_id": office["id"], "seats": 0}):
        assert await faults(alice.api.post(path, json={"invitees": [wrong], "send": False}))
    many = {"invitees": [{"institution_id": office["id"]}] * 10_001, "send": False}
    assert "invitees" in await faults(alice.api.post(path, json=many))


async def test_links_work_before_anything_is_sent_and_only_organisers_see_them(
    alice: Somebody, dewi: Somebody, client: httpx.AsyncClient
) -> None:
    made, office = await event(alice.api), await institution(alice.api)
    token = (await _asked(alice, made, {"institution_id": office["id"], "seats": 2}))[0]
    answered = await ok(client.put(f"/api/v1/rsvp/{token}", json=_names("Ani", "Budi")))
    assert answered["state"] == "accepted"
    assert [one.keys() for one in answered["guests"]] == [{"display_name", "pass_url"}] * 2
    row = (await ok(alice.api.get(f"/events/{made['id']}/invitations")))["items"][0]
    assert row["rsvp_url"].endswith(f"/rsvp/{token}")
    for guest in row["guests"]:
        assert guest.keys() >= {"id", "person", "institution", "state", "pass_url"}
    assert [one["pass_url"] for one in row["guests"]] == [one["pass_url"] for one in answered["guests"]]
    seen = (await ok(dewi.api.get(f"/events/{made['id']}/invitations")))["items"][0]
    assert not seen.get("rsvp_url")
    assert not any(one.get("pass_url") for one in seen["guests"])


async def test_a_new_list_replaces_the_old_and_a_name_keeps_its_pass(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    made, office = await event(alice.api), await institution(alice.api)
    path = f"/api/v1/rsvp/{(await _asked(alice, made, {'institution_id': office['id'], 'seats': 2}))[0]}"
    first = (await ok(client.put(path, json=_names("Dra. Kartini", "Budi"))))["guests"]
    second = (await ok(client.put(path, json=_names("KARTINI", "Citra"))))["guests"]
    passes = {one["pass_url"] for one in first}
    assert len(second) == 2
    assert next(one["pass_url"] for one in second if one["display_name"] != "Citra") == first[0]["pass_url"]
    assert next(one["pass_url"] for one in second if one["display_name"] == "Citra") not in passes
    body = _names("A", "B", "C")
    problem = await refused(client.put(path, json=body), 422, "too_many_representatives")
    assert problem["title"]
    declined = await ok(client.put(path, json={"answer": "declined", "reason": "Rapat"}))
    assert declined == {"state": "declined", "guests": []}
    back = (await ok(client.put(path, json=_names("Kartini"))))["guests"]
    assert back[0]["pass_url"] == first[0]["pass_url"]


async def test_a_persons_yes_makes_one_guest(alice: Somebody, client: httpx.AsyncClient) -> None:
    made, human = await event(alice.api), await person(alice.api, "Dr. Ani Lestari")
    path = f"/api/v1/rsvp/{(await _asked(alice, made, {'person_id': human['id']}))[0]}"
    first = await ok(client.put(path, json={"answer": "accepted"}))
    assert [one["display_name"] for one in first["guests"]] == ["Dr. Ani Lestari"]
    assert await ok(client.put(path, json={"answer": "accepted"})) == first
    assert (await ok(client.put(path, json={"answer": "tentative"})))["state"] == "tentative"
    assert (await faults(client.put(path, json={"answer": "perhaps"}))).keys() == {"answer"}
    await refused(client.put("/api/v1/rsvp/NOTATOKEN", json={"answer": "accepted"}), 404, "not_found")


async def test_a_full_event_says_so_or_lets_wait(alice: Somebody, client: httpx.AsyncClient) -> None:
    for waits in (False, True):
        made = await event(alice.api, capacity=3, waiting_list=waits)
        offices = [{"institution_id": (await institution(alice.api))["id"], "seats": 2} for _ in range(2)]
        one, two = await _asked(alice, made, *offices)
        # the seats count from the yes on, even with one name only
        await ok(client.put(f"/api/v1/rsvp/{one}", json=_names("Ani")))
        call = client.put(f"/api/v1/rsvp/{two}", json=_names("Budi"))
        if waits:
            assert (await ok(call))["state"] == "waitlisted"
        else:
            await refused(call, 409, "event_full")
        await ok(client.put(f"/api/v1/rsvp/{one}", json={"answer": "declined"}))
        after = await ok(client.put(f"/api/v1/rsvp/{two}", json=_names("Budi")))
        assert after["state"] == "accepted"


async def test_an_event_that_is_off_or_over_takes_no_answer(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    office = await institution(alice.api)
    gone, over = await event(alice.api), await event(alice.api)
    links = [(await _asked(alice, made, {"institution_id": office["id"]}))[0] for made in (gone, over)]
    await ok(alice.api.post(f"/events/{gone['id']}/cancellation", json={"reason": "Batal"}))
    times = {"starts_at": at(hours=-9), "ends_at": at(hours=-8)}
    await ok(alice.api.patch(f"/events/{over['id']}", json=times))
    for token, code in zip(links, ("event_cancelled", "event_over"), strict=True):
        await refused(client.put(f"/api/v1/rsvp/{token}", json=_names("Ani")), 409, code)


async def test_guests_come_without_invitation(alice: Somebody, cast: Cast) -> None:
    made = await event(alice.api, capacity=1)
    path = f"/events/{made['id']}/guests"
    body = {"full_name": "Dr. Ani", "institution_name": "Kelurahan Kenanga", "sex": "female"}
    first = await must(alice.api.post(path, json=body | {"phone": "081234567890", "position": "Lurah"}))
    assert first.keys() >= {"id", "pass_url", "short_code"}
    assert len(first["short_code"]) == 8
    assert (first["display_name"], first["state"], first["walk_in"]) == ("Dr. Ani", "expected", False)
    assert first["institution"]["name"] == "Kelurahan Kenanga"
    walk_in = await must(alice.api.post(path, json={"full_name": "Budi", "walk_in": True}))
    assert [one["code"] for one in walk_in["warnings"]] == ["over_capacity"]
    numbers = await ok(alice.api.get(f"/events/{made['id']}/attendance"))
    assert (numbers["present"], numbers["inside"], numbers["walk_ins"]) == (1, 1, 1)
    read = await ok(alice.api.get(f"{path}/{first['id']}"))
    assert read.items() <= first.items()
    assert read in (await ok(alice.api.get(path)))["items"]
    found = await faults(alice.api.post(path, json={"phone": "1", "sex": "x", "walk_in": "maybe"}))
    assert found.keys() == {"full_name", "phone", "sex", "walk_in"}
    assert len({one["short_code"] for one in (first, walk_in)}) == 2
