"""From a commitment to a verified action, extensions included."""

from tests.contract.calls import at, day, event, faults, institution, must, ok, person, refused
from tests.contract.promises import PDF, agreed, promise, submitted, todo
from tests.people import Cast, Somebody


async def test_a_promise_is_a_draft_until_the_chair_agrees(
    alice: Somebody, dewi: Somebody, chair: Somebody
) -> None:
    made, office, other = await event(alice.api), await institution(alice.api), await institution(alice.api)
    human = await person(alice.api, institution_id=office["id"])
    guest = await must(
        alice.api.post(f"/events/{made['id']}/guests", json={"full_name": "Ani", "walk_in": True})
    )
    hour = {"title": "Sesi", "starts_at": made["starts_at"], "ends_at": at()}
    session = await must(alice.api.post(f"/events/{made['id']}/sessions", json=hour))
    action = todo(office, responsible_person_id=human["id"], verifier_institution_id=other["id"])
    more = {"attendance_guest_id": guest["id"], "session_id": session["id"], "indicator": "SK", "target": "1"}
    body = promise(office, action, todo(office), **more)
    kept = await must(dewi.api.post(f"/events/{made['id']}/commitments", json=body))
    assert (kept["state"], kept["ref"] != "") == ("draft", True)
    assert [one["state"] for one in kept["actions"]] == ["draft", "draft"]
    assert all(one["ref"] for one in kept["actions"])
    assert more.items() <= kept.items()
    assert await ok(dewi.api.get(f"/commitments/{kept['id']}")) == kept
    listed = (await ok(dewi.api.get(f"/events/{made['id']}/commitments")))["items"]
    assert listed == [kept] == (await ok(dewi.api.get("/commitments")))["items"]
    await refused(dewi.api.post(f"/commitments/{kept['id']}/agreement"), 403, "not_allowed")
    done = await ok(chair.api.post(f"/commitments/{kept['id']}/agreement"))
    assert (done["state"], [one["state"] for one in done["actions"]]) == ("agreed", ["open", "open"])
    assert done["actions"][0]["due"] == day(30)


async def test_a_promise_with_faults_is_refused(alice: Somebody, dewi: Somebody) -> None:
    made, office = await event(alice.api), await institution(alice.api)
    path = f"/events/{made['id']}/commitments"
    wrong = promise(office, {"title": "", "due": "12/12/2026", "colour": 1}, title="")
    found = await faults(dewi.api.post(path, json=wrong))
    assert found.keys() == {
        "title",
        *("actions.0.title", "actions.0.due", "actions.0.colour", "actions.0.deliverable"),
        "actions.0.responsible_institution_id",
    }
    for due in ("2027-01-01T00:00:00Z", 1798761600, "1798761600", "2027-1-1"):
        late = promise(office, todo(office, due=due))
        assert await faults(dewi.api.post(path, json=late)) == {"actions.0.due": "date_parsing"}
    await refused(alice.api.post(path, json=promise(office)), 403, "not_allowed")


async def test_progress_is_reported_as_of_a_day(owner: Somebody) -> None:
    action = (await agreed(owner)).action
    path = f"/actions/{action}/updates"
    first = await must(owner.api.post(path, json={"percent": 40, "narrative": "Naskah siap"}))
    assert (first["obstacle"], first["percent"]) == ("none", 40)
    assert first["reported_for"] in (day(0), day(1))
    for obstacle in ["none", "budget", "staff", "regulation", "coordination", "data", "other"]:
        body = {"percent": 50, "narrative": "Ada", "obstacle": obstacle, "reported_for": day(-1)}
        made = await must(owner.api.post(path, json=body))
        assert (made["obstacle"], made["reported_for"]) == (obstacle, day(-1))
    assert (await ok(owner.api.get(path)))["items"][0] == first
    assert await ok(owner.api.get(f"/updates/{first['id']}")) == first
    assert (await ok(owner.api.get(f"/actions/{action}")))["state"] == "in_progress"
    found = await faults(owner.api.post(path, json={"percent": 101, "obstacle": "rain"}))
    assert found.keys() == {"percent", "narrative", "obstacle"}


async def test_proof_is_files_or_links_and_never_nothing(owner: Somebody) -> None:
    kept = await agreed(owner)
    path = f"/actions/{kept.action}/submissions"
    for call in (
        owner.api.post(path, json={"statement": "Selesai"}),
        owner.api.post(path, json={"statement": "Selesai", "links": []}),
        owner.api.post(path, data={"statement": "Selesai"}, files={"files[]": ("", b"")}),
    ):
        answer = await call
        assert answer.status_code == 422, answer.text
    bad = {"links": ["javascript:alert(1)"], "evidence_date": "x"}
    assert (await faults(owner.api.post(path, json=bad))).keys() == {"statement", "links.0", "evidence_date"}
    files = [("files[]", PDF), ("files[]", ("b.pdf", PDF[1], "application/pdf"))]
    made = await must(owner.api.post(path, data={"statement": "Selesai"}, files=files))
    assert len(made["evidence"]) == 2
    assert await ok(owner.api.get(f"/submissions/{made['id']}")) == made
    assert (await ok(owner.api.get(path)))["items"] == [made]
    assert (await ok(owner.api.get(f"/actions/{kept.action}")))["state"] == "submitted"


async def test_nobody_verifies_their_own_work(cast: Cast, owner: Somebody, eko: Somebody) -> None:
    from events_app.accounts.rights import Role
    from events_app.accounts.tables import Organisation

    home = await Organisation.objects().get(Organisation.id == owner.actor.organisation)
    assert home is not None
    kept = await agreed(owner)
    third = await institution(owner.api)
    path = f"/submissions/{(await submitted(owner, kept.action))['id']}/verification"
    body = {"verdict": "accepted"}
    inside = await cast.somebody(home, "Pram", Role.owner, institution=kept.promiser["id"])
    stranger = await cast.somebody(home, "Rini", Role.verifier, institution=third["id"])
    judge = await cast.somebody(home, "Yuni", Role.verifier, institution=kept.verifier["id"])
    await refused(owner.api.post(path, json=body), 403, "own_work")
    await refused(inside.api.post(path, json=body), 403, "own_work")
    await refused(stranger.api.post(path, json=body), 403, "not_the_verifier")
    assert await faults(judge.api.post(path, json={"verdict": "returned"})) == {"reason": "missing"}
    assert (await faults(judge.api.post(path, json={"verdict": "fine"}))).keys() == {"verdict"}
    back = await must(judge.api.post(path, json={"verdict": "returned", "reason": "Belum ditandatangani"}))
    assert (back["verdict"], back["reason"]) == ("returned", "Belum ditandatangani")
    assert await ok(owner.api.get(path)) == back
    assert (await ok(owner.api.get(f"/actions/{kept.action}")))["state"] == "returned"
    again = await submitted(owner, kept.action)
    await must(eko.api.post(f"/submissions/{again['id']}/verification", json=body))
    assert (await ok(owner.api.get(f"/actions/{kept.action}")))["state"] == "verified"
    twice = await judge.api.post(f"/submissions/{again['id']}/verification", json=body)
    assert twice.status_code == 409, twice.text


async def test_an_extension_waits_for_the_chair(dewi: Somebody, owner: Somebody, chair: Somebody) -> None:
    action = (await agreed(owner)).action
    path = f"/actions/{action}/due-changes"
    assert (await faults(dewi.api.post(path, json={}))).keys() == {"due", "reason"}
    for decision, due in (("rejected", day(30)), ("approved", day(60))):
        asked = await must(dewi.api.post(path, json={"due": day(60), "reason": "Anggaran"}))
        assert (asked["decision"], asked["due"]) == ("pending", day(60))
        assert (await ok(owner.api.get(f"/actions/{action}")))["due"] == day(30)
        decided = f"/due-changes/{asked['id']}/decision"
        await refused(dewi.api.post(decided, json={"decision": decision}), 403, "not_allowed")
        made = await ok(chair.api.post(decided, json={"decision": decision, "note": "Baik"}))
        assert (made["decision"], made["note"]) == (decision, "Baik")
        assert await ok(dewi.api.get(f"/due-changes/{asked['id']}")) == made
        assert (await ok(owner.api.get(f"/actions/{action}")))["due"] == due


async def test_actions_are_found_by_what_they_are(owner: Somebody) -> None:
    one, two = await agreed(owner, due=day(-10)), await agreed(owner, title="Posko kecamatan")
    await submitted(owner, two.action)
    for params, found in (
        ({}, {one.action, two.action}),
        ({"state": "submitted"}, {two.action}),
        ({"state": "open"}, {one.action}),
        ({"overdue": "true"}, {one.action}),
        ({"overdue": "false"}, {two.action}),
        ({"institution_id": two.promiser["id"]}, {two.action}),
        ({"event_id": one.event["id"]}, {one.action}),
        ({"q": "posko KECAMATAN"}, {two.action}),
        ({"q": one.commitment["actions"][0]["ref"]}, {one.action}),
    ):
        items = (await ok(owner.api.get("/actions", params=params)))["items"]
        assert {item["id"] for item in items} == found, params
    late = await ok(owner.api.get(f"/actions/{one.action}"))
    assert (late["overdue"], late["state"], late["due"]) == (True, "open", day(-10))
    assert (await faults(owner.api.get("/actions", params={"state": "x", "overdue": "y"}))).keys() == {
        "state",
        "overdue",
    }
