"""The pages and the API of ending: who gets in, what is refused by name, what is said."""

import io
import json
import zipfile
from datetime import timedelta

import asyncpg
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.actions import report_progress
from events_app.commitments.forms import UpdateIn
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.privacy import jobs
from events_app.stakeholders.tables import Person
from tests import make_commitments, make_events, make_invitations, make_stakeholders
from tests.people import Somebody
from tests.privacy.people import due_person

REASON = {"reason": "Masa retensi berakhir."}


async def test_the_secretariat_anonymises_one_and_no_organiser_does(dewi: Somebody, alice: Somebody) -> None:
    person = await due_person(dewi.actor)
    path = f"/people/{person}/anonymisation"
    assert (await alice.api.post(path, json=REASON)).status_code == 403
    answer = await dewi.api.post(path, json=REASON)
    assert answer.status_code == 200, answer.text
    assert (await dewi.api.get(f"/people/{person}")).json()["display_name"] == "Anonymised person"
    again = await dewi.api.post(path, json=REASON)
    assert (again.status_code, again.json()["code"]) == (409, "already_anonymised")


async def test_a_reason_is_needed(dewi: Somebody) -> None:
    person = await due_person(dewi.actor)
    answer = await dewi.api.post(f"/people/{person}/anonymisation", json={"reason": " "})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["reason"]
    page = await dewi.web.post(f"/people/{person}/ending", {"reason": ""})
    assert page.status_code == 422


async def test_what_stands_against_it_is_named_with_its_address(
    dewi: Somebody, alice: Somebody, city: Organisation
) -> None:
    person = await due_person(dewi.actor)
    email = await fetch_value("SELECT email FROM app_user WHERE id = $1", dewi.user.id)
    await execute("UPDATE person SET email = $2 WHERE id = $1", person, email)
    child = {"is_minor": True, "guardian_name": "Bapak Sutan Sjahrir", "guardian_consent": True}
    await make_stakeholders.person(alice.actor, "Anak Sutan", **child)
    answer = await dewi.api.post(f"/people/{person}/anonymisation", json=REASON)
    assert answer.status_code == 409
    against = {one["kind"]: one["href"] for one in answer.json()["obstacles"]}
    assert against["account"] == f"/settings/users/{dewi.user.id}"
    assert against["child"].startswith("/people/")
    page = await dewi.web.get(f"/people/{person}/ending")
    assert "Is the guardian of Anak Sutan" in page.text
    assert "Anonymise this person" not in page.text


async def test_the_list_shows_who_is_due_and_many_are_anonymised_after_a_look(
    dewi: Somebody, owner: Somebody
) -> None:
    people = [await due_person(dewi.actor, f"Lama Sekali {n}") for n in ("Satu", "Dua")]
    assert "kept for good" in (await dewi.web.get("/people/endings")).text
    assert (await dewi.web.post("/settings/retention", {"months": "12"})).status_code == 403
    await owner.web.post("/settings/retention", {"months": "12"})
    page = await dewi.web.get("/people/endings")
    assert "Lama Sekali Satu" in page.text
    ids = {"person_ids": [str(one) for one in people]}
    look = await dewi.web.post("/people/endings/look", ids)
    assert look.status_code == 200
    assert "Lama Sekali Dua" in look.text
    nothing_said = await dewi.web.post("/people/endings", ids | {"reason": ""})
    assert nothing_said.status_code == 422
    assert "Lama Sekali Dua" in nothing_said.text
    await dewi.web.post("/people/endings", ids | REASON)
    assert await fetch_value("SELECT count(*) FROM person WHERE anonymised_at IS NOT NULL") == 2
    assert "Nobody is due" in (await dewi.web.get("/people/endings")).text


async def test_somebody_who_is_kept_longer_is_not_due_until_that_day(dewi: Somebody, owner: Somebody) -> None:
    person = await due_person(dewi.actor)
    await owner.api.put("/retention", json={"months": 12})
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    body = {"until": until, "reason": "Gugatan belum selesai."}
    assert (await dewi.api.post(f"/people/{person}/postponement", json=body)).status_code == 201
    assert (await dewi.api.get("/retention/due")).json()["items"] == []
    kept = await dewi.web.get("/people/endings?kept=true")
    assert "Gugatan belum selesai." in kept.text
    yesterday = {"until": "2020-01-01", "reason": "x"}
    faults = (await dewi.api.post(f"/people/{person}/postponement", json=yesterday)).json()["errors"]
    assert sorted(one["field"] for one in faults) == ["reason", "until"]
    await execute("UPDATE retention_postponement SET until = current_date - 1")
    assert len((await dewi.api.get("/retention/due")).json()["items"]) == 1


async def test_who_is_kept_since_the_list_was_opened_is_left_when_it_is_sent(
    dewi: Somebody, owner: Somebody
) -> None:
    kept, goes = [await due_person(dewi.actor, f"Lama Sekali {one}") for one in ("Satu", "Dua")]
    until = (clock.now() + timedelta(days=30)).date().isoformat()
    body = {"until": until, "reason": "Gugatan belum selesai."}
    await dewi.api.post(f"/people/{kept}/postponement", json=body)
    await owner.web.post("/people/endings", {"person_ids": [str(kept), str(goes)]} | REASON)
    gone = await fetch("SELECT id FROM person WHERE anonymised_at IS NOT NULL")
    assert [row["id"] for row in gone] == [goes]
    await owner.api.post(f"/people/{kept}/anonymisation", json=REASON)
    assert await fetch_value("SELECT count(*) FROM person WHERE anonymised_at IS NOT NULL") == 2


async def test_a_list_with_a_stranger_in_it_ends_nobodys_data(dewi: Somebody, charlie: Somebody) -> None:
    mine, theirs = await due_person(dewi.actor), await due_person(charlie.actor)
    sent = await dewi.web.post("/people/endings", {"person_ids": [str(mine), str(theirs)]} | REASON)
    assert sent.status_code == 404
    assert await fetch_value("SELECT count(*) FROM person WHERE anonymised_at IS NOT NULL") == 0


async def test_the_night_takes_only_where_the_owner_wants_it(dewi: Somebody, owner: Somebody) -> None:
    await due_person(dewi.actor)
    gone = "SELECT count(*) FROM person WHERE anonymised_at IS NOT NULL"
    await owner.api.put("/retention", json={"months": 12})
    await jobs.end_personal_data({})
    assert await fetch_value(gone) == 0
    told = (await owner.api.put("/retention", json={"months": 12, "automatic": True})).json()
    assert told == {"months": 12, "automatic": True, "due": 1}
    for _twice in range(2):
        await jobs.end_personal_data({})
        assert await fetch_value(gone) == 1
    entry = "SELECT count(*) FROM audit_entry WHERE verb = 'person.anonymised' AND actor_name = 'system'"
    assert await fetch_value(entry) == 1


async def test_a_coming_event_stands_against_it_and_a_recent_part_keeps_somebody(
    dewi: Somebody, owner: Somebody, city: Organisation
) -> None:
    person = await due_person(dewi.actor)
    row = await Person.objects().get(Person.id == person)
    assert row is not None
    event = await make_events.published(city)
    await make_invitations.invitation(event, row)
    answer = await dewi.api.post(f"/people/{person}/anonymisation", json=REASON)
    assert [one["href"] for one in answer.json()["obstacles"]] == [f"/events/{event.id}"]
    times = "UPDATE event SET starts_at = $1::timestamptz - interval '1 hour', ends_at = $1"
    await execute(times, clock.now() - timedelta(days=30))
    await owner.api.put("/retention", json={"months": 12})
    assert (await dewi.api.get("/retention/due")).json()["items"] == []
    await execute(times, clock.now() - timedelta(days=400))
    assert (await dewi.api.get("/retention/due")).json()["items"] == [{"id": str(person)}]


async def test_whoever_did_something_for_somebody_elses_action_had_a_part(
    dewi: Somebody, owner: Somebody, city: Organisation
) -> None:
    scene = await make_commitments.scene(city)
    action = await make_commitments.opened(city, scene)
    by_link = await make_commitments.holder_of(action)
    await execute("UPDATE follow_up_action SET responsible_person = NULL")
    await execute("UPDATE person SET created_at = now() - interval '4 years'")
    await owner.api.put("/retention", json={"months": 12})
    assert (await dewi.api.get("/retention/due")).json()["items"] == [{"id": str(scene.person.id)}]
    await report_progress(by_link, action, UpdateIn(percent=10, narrative="Mulai."), clock.now())
    assert (await dewi.api.get("/retention/due")).json()["items"] == []


async def test_a_copy_holds_the_person_and_opens_no_door(dewi: Somebody, alice: Somebody) -> None:
    person = await due_person(dewi.actor)
    assert (await alice.api.get(f"/people/{person}/copy")).status_code == 403
    copy = (await dewi.api.get(f"/people/{person}/copy")).json()
    assert copy["kinds"]["person"][0]["full_name"] == "Sutan Sjahrir"
    assert "hash" not in json.dumps(copy)
    answer = await dewi.web.get(f"/people/{person}/everything.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert sorted(archive.namelist()) == ["everything.html", "everything.json"]
        assert "Sutan Sjahrir" in archive.read("everything.html").decode()
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'person.copied'") == 2


async def test_nothing_more_is_written_about_somebody_anonymised(owner: Somebody) -> None:
    person, other = await due_person(owner.actor), await due_person(owner.actor, "Rohana Kudus")
    stale = await Person.objects().get(Person.id == person)
    assert stale is not None
    await owner.api.post(f"/people/{person}/anonymisation", json=REASON)
    pair = {"kind": "person", "loser_id": str(other), "survivor_id": str(person)}
    for method, path, body in (
        ("PATCH", f"/people/{person}", {"full_name": "Sutan Sjahrir"}),
        ("POST", "/directory/merges", pair),
    ):
        answer = await owner.api.request(method, path, json=body)
        assert (answer.status_code, answer.json()["code"]) == (409, "anonymised")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await stale.save()


async def test_a_merge_is_not_taken_back_once_nobody_knows_who_it_was(owner: Somebody) -> None:
    one, other = [await due_person(owner.actor, f"Lama Sekali {name}") for name in ("Satu", "Dua")]
    body = {"kind": "person", "loser_id": str(one), "survivor_id": str(other)}
    merge = (await owner.api.post("/directory/merges", json=body)).json()
    await owner.api.post(f"/people/{other}/anonymisation", json=REASON)
    undone = await owner.api.post(f"/directory/merges/{merge['id']}/undoing")
    assert (undone.status_code, undone.json()["code"]) == (409, "anonymised")


async def test_strangers_find_nothing(dewi: Somebody, charlie: Somebody) -> None:
    person = await due_person(dewi.actor)
    for path in ("ending", "everything.zip"):
        assert (await charlie.web.get(f"/people/{person}/{path}")).status_code == 404
    assert (await charlie.api.post(f"/people/{person}/anonymisation", json=REASON)).status_code == 404


async def test_the_list_asks_no_more_for_a_hundred_than_for_ten(dewi: Somebody, owner: Somebody) -> None:
    await owner.api.put("/retention", json={"months": 12})
    counts = []
    for many in (10, 40):
        for n in range(many):
            await due_person(dewi.actor, f"Orang Lama {many} {n}")
        with counting_queries() as count:
            await dewi.web.get("/people/endings")
        counts.append(count.count)
    assert counts[0] == counts[1]


async def test_the_label_is_read_in_the_readers_language(dewi: Somebody) -> None:
    person = await due_person(dewi.actor)
    await dewi.api.post(f"/people/{person}/anonymisation", json=REASON)
    assert await fetch_value("SELECT full_name FROM person WHERE id = $1", person) == "Orang yang dianonimkan"
    assert "Anonymised person" in (await dewi.web.get(f"/people/{person}")).text
    assert "Orang yang" not in (await dewi.web.get("/people")).text
