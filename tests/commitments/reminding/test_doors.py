"""The pages and JSON doors of reminding: what comes, what went out, another try, silences, and who gets in."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.reminding import actions, digests
from events_app.commitments.tables import FollowUpAction
from events_app.database import counting_queries, execute, fetch_value
from tests import make_commitments as make
from tests import make_stakeholders
from tests.commitments.reminding.runs import at
from tests.notifications.conftest import set_smtp
from tests.people import Somebody


async def soon_due(city: Organisation, here: make.Scene, days: int = 13, **more: Any) -> FollowUpAction:
    """An action that was agreed long ago and of which somebody is to be told on any of the next mornings."""
    due = clock.today("Asia/Jakarta") + timedelta(days=days)
    return await make.opened(city, here, clock.now() - timedelta(days=60), due=due, **more)


async def went_out(city: Organisation, here: make.Scene) -> str:
    """A digest that was written on one of the last working days, before whatever hour it is now; its id."""
    await soon_due(city, here, days=11)
    day = clock.today("Asia/Jakarta") - timedelta(days=3)
    while not await actions.remind_due(at(day, 9)):
        day += timedelta(days=1)
    await digests.write_all(clock.now())
    return str(await fetch_value("SELECT id FROM reminder_digest WHERE kind = 'daily'"))


async def action_of(digest: str) -> str:
    return str(await fetch_value("SELECT action FROM reminder_dispatch WHERE digest = $1", digest))


async def test_page_shows_who_will_be_told_and_of_what(city: Organisation, dewi: Somebody) -> None:
    empty = await dewi.web.get("/reminders")
    assert "Nobody is reminded next" in empty.text
    await soon_due(city, await make.scene(city))
    page = await dewi.web.get("/reminders")
    assert "sari@dinsos.example" in page.text
    assert "days before the due date" in page.text


async def test_page_names_what_nobody_can_be_told_of(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    row = await soon_due(city, here)
    await execute("UPDATE person SET email = ''")
    await execute("UPDATE institution SET email = ''")
    page = await dewi.web.get("/reminders")
    assert "Nobody can be told" in page.text
    assert row.ref in page.text


async def test_ledger_shows_what_went_out_and_what_it_says(city: Organisation, dewi: Somebody) -> None:
    assert "No reminder has gone out yet" in (await dewi.web.get("/reminders/sent")).text
    digest = await went_out(city, await make.scene(city))
    page = await dewi.web.get("/reminders/sent")
    assert "sari@dinsos.example" in page.text
    shown = await dewi.web.get(f"/reminders/sent/{digest}")
    assert "Buka posko pengaduan" in shown.text
    assert "days before the due date" in shown.text
    assert "No reminder is in this state" in (await dewi.web.get("/reminders/sent?standing=failed")).text


async def test_failed_digest_is_tried_again_by_page_and_by_program(
    city: Organisation, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    digest = await went_out(city, await make.scene(city))
    for door in ("web", "api"):
        await execute("UPDATE message SET state = 'failed', last_error = '550 no such user'")
        assert "550 no such user" in (await dewi.web.get(f"/reminders/sent/{digest}")).text
        if door == "web":
            answer = await dewi.web.post(f"/reminders/sent/{digest}/retry")
            assert answer.status_code == 303, answer.text
        else:
            tried = await dewi.api.post(f"/reminder-digests/{digest}/retry")
            assert (tried.status_code, tried.json()["state"]) == (200, "queued"), tried.text
        assert (
            await fetch_value(
                "SELECT m.state FROM message m JOIN reminder_digest g ON g.message = m.id AND g.kind = 'daily'"
            )
            == "queued"
        )
    again = await dewi.api.post(f"/reminder-digests/{digest}/retry")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_failed")


async def test_silence_by_page_keeps_what_was_typed_and_shows_on_the_action(
    city: Organisation, dewi: Somebody
) -> None:
    row = await soon_due(city, await make.scene(city))
    wrong = {"action_id": str(row.id), "reason": "Menunggu anggaran", "until": "2020-01-01"}
    refused = await dewi.web.post("/reminders/mutes", wrong)
    assert refused.status_code == 422
    assert "within a year" in refused.text
    assert "Menunggu anggaran" in refused.text
    until = (clock.today("Asia/Jakarta") + timedelta(days=30)).isoformat()
    made = await dewi.web.post("/reminders/mutes", wrong | {"until": until})
    assert made.headers["location"] == f"/actions/{row.id}"
    page = await dewi.web.get(f"/actions/{row.id}")
    assert "Silent until" in page.text
    assert "Menunggu anggaran" in page.text
    assert "Nobody is reminded next" in (await dewi.web.get("/reminders")).text
    mute = await fetch_value("SELECT id FROM reminder_mute")
    await dewi.web.post(f"/reminders/mutes/{mute}/end")
    assert "sari@dinsos.example" in (await dewi.web.get("/reminders")).text


async def test_program_reads_what_comes_and_went_and_silences(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    digest = await went_out(city, here)
    items = (await dewi.api.get("/reminder-digests")).json()["items"]
    [listed] = [one for one in items if one["kind"] == "daily"]
    assert (listed["id"], listed["recipient"], listed["items"]) == (digest, "sari@dinsos.example", 1)
    assert (await dewi.api.get(f"/reminder-digests/{digest}")).json() == listed
    [item] = (await dewi.api.get(f"/reminder-digests/{digest}/items")).json()["items"]
    assert (item["action_id"], item["hears"], item["aloud"]) == (await action_of(digest), ["owner"], True)
    row = await soon_due(city, here)
    [coming] = (await dewi.api.get("/reminder-preview")).json()["items"]
    assert (coming["recipient"], coming["items"]) == ("sari@dinsos.example", 1)
    until = (clock.today("Asia/Jakarta") + timedelta(days=3)).isoformat()
    body = {"action_id": str(row.id), "reason": "Jeda sebentar", "until": until}
    made = await dewi.api.post("/reminder-mutes", json=body)
    assert made.status_code == 201, made.text
    assert [one["id"] for one in (await dewi.api.get("/reminder-mutes")).json()["items"]] == [
        made.json()["id"]
    ]
    twice = await dewi.api.post("/reminder-mutes", json=body)
    assert (twice.status_code, twice.json()["code"]) == (409, "muted_already")
    assert (await dewi.api.post(f"/reminder-mutes/{made.json()['id']}/end")).status_code == 204
    assert (await dewi.api.get("/reminder-mutes")).json()["items"] == []


async def test_only_who_keeps_commitments_gets_in(
    city: Organisation, dewi: Somebody, alice: Somebody, bob: Somebody, charlie: Somebody, owner: Somebody
) -> None:
    digest = await went_out(city, await make.scene(city))
    for path in ("/reminder-digests", f"/reminder-digests/{digest}", "/reminder-preview", "/reminder-mutes"):
        found = [(await who.api.get(path)).status_code for who in (dewi, owner, alice, bob)]
        assert found == [200, 200, 403, 403], path
    assert (await charlie.api.get(f"/reminder-digests/{digest}")).status_code == 404
    assert (await charlie.api.get("/reminder-digests")).json()["items"] == []
    assert (await dewi.api.get(f"/reminder-digests/{uuid4()}")).status_code == 404


@pytest.mark.parametrize("path", ["/reminders", "/reminders/sent"])
async def test_lists_cost_the_same_for_many_as_for_few(path: str, city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    counts = []
    for more in (2, 20):
        for number in range(more):
            other = await make_stakeholders.institution(
                city.id, f"Dinas {more}-{number}", email=f"d{more}-{number}@x.example"
            )
            await soon_due(
                city,
                here,
                responsible_institution_id=other.id,
                responsible_person_id=None,
            )
        await actions.remind_due(at(clock.today("Asia/Jakarta"), 9))
        with counting_queries() as count:
            assert (await dewi.web.get(path)).status_code == 200
        counts.append(count.count)
    assert counts[0] == counts[1]
