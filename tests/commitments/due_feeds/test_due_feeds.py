"""Due dates in calendars: one entry an action, moved with its date, and nobody's name in it."""

from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState
from events_app.database import counting_queries, execute
from tests import make_commitments, make_stakeholders
from tests.people import Browser, Somebody


async def subscribed(somebody: Somebody, **body: Any) -> str:
    """The path of a new feed of due dates."""
    answer = await somebody.api.post("/calendar-feeds", json={"kind": "due"} | body)
    assert answer.status_code == 201, answer.text
    url: str = answer.json()["url"]
    return url[url.index("/calendar/") :]


async def entries(public: Browser, path: str) -> list[Any]:
    answer = await public.get(path)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


async def test_open_action_stands_on_its_day_and_names_no_person(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    here = await make_commitments.scene(city)
    action = await make_commitments.opened(city, here)
    await make_commitments.draft(city, here)
    path = await subscribed(dewi)
    [entry] = await entries(public, path)
    assert entry["UID"] == f"{action.id}@localhost"
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (action.due, action.due + timedelta(days=1))
    assert entry["SUMMARY"] == f"Tenggat: {action.title} ({action.ref})"
    assert (entry["STATUS"], entry["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert "Dinas Sosial" in entry["DESCRIPTION"]
    assert "Sari" not in (await public.get(path)).text


async def test_entry_moves_with_its_date_under_a_higher_number(
    city: Organisation, dewi: Somebody, chair: Somebody, public: Browser
) -> None:
    here = await make_commitments.scene(city)
    action, path = await make_commitments.opened(city, here), await subscribed(dewi)
    first = await public.get(path)
    known = {"if-none-match": first.headers["etag"]}
    assert (await public.get(path, headers=known)).status_code == 304
    [before] = await entries(public, path)
    asked = await dewi.api.post(
        f"/actions/{action.id}/due-changes",
        json={"due": str(action.due + timedelta(days=9)), "reason": "Banjir."},
    )
    await chair.api.post(f"/due-changes/{asked.json()['id']}/decision", json={"decision": "approved"})
    assert (await public.get(path, headers=known)).status_code == 200
    [after] = await entries(public, path)
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["DTSTART"].dt == action.due + timedelta(days=9)


@pytest.mark.parametrize(
    ("state", "status", "begins"),
    [
        (ActionState.cancelled, "CANCELLED", "Tenggat"),
        (ActionState.infeasible, "CANCELLED", "Tenggat"),
        (ActionState.verified, "CONFIRMED", "Selesai"),
        (ActionState.returned, "CONFIRMED", "Tenggat"),
    ],
)
async def test_entry_says_how_it_ended(
    city: Organisation, dewi: Somebody, public: Browser, state: ActionState, status: str, begins: str
) -> None:
    here = await make_commitments.scene(city)
    action, path = await make_commitments.opened(city, here), await subscribed(dewi)
    [before] = await entries(public, path)
    other = await make_commitments.in_state(city, here, state, now=clock.now())
    [entry] = [one for one in await entries(public, path) if str(action.id) not in one["UID"]]
    assert (entry["STATUS"], str(entry["SUMMARY"]).partition(":")[0]) == (status, begins)
    assert entry["SEQUENCE"] > before["SEQUENCE"]
    if status == "CANCELLED":
        long_ago = "UPDATE follow_up_action SET state_since = now() - interval '61 days' WHERE id = $1"
        await execute(long_ago, other.id)
        assert len(await entries(public, path)) == 1


async def test_feeds_of_an_institution_and_of_a_person_hold_theirs_alone(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    here = await make_commitments.scene(city)
    await make_commitments.opened(city, here)
    theirs = await make_commitments.opened(
        city, here, responsible_institution_id=here.other.id, responsible_person_id=None
    )
    office = await subscribed(dewi, kind="due_office", institution_id=str(here.other.id))
    assert [one["UID"].partition("@")[0] for one in await entries(public, office)] == [str(theirs.id)]
    person = await subscribed(dewi, kind="due_person", person_id=str(here.person.id))
    assert len(await entries(public, person)) == 1
    nobody = await make_stakeholders.person(city.id, "Budi")
    assert await entries(public, await subscribed(dewi, kind="due_person", person_id=str(nobody.id))) == []
    assert len(await entries(public, await subscribed(dewi))) == 2


async def test_confidential_ones_are_neutral_and_hidden_from_who_may_not_read_them(
    city: Organisation, dewi: Somebody, eko: Somebody, charlie: Somebody, public: Browser
) -> None:
    here = await make_commitments.scene(city, confidential=True)
    action = await make_commitments.opened(city, here)
    path = await subscribed(dewi)
    [entry] = await entries(public, path)
    assert (entry["SUMMARY"], entry["CLASS"]) == (f"Tenggat: {action.ref}", "CONFIDENTIAL")
    assert "DESCRIPTION" not in entry
    assert await entries(public, await subscribed(eko)) == []
    assert await entries(public, await subscribed(charlie)) == []


async def test_subject_must_be_named_and_be_ones_own(
    city: Organisation, dewi: Somebody, charlie: Somebody
) -> None:
    here = await make_commitments.scene(city)
    for kind in ("due_office", "due_person"):
        assert (await dewi.api.post("/calendar-feeds", json={"kind": kind})).status_code == 422
    for kind, name, row in (
        ("due_office", "institution_id", here.other),
        ("due_person", "person_id", here.person),
    ):
        strange = await charlie.api.post("/calendar-feeds", json={"kind": kind, name: str(row.id)})
        assert strange.status_code == 404
    page = await dewi.web.post("/subscriptions", {"kind": "due_office", "institution_id": str(here.other.id)})
    assert page.status_code == 303
    assert "Due dates of an institution: Bappeda" in (await dewi.web.get("/subscriptions")).text


async def test_many_entries_cost_no_more_queries_than_few(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    here, path, counts = await make_commitments.scene(city), await subscribed(dewi), list[int]()
    for many in (10, 90):
        each = [make_commitments.action_in(here, title=f"Kerja {number}") for number in range(min(many, 20))]
        for _block in range(many // len(each)):
            await make_commitments.agreed(city, here, actions=each)
        with counting_queries() as asked:
            await public.get(path)
        counts.append(asked.count)
    assert counts[0] == counts[1]
