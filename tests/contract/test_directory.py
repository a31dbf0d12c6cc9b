"""Institutions, people, venues, rooms and imports."""

from typing import Any

from tests.contract.calls import NOBODY, event, faults, institution, must, ok, person, refused
from tests.people import Somebody

KINDS = [
    "ministry",
    "province",
    "regency_city",
    "regional_agency",
    "district",
    "village",
    "vertical_agency",
    "ngo",
    "private",
    "campus",
    "media",
    "other",
]
LIST = (
    "Nama;L/P;Jabatan;Instansi;No HP;Email\n"
    "Dra. Hj. KARTINI, M.Si;P;Kepala Dinas;Dinas Sosial;0812-3456-7890;dinsos@kota.example\n"
    "Budi Santoso;L;Sekretaris;Dinas Sosial;12;dinsos@kota.example\n"
    "=1+1;L;;Dinas Sosial;;\n"
    "Budi  SANTOSO, S.H.;L;Sekretaris;dinas  sosial;;\n"
    "Ani;P;;Dinas Sosial;;tidak-ada\n"
)


async def test_every_kind_of_institution_is_known(alice: Somebody) -> None:
    for kind in KINDS:
        made = await institution(alice.api, kind=kind)
        assert made["kind"] == kind
    assert await faults(alice.api.post("/institutions", json={"name": "X", "kind": "club"})) == {
        "kind": "enum"
    }


async def test_an_institution_keeps_what_is_said_of_it(alice: Somebody) -> None:
    parent = await institution(alice.api, "Pemerintah Kota", kind="regency_city")
    facts = {
        "short_name": "Dinsos",
        "region_code": "33.75",
        "parent_id": parent["id"],
        "email": "dinsos@kota.example",
        "address": "Jl. Mawar 1",
    }
    made = await institution(alice.api, "Dinas Sosial", **facts, phone="0285-421234")
    assert facts.items() <= made.items()
    assert made["phone"] == "+62285421234"
    changed = await ok(alice.api.patch(f"/institutions/{made['id']}", json={"short_name": None}))
    assert (changed["short_name"], changed["email"]) == (None, "dinsos@kota.example")
    twice = alice.api.post("/institutions", json={"name": " dinas  SOSIAL ", "kind": "ngo"})
    await refused(twice, 409, "institution_exists")


async def test_a_person_is_named_with_titles_and_reached_by_e164(alice: Somebody) -> None:
    office = await institution(alice.api, "Dinas Sosial")
    body = {"institution_id": office["id"], "position": "Kepala Dinas", "is_head": True, "sex": "female"}
    made = await person(alice.api, "Dra. Hj. KARTINI DEWI, M.Si.", phone="0812 3456 7890", **body)
    assert body.items() <= made.items()
    assert made["display_name"] == "Dra. Hj. Kartini Dewi, M.Si."
    assert (made["full_name"], made["phone"]) == ("Kartini Dewi", "+6281234567890")
    assert (made["title_prefix"], made["title_suffix"]) == ("Dra. Hj.", "M.Si.")
    apart = await person(alice.api, "Budi", title_prefix="Dr.", title_suffix="S.H.", nip="198001012005012001")
    assert (apart["display_name"], apart["nip"]) == ("Dr. Budi, S.H.", "198001012005012001")
    plain = await person(alice.api, "Ani Lestari")
    assert (plain["display_name"], plain["sex"], plain["is_head"]) == ("Ani Lestari", None, False)


async def test_a_person_with_faults_is_refused(alice: Somebody) -> None:
    body = {"full_name": " ", "sex": "x", "phone": "12", "email": "x", "institution_id": "x"}
    found = await faults(alice.api.post("/people", json=body))
    assert found.keys() == {"full_name", "sex", "phone", "email", "institution_id"}
    await _no_such_row(alice, "/people", {"full_name": "Ani", "institution_id": NOBODY})
    await _no_such_row(alice, "/institutions", {"name": "X", "kind": "ngo", "parent_id": NOBODY})
    await _no_such_row(alice, "/rooms", {"name": "X", "venue_id": NOBODY})


async def test_names_and_titles_that_are_too_long_are_refused(alice: Somebody) -> None:
    for name in ("a" * 201, "Budi, " + "S.H. " * 30):
        for path in ("/people", f"/events/{(await event(alice.api))['id']}/guests"):
            found = await faults(alice.api.post(path, json={"full_name": name}))
            assert set(found.values()) <= {"string_too_long", "too_long"}


async def _no_such_row(who: Somebody, path: str, body: dict[str, Any]) -> None:
    answer = await who.api.post(path, json=body)
    assert answer.status_code in (404, 422), answer.text


async def test_a_patch_of_a_person_keeps_the_rest(alice: Somebody) -> None:
    made = await person(alice.api, "Dra. Kartini", phone="081234567890", position="Lurah")
    changed = await ok(alice.api.patch(f"/people/{made['id']}", json={"position": "Camat"}))
    assert changed == made | {"position": "Camat"}
    assert await ok(alice.api.get(f"/people/{made['id']}")) == changed


async def test_venues_and_rooms_need_a_name_alone(alice: Somebody) -> None:
    venue = await must(alice.api.post("/venues", json={"name": "Balai Kota"}))
    assert venue.keys() >= {"id", "name", "address"}
    room = await must(alice.api.post("/rooms", json={"name": "Kenanga"}))
    assert (room["venue_id"], room["capacity"]) == (None, None)
    facts = {"name": "Mawar", "venue_id": venue["id"], "capacity": 40}
    assert facts.items() <= (await must(alice.api.post("/rooms", json=facts))).items()
    assert await faults(alice.api.post("/rooms", json={"capacity": 0})) == {
        "name": "missing",
        "capacity": "greater_than_equal",
    }


async def test_an_import_says_line_by_line_what_would_be_done(alice: Somebody) -> None:
    told = await _sent(alice, LIST)
    assert [row["line"] for row in told["rows"]] == [2, 3, 4, 5, 6]
    assert [row["outcome"] for row in told["rows"]] == ["create", "create", "error", "unchanged", "error"]
    for row in told["rows"]:
        assert row.keys() == {"line", "outcome", "person", "problems"}
        for problem in row["problems"]:
            assert problem.keys() == {"field", "code", "message", "severity"}
            assert problem["severity"] in ("error", "warning")
    first, second = told["rows"][0]["person"], told["rows"][1]
    assert (first["display_name"], first["phone"]) == ("Dra. Hj. Kartini, M.Si", "+6281234567890")
    assert (first["institution"], first["sex"]) == ("Dinas Sosial", "female")
    assert (second["person"]["phone"], second["problems"][0]["severity"]) == (None, "warning")
    assert told["counts"]["create"] == 2
    assert (await ok(alice.api.get("/people")))["items"] == []


async def test_an_import_committed_twice_changes_nothing(alice: Somebody) -> None:
    done = await _sent(alice, LIST, commit="true")
    assert [row["outcome"] for row in done["rows"]] == ["create", "create", "error", "unchanged", "error"]
    people = (await ok(alice.api.get("/people")))["items"]
    assert [one["full_name"] for one in people] == ["Kartini", "Budi Santoso"]
    assert people[0].keys() == done["rows"][0]["person"].keys()
    again = await _sent(alice, LIST, commit="true")
    assert {row["outcome"] for row in again["rows"]} == {"unchanged", "error"}
    assert (await ok(alice.api.get("/people")))["items"] == people


async def _sent(who: Somebody, text: str, **at: str) -> Any:
    files = {"file": ("undangan.csv", text.encode(), "text/csv")}
    return await ok(who.api.post("/imports/people", params=at, files=files))


async def test_an_import_needs_a_file(alice: Somebody) -> None:
    assert "file" in await faults(alice.api.post("/imports/people", files={"other": ("x", b"x")}))
