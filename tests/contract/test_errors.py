"""Every no is problem+json with a stable code, and says all faults at once."""

from tests.contract.calls import NOBODY, event, faults, institution, must, ok, person, plan, refused
from tests.people import Cast, Somebody


async def test_all_faults_are_said_at_once(alice: Somebody) -> None:
    body = {"kind": "nope", "email": "x", "phone": "12", "colour": 1}
    assert set(await faults(alice.api.post("/institutions", json=body))) == {
        "name",
        "kind",
        "email",
        "phone",
        "colour",
    }
    nested = {"invitees": [{"institution_id": "x"}, {"person_id": NOBODY, "mood": 1}]}
    made = await event(alice.api)
    found = await faults(alice.api.post(f"/events/{made['id']}/invitations", json=nested))
    assert {"send", "invitees.0.institution_id", "invitees.1.mood"} <= found.keys()


async def test_unknown_fields_are_refused(alice: Somebody) -> None:
    assert await faults(alice.api.post("/venues", json={"name": "Balai", "colour": "red"})) == {
        "colour": "extra_forbidden"
    }
    made = await event(alice.api)
    found = await faults(alice.api.patch(f"/events/{made['id']}", json={"state": "closed"}))
    assert found == {"state": "extra_forbidden"}


async def test_a_time_without_offset_is_refused(alice: Somebody) -> None:
    body = plan(starts_at="2026-12-12T09:00:00", ends_at="2026-12-12T12:00:00")
    assert await faults(alice.api.post("/events", json=body)) == {
        "starts_at": "timezone_aware",
        "ends_at": "timezone_aware",
    }


async def test_what_is_no_object_is_invalid(alice: Somebody) -> None:
    headers = {"content-type": "application/json"}
    for body in (b"", b"{", b"[]", b'"x"', b"null", b"12", b"\xff\xfe"):
        found = await faults(alice.api.post("/institutions", content=body, headers=headers))
        assert found, body


async def test_who_is_not_signed_in_is_told(cast: Cast, alice: Somebody) -> None:
    nobody = await cast.client("/api/v1")
    wrong = await cast.client("/api/v1", authorization="Bearer NOTATOKEN")
    basic = await cast.client("/api/v1", authorization="Basic eDp5")
    for client in (nobody, wrong, basic):
        await refused(client.get("/events"), 401, "not_signed_in")
        await refused(client.post("/events", json={}), 401, "not_signed_in")
    await refused(wrong.get(f"/events/{NOBODY}"), 401, "not_signed_in")


async def test_who_may_not_is_told(alice: Somebody, bob: Somebody, dewi: Somebody, eko: Somebody) -> None:
    made = await event(alice.api)
    await refused(bob.api.post("/institutions", json={"name": "X", "kind": "ngo"}), 403, "not_allowed")
    await refused(bob.api.post("/events", json=plan()), 403, "not_allowed")
    await refused(eko.api.post(f"/events/{made['id']}/publication"), 403, "not_allowed")
    await refused(
        dewi.api.post(f"/events/{made['id']}/invitations", json={"invitees": [], "send": False}),
        403,
        "not_allowed",
    )
    await refused(bob.api.get("/outbox"), 403, "not_allowed")


async def test_what_does_not_exist_is_not_found(owner: Somebody) -> None:
    rows = "institutions people venues rooms events commitments actions submissions due-changes outbox"
    parts = "sessions invitations guests roster scans attendance commitments"
    files = "documents/badges.pdf exports/scans.csv exports/scans.xlsx"
    paths = ["/nowhere", "/institutions/nowhere", *(f"/{kind}/{NOBODY}" for kind in rows.split())]
    paths += [f"/events/{NOBODY}/{part}" for part in (parts + " " + files).split()]
    for path in paths:
        await refused(owner.api.get(path), 404, "not_found")


async def test_another_organisations_rows_are_not_found(alice: Somebody, charlie: Somebody) -> None:
    made, office, human = await event(alice.api), await institution(alice.api), await person(alice.api)
    for path in (f"/events/{made['id']}", f"/institutions/{office['id']}", f"/people/{human['id']}"):
        await refused(charlie.api.get(path), 404, "not_found")
        await refused(charlie.api.patch(path, json={}), 404, "not_found")
    for part in ("publication", "agreement"):
        await refused(charlie.api.post(f"/events/{made['id']}/{part}"), 404, "not_found")
    for kind in ("events", "institutions", "people"):
        assert (await ok(charlie.api.get(f"/{kind}")))["items"] == []


async def test_another_organisations_ids_are_no_good_in_a_body(alice: Somebody, charlie: Somebody) -> None:
    office = await institution(alice.api)
    room = (await alice.api.post("/rooms", json={"name": "Kenanga"})).json()
    for path, body in (
        ("/institutions", {"name": "Y", "kind": "ngo", "parent_id": office["id"]}),
        ("/people", {"full_name": "Ani", "institution_id": office["id"]}),
        ("/events", plan(room_id=room["id"])),
    ):
        answer = await charlie.api.post(path, json=body)
        assert answer.status_code in (404, 422), answer.text


async def test_a_method_that_is_not_there_is_405(alice: Somebody, cast: Cast) -> None:
    await refused(alice.api.delete("/institutions"), 405, "method_not_allowed")
    await refused(alice.api.put("/events", json={}), 405, "method_not_allowed")


async def test_guessing_tokens_is_slowed_down_and_knowing_one_is_not(alice: Somebody, cast: Cast) -> None:
    made, office = await event(alice.api), await institution(alice.api)
    body = {"invitees": [{"institution_id": office["id"]}], "send": False}
    await alice.api.post(f"/events/{made['id']}/invitations", json=body)
    rows = await ok(alice.api.get(f"/events/{made['id']}/invitations"))
    token = rows["items"][0]["rsvp_url"].rsplit("/", 1)[1]
    guest = await cast.client("/api/v1")
    for tries in range(200):
        answer = await guest.put(f"/rsvp/{'0' * 23}{tries:03}", json={"answer": "accepted"})
        if answer.status_code == 429:
            break
        assert answer.json()["code"] == "not_found", answer.text
    assert answer.json()["code"] == "slow_down"
    assert int(answer.headers["retry-after"]) > 0
    assert (await ok(guest.put(f"/rsvp/{token}", json={"answer": "tentative"})))["state"] == "tentative"


async def test_sentences_are_in_the_readers_language_and_codes_are_not(alice: Somebody) -> None:
    said = {}
    for language in ("id", "en"):
        headers = {"accept-language": language}
        answer = await alice.api.post("/institutions", json={"kind": "ngo"}, headers=headers)
        said[language] = (answer.json()["errors"][0]["message"], answer.json()["errors"][0]["code"])
    assert said["id"][0] != said["en"][0]
    assert said["id"][1] == said["en"][1] == "missing"


async def test_what_is_nested_without_end_is_refused(alice: Somebody) -> None:
    headers = {"content-type": "application/json"}
    answer = await alice.api.post("/venues", content=b"[" * 100_000, headers=headers)
    assert 400 <= answer.status_code < 500, answer.text
    deep = ".".join(["answers"] + ["0"] * 3_000)
    assert (await alice.web.post("/venues", {"name": "Balai", deep: "x"})).status_code == 303


async def test_a_parameter_that_was_left_out_is_named(alice: Somebody) -> None:
    assert await faults(alice.api.get("/directory/duplicates")) == {"kind": "missing"}


async def test_choices_are_joined_in_the_readers_language(alice: Somebody) -> None:
    told = {}
    for language in ("id", "en"):
        sent = alice.api.post(
            "/institutions", json={"name": "X", "kind": "nope"}, headers={"accept-language": language}
        )
        told[language] = (await sent).json()["errors"][0]["message"]
    assert "'media' atau 'other'" in told["id"]
    assert "'media' or 'other'" in told["en"]


async def test_a_blank_answer_is_asked_for_in_plain_words(alice: Somebody) -> None:
    made = await event(alice.api)
    office = await institution(alice.api)
    body = {"invitees": [{"institution_id": office["id"]}], "send": False}
    [asked] = (await must(alice.api.post(f"/events/{made['id']}/invitations", json=body)))["items"]
    said = {"answer": "declined", "said_by": " ", "said_at": "2026-11-20T09:30:00+07:00"}
    answer = await alice.api.post(f"/events/{made['id']}/invitations/{asked['id']}/answers", json=said)
    assert [one["message"] for one in answer.json()["errors"]] == ["Please fill this in."]
