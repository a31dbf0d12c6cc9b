"""The directory for programs: shapes as promised, refusals by name, nothing for strangers."""

from pathlib import Path
from typing import Any

import pytest

from events_app.accounts.tables import AuditEntry
from events_app.database import counting_queries
from events_app.ids import new_id
from events_app.stakeholders import queries
from events_app.stakeholders.tables import Person
from tests import make_stakeholders as make
from tests.people import Somebody

DATA = Path(__file__).parents[1] / "data"


async def test_create_person_splits_titles_and_keeps_e164(alice: Somebody) -> None:
    office = (
        await alice.api.post("/institutions", json={"name": "Dinas Sosial", "kind": "regional_agency"})
    ).json()
    sent = {
        "full_name": "Dra. Hj. Kartini, M.Si",
        "phone": "0812-3456-7890",
        "sex": "female",
        "institution_id": office["id"],
        "position": "Kepala Dinas",
        "is_head": True,
    }
    made = await alice.api.post("/people", json=sent)
    assert made.status_code == 201
    person = made.json()
    assert person["display_name"] == "Dra. Hj. Kartini, M.Si"
    assert (person["full_name"], person["title_prefix"], person["title_suffix"]) == (
        "Kartini",
        "Dra. Hj.",
        "M.Si",
    )
    assert (person["phone"], person["is_head"], person["email"]) == ("+6281234567890", True, None)
    assert (await alice.api.get(f"/people/{person['id']}")).json() == person
    assert (await alice.api.get("/people")).json() == {"items": [person], "next": None}
    assert (await alice.api.get("/people?q=kartini sosial")).json()["items"] == [person]
    assert (await alice.api.get("/people?q=budi")).json()["items"] == []


async def test_create_institution_answers_what_was_sent(alice: Somebody) -> None:
    parent = (await alice.api.post("/institutions", json={"name": "Pemkot", "kind": "regency_city"})).json()
    sent = {
        "name": "Kelurahan Klampok",
        "short_name": "Klampok",
        "kind": "village",
        "region_code": "33.75.01.1001",
        "parent_id": parent["id"],
        "email": "klampok@kota.example",
        "phone": "(0285) 421234",
        "address": "Jl. Mawar 1\nLembayung",
    }
    made = await alice.api.post("/institutions", json=sent)
    assert made.status_code == 201
    row = made.json()
    assert {name: row[name] for name in sent} == sent | {"phone": "+62285421234"}
    assert (await alice.api.get(f"/institutions/{row['id']}")).json() == row
    assert [one["name"] for one in (await alice.api.get("/institutions?kind=village")).json()["items"]] == [
        row["name"]
    ]


async def test_create_institution_twice_is_refused_by_name(alice: Somebody) -> None:
    first = await alice.api.post("/institutions", json={"name": "Dinas Sosial", "kind": "other"})
    again = await alice.api.post("/institutions", json={"name": " dinas   SOSIAL ", "kind": "other"})
    assert (again.status_code, again.json()["code"]) == (409, "institution_exists")
    assert again.json()["institution_id"] == first.json()["id"]


async def test_bad_input_names_every_fault_at_once(alice: Somebody) -> None:
    sent = {"full_name": "...", "email": "a@b", "phone": "0812", "nip": "12", "sex": "P", "shoe_size": 40}
    answer = await alice.api.post("/people", json=sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    faults = {fault["field"]: fault["code"] for fault in answer.json()["errors"]}
    assert faults == {
        "full_name": "no_name",
        "email": "invalid_email",
        "phone": "invalid_phone",
        "nip": "invalid_nip",
        "sex": "enum",
        "shoe_size": "extra_forbidden",
    }


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"institution_id": str(new_id())}, "unknown_institution"),
        ({"is_head": True}, "head_without_institution"),
    ],
)
async def test_create_person_refuses_a_place_that_cannot_be(
    alice: Somebody, more: dict[str, object], code: str
) -> None:
    answer = await alice.api.post("/people", json={"full_name": "Budi"} | more)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await Person.count() == 0


async def test_names_too_long_for_a_letter_are_refused(alice: Somebody) -> None:
    for name in ("x" * 201, "ﷺ" * 150, "Budi, " + "S.E., " * 40):
        answer = await alice.api.post("/people", json={"full_name": name})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_patch_changes_what_is_sent_and_audits_the_names_of_fields(alice: Somebody) -> None:
    office = await make.institution(alice.actor)
    row = await make.person(alice.actor, institution=office, position="Lurah", email="a@b.example")
    changed = await alice.api.patch(f"/people/{row.id}", json={"full_name": "Prof. Kartini", "email": None})
    facts = changed.json()
    assert (facts["display_name"], facts["email"], facts["position"]) == (
        "Prof. Kartini, M.Si",
        None,
        "Lurah",
    )
    entry = await AuditEntry.objects().where(AuditEntry.verb == "person.changed").first()
    assert entry is not None
    assert "a@b.example" not in str(entry.before) + str(entry.after)
    assert "email" in str(entry.after)
    moved = await alice.api.patch(f"/people/{row.id}", json={"is_head": True})
    assert (moved.json()["is_head"], moved.json()["position"]) == (True, "Lurah")
    assert (await alice.api.patch(f"/people/{row.id}", json={"is_head": False})).json()["is_head"] is False


async def test_patch_institution_refuses_another_ones_name_and_a_circle(alice: Somebody) -> None:
    above = await make.institution(alice.actor, "Pemkot")
    below = await make.institution(alice.actor, "Dinas", parent_id=above.id)
    taken = await alice.api.patch(f"/institutions/{below.id}", json={"name": "PEMKOT"})
    assert taken.json()["code"] == "institution_exists"
    circle = await alice.api.patch(f"/institutions/{above.id}", json={"parent_id": str(below.id)})
    assert circle.json()["code"] == "parent_below"
    off = await alice.api.patch(f"/institutions/{below.id}", json={"active": False})
    assert (off.json()["active"], off.json()["parent_id"]) == (False, str(above.id))


async def test_lists_page_by_cursor_without_loss(alice: Somebody) -> None:
    for number in range(5):
        await make.person(alice.actor, f"Orang {'abcde'[number]}")
    seen, cursor = [], ""
    while True:
        part = (await alice.api.get(f"/people?limit=2{cursor}")).json()
        seen += [one["full_name"] for one in part["items"]]
        if part["next"] is None:
            break
        cursor = f"&cursor={part['next']}"
    assert seen == [f"Orang {letter}" for letter in "abcde"]
    assert (await alice.api.get("/people?cursor=nonsense")).json()["code"] == "invalid"


async def test_lists_take_as_many_queries_for_ten_rows_as_for_a_hundred(alice: Somebody) -> None:
    counts = []
    for size in (10, 90):
        for number in range(size):
            await make.institution(alice.actor, f"Dinas {size} {number}")
        with counting_queries() as asked:
            assert (await alice.api.get("/institutions?limit=500")).json()["next"] is None
        counts.append(asked.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["stakeholders-semicolon.csv", "stakeholders.xlsx"])
async def test_import_previews_commits_and_then_changes_nothing(alice: Somebody, name: str) -> None:
    file = {"file": (name, (DATA / name).read_bytes())}
    preview = (await alice.api.post("/imports/people", files=file)).json()
    assert all(row["person"]["id"] is None for row in preview["rows"])
    assert (await alice.api.get("/people")).json()["items"] == []
    done = (await alice.api.post("/imports/people?commit=true", files=file)).json()
    assert done["counts"] == preview["counts"]
    row = done["rows"][0]
    assert (await alice.api.get(f"/people/{row['person']['id']}")).json() == row["person"] | {
        "created_at": row["person"]["created_at"]
        or (await alice.api.get(f"/people/{row['person']['id']}")).json()["created_at"]
    }
    again = (await alice.api.post("/imports/people?commit=true", files=file)).json()
    assert {line["outcome"] for line in again["rows"]} == {"unchanged"}


async def test_import_refuses_what_is_no_list_by_name(alice: Somebody) -> None:
    for content, code in (
        (b"PK\x03\x04x", "unreadable_list"),
        (b"hello", "no_name_column"),
        (b"Nama", "empty_list"),
    ):
        answer = await alice.api.post("/imports/people?commit=true", files={"file": ("a.xlsx", content)})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    sent: list[dict[str, Any]] = [
        {"files": {"other": b"x"}},
        {"data": {"file": "text"}, "files": {"x": b"x"}},
    ]
    for body in sent:
        answer = await alice.api.post("/imports/people", **body)
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


async def test_doors_say_who_gets_in(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    office = await make.institution(alice.actor)
    person = await make.person(alice.actor, institution=office)
    for path in (f"/people/{person.id}", f"/institutions/{office.id}"):
        assert (await dewi.api.get(path)).json()["id"] == path.rsplit("/", 1)[-1]
        assert (await bob.api.get(path)).json()["code"] == "not_allowed"
        assert (await charlie.api.get(path)).json()["code"] == "not_found"
        assert (await charlie.api.patch(path, json={})).json()["code"] == "not_found"
        assert (await dewi.api.patch(path, json={})).json()["code"] == "not_allowed"
    assert (await charlie.api.get("/people")).json()["items"] == []
    taken = await charlie.api.post("/people", json={"full_name": "Budi", "institution_id": str(office.id)})
    assert taken.json()["code"] == "unknown_institution"
    assert (await dewi.api.post("/people", json={"full_name": "Budi"})).json()["code"] == "not_allowed"
    file = {"file": ("a.csv", b"Nama\nBudi")}
    assert (await dewi.api.post("/imports/people", files=file)).json()["code"] == "not_allowed"


async def test_recipients_are_the_institution_or_else_its_head(alice: Somebody) -> None:
    own = await make.institution(alice.actor, "Punya Surel", email="kantor@x.example")
    headed = await make.institution(alice.actor, "Punya Kepala")
    silent = await make.institution(alice.actor, "Tanpa Surel")
    await make.person(
        alice.actor, "Budi", institution=own, position="Kepala", is_head=True, email="b@x.example"
    )
    head = await make.person(
        alice.actor, "Dra. Ayu", institution=headed, position="Kepala", is_head=True, email="a@x.example"
    )
    await make.person(alice.actor, "Citra", institution=silent, position="Staf", email="c@x.example")
    found = await queries.recipients(alice.actor.organisation, [own.id, headed.id, silent.id])
    assert {key: (one.email, one.person, one.name) for key, one in found.items()} == {
        own.id: ("kantor@x.example", None, "Punya Surel"),
        headed.id: ("a@x.example", head.id, "Dra. Ayu"),
    }
