"""The same by program: whoever holds the link objects by it, the office notes what it was told, and reads all of it."""

from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch, fetch_value
from tests.commitments.assigning.test_disowning import path, reminded, scene
from tests.make_commitments import Scene
from tests.people import Browser, Somebody

__all__ = ["scene"]
NOTE = "Itu tugas Dinas Kesehatan sejak Perwali 12."


@pytest.fixture
async def asked(city: Organisation, scene: Scene) -> str:
    """The address that was reminded of a duty."""
    await reminded(city, scene)
    address: str = await fetch_value("SELECT address FROM mail_wish")
    return address


async def test_holder_of_the_link_objects_once_for_the_same_words(asked: str, public: Browser) -> None:
    door = f"/api/v1{await path()}"
    shown = (await public.client.get(door)).json()
    assert shown == {"address": asked, "wish": "all", "has_duties": True, "objections": []}
    for _time in range(2):
        said = await public.client.post(f"{door}/not-mine", json={"note": NOTE})
        assert said.status_code == 200
        assert [one["note"] for one in said.json()["objections"]] == [NOTE]
    assert await fetch_value("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'duties_disowned'") == 1
    blank = await public.client.post(f"{door}/not-mine", json={"note": " "})
    assert [one["field"] for one in blank.json()["errors"]] == ["note"]
    for number in range(2):
        await public.client.post(f"{door}/not-mine", json={"note": f"{NOTE} {number}"})
    fourth = await public.client.post(f"{door}/not-mine", json={"note": "once more"})
    assert (fourth.status_code, fourth.json()["code"]) == (409, "wrote_enough")


async def test_wish_is_decided_by_the_link(asked: str, public: Browser) -> None:
    door = f"/api/v1{await path()}"
    kept = await public.client.put(door, json={"wish": "no_letters"})
    assert (kept.status_code, kept.json()["wish"]) == (200, "no_letters")
    assert await fetch_value("SELECT wish FROM mail_wish") == "no_letters"
    assert (await public.client.put(door, json={"wish": "never"})).status_code == 422
    assert (await public.client.get("/api/v1/unsubscribe/AAAA")).status_code == 404


async def test_who_was_asked_for_nothing_objects_to_nothing(asked: str, public: Browser) -> None:
    await execute("UPDATE message SET unsubscribe = NULL")
    answer = await public.client.post(f"/api/v1{await path()}/not-mine", json={"note": NOTE})
    assert answer.status_code == 404


async def test_the_office_notes_what_it_was_told_and_reads_the_newest_first(
    asked: str, dewi: Somebody
) -> None:
    bodies = [{"address": asked.upper(), "note": NOTE}, {"address": asked, "note": "Sudah pindah."}]
    made = [(await dewi.api.post("/duty-objections", json=body)).json() for body in bodies]
    again = await dewi.api.post("/duty-objections", json=bodies[0])
    assert (again.status_code, again.json()) == (201, made[0])
    first = (await dewi.api.get("/duty-objections?limit=1")).json()
    assert first["items"] == [made[1]]
    rest = (await dewi.api.get("/duty-objections", params={"cursor": first["next"]})).json()
    assert (rest["items"], rest["next"]) == ([made[0]], None)
    audit = await fetch("SELECT actor FROM audit_entry WHERE verb = 'mail_wish.disowned'")
    assert {row["actor"] for row in audit} == {dewi.user.id}


async def test_address_that_was_never_asked_is_named_beside_its_field(asked: str, dewi: Somebody) -> None:
    answer = await dewi.api.post("/duty-objections", json={"address": "nobody@else.example", "note": NOTE})
    assert (answer.status_code, answer.json()["code"]) == (422, "never_asked")
    both = await dewi.api.post("/duty-objections", json={"address": "", "note": ""})
    assert {one["field"] for one in both.json()["errors"]} == {"address", "note"}


async def test_those_who_cannot_pass_a_task_on_and_strangers_are_kept_out(
    asked: str, dewi: Somebody, eko: Somebody, charlie: Somebody
) -> None:
    body = {"address": asked, "note": NOTE}
    for method in ("get", "post"):
        more: dict[str, Any] = {"json": body} if method == "post" else {}
        answer = await getattr(eko.api, method)("/duty-objections", **more)
        assert answer.status_code == 403
    await dewi.api.post("/duty-objections", json=body)
    assert (await charlie.api.post("/duty-objections", json=body)).json()["code"] == "never_asked"
    assert (await charlie.api.get("/duty-objections")).json()["items"] == []


async def test_a_long_list_costs_no_more_queries_than_a_short_one(asked: str, dewi: Somebody) -> None:
    costs = []
    for count in (10, 90):
        await execute(
            "INSERT INTO duty_objection (id, organisation, created_at, wish, note) "
            "SELECT gen_random_uuid(), organisation, now(), id, 'x' FROM mail_wish, generate_series(1, $1)",
            count,
        )
        with counting_queries() as counted:
            assert (await dewi.api.get("/duty-objections")).status_code == 200
        costs.append(counted.count)
    assert costs[0] == costs[1]
