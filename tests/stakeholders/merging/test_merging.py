"""Two that are one: every link moves, every read finds the one that stays, and undoing is exact."""

import asyncio
import json
from typing import Any

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import FollowUpAction
from events_app.database import counting_queries, execute, fetch, fetch_one, fetch_value
from events_app.stakeholders.merging import actions, queries
from events_app.stakeholders.merging.forms import MergeIn
from events_app.stakeholders.merging.tables import MatchWhy, Merge, MergeKind
from events_app.stakeholders.tables import Institution, Person
from tests import make_commitments, make_events
from tests import make_stakeholders as make
from tests.people import Somebody

WATCHED = (
    "person",
    "institution",
    "position",
    "invitation",
    "guest",
    "commitment",
    "follow_up_action",
    "app_user",
)


async def _everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables that name people and institutions."""
    return {
        table: [
            {name: value for name, value in row.items() if name != "search_text"}
            for row in await fetch(f'SELECT * FROM "{table}" ORDER BY id')
        ]
        for table in WATCHED
    }


def _merge(kind: MergeKind, loser: Any, survivor: Any, **more: Any) -> MergeIn:
    return MergeIn(kind=kind, loser_id=loser.id, survivor_id=survivor.id, **more)


async def test_merge_of_people_moves_links_fills_gaps_and_undo_is_exact(alice: Somebody) -> None:
    office = await make.institution(alice.actor, "Dinas Sosial")
    first = await make.person(alice.actor, "Kartini", institution=office, position="Staf")
    twin = await make.person(alice.actor, "Kartini Lestari", phone="0812-3456-7890", sex="female")
    event = await make_events.published(alice.actor.organisation)
    await _invite(alice, event, [{"person_id": f"{twin.id}"}])
    before = await _everything()
    sent = {"kind": "person", "loser_id": f"{twin.id}", "survivor_id": f"{first.id}"}
    made = await alice.api.post("/directory/merges", json=sent)
    assert made.status_code == 201, made.text
    assert made.json()["survivor_name"] == "Kartini"
    seen = (await alice.api.get(f"/people/{twin.id}")).json()
    assert (seen["id"], seen["phone"], seen["sex"]) == (f"{first.id}", "+6281234567890", "female")
    assert [one["id"] for one in (await alice.api.get("/people?q=lestari")).json()["items"]] == [
        f"{first.id}"
    ]
    asked = (await alice.api.get(f"/events/{event.id}/invitations")).json()["items"]
    assert [one["person_id"] for one in asked] == [f"{first.id}"]
    again = await _invite(alice, event, [{"person_id": f"{twin.id}"}])
    assert (again["created"], again["existing"]) == (0, 1)
    undone = await alice.api.post(f"/directory/merges/{made.json()['id']}/undoing")
    assert undone.json()["undone_at"]
    assert await _everything() == before
    assert (await alice.api.post(f"/directory/merges/{made.json()['id']}/undoing")).json()[
        "code"
    ] == "already_undone"


async def test_merge_in_the_middle_of_work_breaks_no_commitment(
    city: Organisation, alice: Somebody, dewi: Somebody
) -> None:
    action = await _promised(city)
    survivor = await make.institution(alice.actor, "Kantor Penerus")
    loser = await Institution.objects().get(Institution.id == action.responsible_institution)
    assert loser is not None
    staff = await make.person(alice.actor, "Budi", institution=loser, position="Kepala", is_head=True)
    await make.person(alice.actor, "Ani", institution=survivor, position="kepala", is_head=True)
    before = await _everything()
    merge = await actions.merge(alice.actor, _merge(MergeKind.institution, loser, survivor))
    shown = (await dewi.api.get(f"/actions/{action.id}")).json()
    assert shown["responsible_institution_id"] == f"{survivor.id}"
    reported = await dewi.api.post(
        f"/actions/{action.id}/updates", json={"percent": 10, "narrative": "Jalan"}
    )
    assert reported.status_code == 201, reported.text
    held = await fetch_one(
        'SELECT o.institution FROM person p JOIN "position" o ON o.id = p.position WHERE p.id = $1', staff.id
    )
    assert held is not None
    assert held["institution"] == survivor.id
    await execute("UPDATE follow_up_action SET state_since = state_since WHERE id = $1", action.id)
    await actions.undo(alice.actor, merge, clock.now())
    after = await _everything()
    worked = ("state", "percent", "state_since", "row_version", "reported_at")
    for rows in (before, after):
        for row in rows["follow_up_action"]:
            for name in worked:
                row.pop(name)
    assert after == before


async def test_merge_keeps_what_may_not_stand_twice(alice: Somebody) -> None:
    first, twin = [await make.person(alice.actor, name) for name in ("Budi", "Budi S")]
    event = await make_events.published(alice.actor.organisation)
    await _invite(alice, event, [{"person_id": f"{one.id}"} for one in (first, twin)])
    before = await _everything()
    merge = await actions.merge(alice.actor, _merge(MergeKind.person, twin, first))
    asked = await fetch("SELECT person FROM invitation ORDER BY id")
    assert [row["person"] for row in asked] == [first.id, twin.id]
    await actions.undo(alice.actor, merge, clock.now())
    assert await _everything() == before


async def test_merge_of_three_is_undone_from_the_last(alice: Somebody) -> None:
    a, b, c = [await make.person(alice.actor, name) for name in ("Ani", "Ani B", "Ani C")]
    before = await _everything()
    one = await actions.merge(alice.actor, _merge(MergeKind.person, a, b))
    two = await actions.merge(alice.actor, _merge(MergeKind.person, b, c))
    assert (await alice.api.get(f"/people/{a.id}")).json()["id"] == f"{c.id}"
    early = await alice.api.post(f"/directory/merges/{one.id}/undoing")
    assert (early.status_code, early.json()["code"]) == (409, "merged_again")
    for merge in (two, one):
        await actions.undo(alice.actor, merge, clock.now())
    assert await _everything() == before


async def test_undo_leaves_what_was_changed_since(alice: Somebody) -> None:
    first = await make.person(alice.actor, "Budi")
    twin = await make.person(alice.actor, "Budi S", phone="0812-3456-7890", email="b@kota.example")
    merge = await actions.merge(alice.actor, _merge(MergeKind.person, twin, first))
    await alice.api.patch(f"/people/{first.id}", json={"phone": "0813-1111-2222"})
    await actions.undo(alice.actor, merge, clock.now())
    kept = (await alice.api.get(f"/people/{first.id}")).json()
    assert (kept["phone"], kept["email"]) == ("+6281311112222", None)


async def test_merge_is_refused_by_name(alice: Somebody, charlie: Somebody, dewi: Somebody) -> None:
    parent = await make.institution(alice.actor, "Pemkot")
    child = await make.institution(alice.actor, "Dinas", parent_id=parent.id)
    other = await make.institution(charlie.actor, "Sebelah")

    async def code(who: Somebody, loser: Any, survivor: Any) -> tuple[int, str]:
        sent = {"kind": "institution", "loser_id": f"{loser.id}", "survivor_id": f"{survivor.id}"}
        answer = await who.api.post("/directory/merges", json=sent)
        return answer.status_code, answer.json()["code"]

    assert await code(alice, parent, child) == (409, "stands_below")
    assert await code(alice, child, child) == (422, "same_row")
    assert await code(alice, child, other) == (422, "not_in_directory")
    assert await code(dewi, child, parent) == (403, "not_allowed")
    merge = await actions.merge(alice.actor, _merge(MergeKind.institution, child, parent))
    assert await code(alice, child, parent) == (409, "already_merged")
    assert (await charlie.api.post(f"/directory/merges/{merge.id}/undoing")).status_code == 404
    assert (await charlie.api.get(f"/directory/merges/{merge.id}")).status_code == 404
    assert (await alice.api.get(f"/directory/merges/{merge.id}")).json()["loser_name"] == "Dinas"
    assert (await charlie.api.get("/directory/merges")).json()["items"] == []


async def test_merge_refuses_to_make_somebody_verify_their_own_promise(
    city: Organisation, alice: Somebody
) -> None:
    action = await _promised(city)
    judge = await make.institution(alice.actor, "Inspektorat Lain")
    await execute("UPDATE follow_up_action SET verifier_institution = $2 WHERE id = $1", action.id, judge.id)
    sent = {
        "kind": "institution",
        "loser_id": f"{action.responsible_institution}",
        "survivor_id": f"{judge.id}",
    }
    answer = await alice.api.post("/directory/merges", json=sent)
    assert (answer.status_code, answer.json()["code"]) == (409, "verifies_the_other")


async def test_successor_in_life_keeps_the_past_under_the_old_name(alice: Somebody) -> None:
    old, new = [await make.institution(alice.actor, name) for name in ("Kelurahan Lama", "Kelurahan Baru")]
    over = await make_events.published(alice.actor.organisation)
    coming = await make_events.published(alice.actor.organisation)
    for event in (over, coming):
        await _invite(alice, event, [{"institution_id": f"{old.id}"}])
    await execute(
        "UPDATE event SET starts_at = now() - interval '9 day', ends_at = now() - interval '8 day' WHERE id = $1",
        over.id,
    )
    await actions.merge(alice.actor, _merge(MergeKind.institution, old, new, why=MatchWhy.succeeded))
    named = {
        row["event"]: row["institution"] for row in await fetch("SELECT event, institution FROM invitation")
    }
    assert named == {over.id: old.id, coming.id: new.id}
    names = [one["name"] for one in (await alice.api.get("/institutions")).json()["items"]]
    assert names == ["Kelurahan Baru"]


async def test_a_link_written_later_with_the_old_id_names_the_one_that_stays(alice: Somebody) -> None:
    old, new = [await make.institution(alice.actor, name) for name in ("Dinsos", "Dinas Sosial")]
    await actions.merge(alice.actor, _merge(MergeKind.institution, old, new))
    made = await alice.api.post("/people", json={"full_name": "Budi", "institution_id": f"{old.id}"})
    assert made.json()["institution_id"] == f"{new.id}"
    event = await make_events.published(alice.actor.organisation)
    guest = await alice.api.post(
        f"/events/{event.id}/guests", json={"full_name": "Cici", "institution_name": "DINSOS"}
    )
    assert guest.status_code == 201
    assert await fetch_value("SELECT institution FROM guest") == new.id
    exists = await alice.api.post("/institutions", json={"name": "Dinsos", "kind": "other"})
    assert exists.json()["institution_id"] == f"{new.id}"


async def test_import_matches_whoever_was_merged(alice: Somebody) -> None:
    old, new = [await make.institution(alice.actor, name) for name in ("Dinsos", "Dinas Sosial")]
    stays = await make.person(alice.actor, "Kartini Lestari", institution=new)
    goes = await make.person(alice.actor, "Kartini L", institution=old)
    await actions.merge(alice.actor, _merge(MergeKind.person, goes, stays))
    await actions.merge(alice.actor, _merge(MergeKind.institution, old, new))
    rows = make.csv(
        ["Kartini L", "P", "", "Dinsos", "0812-3456-7890", ""], ["Kartini Lestari", "", "", "Dinsos", "", ""]
    )
    answer = await alice.api.post("/imports/people?commit=true", files={"file": ("a.csv", rows, "text/csv")})
    assert answer.json()["counts"]["create"] == 0
    assert {row["person"]["id"] for row in answer.json()["rows"]} == {f"{stays.id}"}
    assert await Person.count() == 2
    assert await Institution.count() == 2


async def test_two_who_merge_crosswise_at_once_end_with_one_merge(alice: Somebody) -> None:
    a, b = [await make.person(alice.actor, name) for name in ("Ani", "Ani B")]

    async def one(loser: Any, survivor: Any) -> int:
        sent = {"kind": "person", "loser_id": f"{loser.id}", "survivor_id": f"{survivor.id}"}
        return (await alice.api.post("/directory/merges", json=sent)).status_code

    assert sorted(await asyncio.gather(one(a, b), one(b, a), one(a, b))) == [201, 409, 409]
    assert await Merge.count() == 1


async def test_a_guest_written_while_the_merge_commits_names_the_one_that_stays(alice: Somebody) -> None:
    old, new = [await make.institution(alice.actor, name) for name in ("Dinsos", "Dinas Sosial")]
    people = [
        alice.api.post("/people", json={"full_name": f"Tamu {n}", "institution_id": f"{old.id}"})
        for n in range(12)
    ]
    sent = {"kind": "institution", "loser_id": f"{old.id}", "survivor_id": f"{new.id}"}
    answers = await asyncio.gather(*people[:6], alice.api.post("/directory/merges", json=sent), *people[6:])
    assert {answer.status_code for answer in answers} == {201}
    named = await fetch("SELECT DISTINCT institution FROM person")
    assert [row["institution"] for row in named] == [new.id]


async def test_duplicates_are_suggested_with_reasons_until_they_are_known_to_differ(alice: Somebody) -> None:
    office = await make.institution(alice.actor, "Kel. Klampok")
    again = await make.institution(alice.actor, "Kelurahan Klampok")
    first = await make.person(alice.actor, "Budi Santoso", phone="0812-3456-7890", institution=office)
    twin = await make.person(alice.actor, "BUDI SANTOSO, S.H.", phone="+62 812 3456 7890")
    await make.person(alice.actor, "Orang Lain")
    found = (await alice.api.get("/directory/duplicates?kind=person")).json()["items"]
    assert [(one["older"]["id"], one["newer"]["id"], one["reasons"]) for one in found] == [
        (f"{first.id}", f"{twin.id}", ["name", "phone"])
    ]
    offices = (await alice.api.get("/directory/duplicates?kind=institution")).json()["items"]
    assert [(one["older"]["id"], one["newer"]["id"]) for one in offices] == [(f"{office.id}", f"{again.id}")]
    pair = {"kind": "person", "first_id": f"{twin.id}", "second_id": f"{first.id}"}
    kept = await alice.api.post("/directory/distinctions", json=pair)
    assert kept.status_code == 201
    assert (await alice.api.get(f"/directory/distinctions/{kept.json()['id']}")).json() == kept.json()
    assert (await alice.api.get("/directory/distinctions")).json()["items"] == [kept.json()]
    assert (await alice.api.get("/directory/duplicates?kind=person")).json()["items"] == []


async def _suspected(who: Somebody, more: str = "") -> list[list[str]]:
    answer = await who.api.get(f"/directory/duplicates?kind=person{more}")
    return [one["reasons"] for one in answer.json()["items"]]


async def test_a_phone_alone_makes_a_pair_likely(alice: Somebody) -> None:
    offices = [await make.institution(alice.actor, name) for name in ("Dinas Sosial", "Dinas Kesehatan")]
    await make.person(alice.actor, "Hj. Siti Aminah", phone="0812-3456-7890", institution=offices[0])
    await make.person(alice.actor, "Aminah", phone="+62 812-3456-7890", institution=offices[1])
    assert await _suspected(alice) == [["phone"]]
    assert "Same phone" in (await alice.web.get("/duplicates")).text


async def test_a_name_of_two_institutions_or_a_mail_of_two_is_a_weak_hint(alice: Somebody) -> None:
    offices = [await make.institution(alice.actor, name) for name in ("Dinas Sosial", "Dinas Kesehatan")]
    for office in offices:
        await make.person(alice.actor, "Sri Wahyuni", institution=office)
    for name in ("Budi", "Wulan"):
        await make.person(alice.actor, name, email="tu@dinas.example", institution=offices[0])
    assert await _suspected(alice) == []
    assert sorted(await _suspected(alice, "&weak=true")) == [["mail"], ["namesake"]]
    shown = (await alice.web.get("/duplicates?weak=true")).text
    assert "Same name, in another institution" in shown
    assert "Nobody looks like written down twice" in (await alice.web.get("/duplicates")).text


async def test_two_weak_hints_or_one_institution_make_a_pair_likely(alice: Somebody) -> None:
    offices = [await make.institution(alice.actor, name) for name in ("Dinas Sosial", "Dinas Kesehatan")]
    for office in offices:
        await make.person(alice.actor, "Sri Wahyuni", email="sri@kota.example", institution=office)
    assert await _suspected(alice) == [["mail", "namesake"]]
    await make.person(alice.actor, "Hj. Sri Wahyuni, M.Si.", institution=offices[0])
    assert sorted(await _suspected(alice)) == [["mail", "namesake"], ["name"]]


async def test_one_institution_is_found_among_many_of_the_name(alice: Somebody) -> None:
    office = await make.institution(alice.actor, "Dinas Sosial")
    first = await make.person(alice.actor, "Sri Wahyuni", institution=office)
    for n in range(8):
        other = await make.institution(alice.actor, f"Kelurahan {n}")
        await make.person(alice.actor, "Sri Wahyuni", institution=other)
    twin = await make.person(alice.actor, "Sri Wahyuni", institution=office)
    found = (await alice.api.get("/directory/duplicates?kind=person")).json()["items"]
    assert [(one["older"]["id"], one["newer"]["id"]) for one in found] == [(f"{first.id}", f"{twin.id}")]


async def test_who_works_through_weak_hints_stays_with_them(alice: Somebody) -> None:
    for name in ("Dinas Sosial", "Dinas Kesehatan"):
        await make.person(alice.actor, "Sri", institution=await make.institution(alice.actor, name))
    (pair,) = await queries.suspects(alice.actor.organisation, "person", weak=True)
    sent = {"kind": "person", "first_id": f"{pair.older.id}", "second_id": f"{pair.newer.id}"}
    done = await alice.web.post("/duplicates/distinctions?weak=true", sent)
    assert done.headers["location"] == "/duplicates?kind=person&weak=true"
    refused = await alice.web.post("/duplicates/merges?weak=true", {"kind": "person"})
    assert (refused.status_code, "Only the likely ones" in refused.text) == (422, True)


async def test_duplicates_ask_as_much_for_a_hundred_as_for_ten(alice: Somebody) -> None:
    async def asked(many: int) -> int:
        for n in range(many):
            await make.person(alice.actor, f"Budi {n % (many // 2)}")
        with counting_queries() as counted:
            assert len(await queries.suspects(alice.actor.organisation, "person")) > 4
        return counted.count

    assert await asked(10) == await asked(60) == 1


async def test_ten_thousand_lines_of_one_name_stay_a_page(alice: Somebody) -> None:
    one = await make.person(alice.actor, "Budi", phone="0812-3456-7890")
    row = {name: value for name, value in one.to_dict().items() if name != "id"}
    document = json.dumps(row, default=str)
    await execute(
        "INSERT INTO person SELECT p.* FROM generate_series(1, 10000) n, LATERAL jsonb_populate_record(NULL::person,"
        " $1::jsonb || jsonb_build_object('id', md5(n::text)::uuid)) p",
        document,
    )
    started = clock.now()
    assert len(await queries.suspects(alice.actor.organisation, "person")) == queries.PAGE + 1
    assert (clock.now() - started).total_seconds() < 20


async def test_every_link_of_the_schema_follows_successors(db: str) -> None:
    missing = await fetch(
        "SELECT c.conrelid::regclass::text, a.attname FROM pg_constraint c"
        " JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]"
        " WHERE c.contype = 'f' AND c.confrelid IN ('person'::regclass, 'institution'::regclass)"
        " AND a.attname <> 'successor' AND (SELECT count(*) FROM pg_trigger g WHERE g.tgrelid = c.conrelid"
        " AND g.tgname IN ('follow_' || a.attname, 'follow_new_' || a.attname)) < 2"
    )
    assert missing == []


async def _invite(alice: Somebody, event: Any, invitees: list[dict[str, Any]]) -> Any:
    answer = await alice.api.post(
        f"/events/{event.id}/invitations", json={"invitees": invitees, "send": False}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def _promised(city: Organisation) -> FollowUpAction:
    """An open follow-up action."""
    here = await make_commitments.scene(city)
    return await make_commitments.only_action(await make_commitments.agreed(city, here))


async def test_two_who_differ_in_their_titles_alone_are_told_apart_where_one_went_into_the_other(
    alice: Somebody,
) -> None:
    plain = await make.person(alice.actor, "Siti Aminah")
    titled = await make.person(alice.actor, "Dra. Siti Aminah, S.H.")
    sent = {"kind": "person", "loser_id": f"{plain.id}", "survivor_id": f"{titled.id}"}
    made = (await alice.api.post("/directory/merges", json=sent)).json()
    assert (made["loser_name"], made["survivor_name"]) == ("Siti Aminah", "Dra. Siti Aminah, S.H.")
