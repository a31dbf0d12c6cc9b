"""Who gets badges: the office all of them, the door one at a time, others none; and many in the background."""

import re

import pytest

from events_app import clock, sealing
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin.badges import actions as badges
from events_app.database import counting_queries, fetch_value
from events_app.events.runs import actions
from events_app.events.runs.opening import PURPOSE
from events_app.events.runs.tables import PaperRun
from events_app.invitations.tables import GuestState
from tests import make_badges, make_events
from tests import make_checkin as make
from tests.make_badges import pages_of
from tests.people import Somebody


async def test_badges_are_for_those_who_invite(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make.guest(event)
    path = f"/events/{event.id}/badges"
    assert (await alice.web.get(path)).status_code == 200
    assert (await bob.web.get(path)).status_code == 403
    assert (await charlie.web.get(path)).status_code == 404
    assert (await dewi.web.get(path)).status_code == 403
    ask = {"format": "a7", "people": "all"}
    seen = [
        (await who.api.post(f"/events/{event.id}/paper-runs", json=ask)).status_code
        for who in (alice, bob, charlie, dewi)
    ]
    assert seen == [201, 403, 404, 403]


async def test_the_door_prints_one_badge_where_it_works(
    bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city, confidential=True)
    guest = await make.guest(event, "Tamu Susulan")
    path = f"/door/{event.id}/badge/{guest.id}.pdf"
    assert (await bob.web.get(path)).status_code == 404
    await make_events.door_staff(event, bob.user.id)
    made = await bob.web.get(path)
    assert made.headers["content-type"] == "application/pdf"
    assert made.headers["content-disposition"].startswith("inline")
    assert "Tamu Susulan" in re.sub(r"\s+", " ", pages_of(made.content)[0])
    assert await make_badges.printed(event.id) == [(guest.id, "label-62")]
    await bob.web.get(f"{path}?format=a6")
    assert [kind for _guest, kind in await make_badges.printed(event.id)] == ["label-62", "a6"]
    assert (await charlie.web.get(path)).status_code == 404
    assert (await dewi.web.get(path)).status_code in (403, 404)


@pytest.mark.parametrize("name", ["nobody.pdf", "0b2f7c1e-9f57-4a54-8a52-6b8ad9a3c0f1.pdf", "x"])
async def test_a_badge_of_nobody_is_not_found(alice: Somebody, city: Organisation, name: str) -> None:
    event = await make.today(city)
    assert (await alice.web.get(f"/door/{event.id}/badge/{name}")).status_code == 404


async def test_a_cancelled_guest_gets_no_badge(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await make.in_state(guest, GuestState.cancelled)
    assert (await alice.web.get(f"/door/{event.id}/badge/{guest.id}.pdf")).status_code == 409
    assert await make_badges.printed(event.id) == []


async def test_many_badges_are_made_in_the_background_and_count_once_they_are_there(
    alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(badges, "SHORT", 2)
    event = await make.today(city)
    for number in range(3):
        await make.guest(event, f"Tamu {number}")
    answer = await alice.web.post(f"/events/{event.id}/badges", {"format": "a4-8", "people": "all"})
    run = await make_badges.begun(event.id)
    assert answer.headers["location"] == f"/events/{event.id}/paper-runs/{run.id}"
    page = f"/events/{event.id}/paper-runs/{run.id}"
    assert "Waiting for its turn" in (await alice.web.get(page)).text
    assert (await alice.web.get(f"{page}/file")).status_code == 409
    assert await make_badges.printed(event.id) == []
    await make_badges.work(run)
    await make_badges.work(run)
    assert len(await make_badges.printed(event.id)) == 3
    assert "The paper for 3 people is ready." in (await alice.web.get(page)).text
    [sheet] = pages_of((await alice.web.get(f"{page}/file")).content)
    assert sheet.count("Tamu") == 3


async def test_a_finished_paper_is_sealed_and_forgotten_after_an_hour(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make.guest(event)
    begun = (await alice.api.post(f"/events/{event.id}/paper-runs", json={"format": "a7"})).json()
    await make_badges.work(await make_badges.begun(event.id))
    path = f"/events/{event.id}/paper-runs/{begun['id']}"
    told = (await alice.api.get(path)).json()
    assert (told["state"], told["done"], told["total"]) == ("done", 1, 1)
    kept = await fetch_value("SELECT sealed FROM paper_run")
    assert b"%PDF" not in kept
    assert sealing.unseal(kept, PURPOSE)[:4] == b"%PDF"
    assert len((await alice.api.get(f"{path}/file")).content) == told["size"]
    await actions.forget(clock.now() + actions.KEPT)
    assert (await alice.api.get(f"{path}/file")).json()["code"] == "paper_forgotten"
    assert await fetch_value("SELECT sealed FROM paper_run") is None


async def test_a_paper_of_another_event_or_kind_is_not_found(
    alice: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event, other = await make.today(city), await make.today(city)
    await make.guest(event)
    begun = (await alice.api.post(f"/events/{event.id}/paper-runs", json={"format": "a7"})).json()["id"]
    for who, here in ((alice, other), (charlie, event), (dewi, event)):
        assert (await who.api.get(f"/events/{here.id}/paper-runs/{begun}")).status_code == 404
    assert (await dewi.api.get(f"/events/{event.id}/paper-runs")).json()["items"] == []
    assert [one["id"] for one in (await alice.api.get(f"/events/{event.id}/paper-runs")).json()["items"]] == [
        begun
    ]


async def test_a_failed_paper_says_so_and_can_be_made_by_the_next_try(
    alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city)
    await make.guest(event)
    await alice.api.post(f"/events/{event.id}/paper-runs", json={"format": "a7"})
    run = await make_badges.begun(event.id)
    with monkeypatch.context() as patch:
        patch.setattr(sealing, "seal", lambda _data, _purpose: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await make_badges.work(run)
    page = await alice.web.get(f"/events/{event.id}/paper-runs/{run.id}")
    assert "could not be made" in page.text
    assert await make_badges.printed(event.id) == []
    await make_badges.work(run)
    assert await fetch_value("SELECT state FROM paper_run") == "done"


async def test_the_list_takes_the_same_queries_for_ten_and_a_hundred(
    alice: Somebody, city: Organisation
) -> None:
    counts = []
    for size in (3, 30):
        event = await make.today(city)
        for number in range(size):
            await make.guest(event, f"Tamu {number:03}")
        with counting_queries() as seen:
            assert "Tamu 002" in (await alice.web.get(f"/events/{event.id}/badges")).text
        counts.append(seen.count)
    assert counts[0] == counts[1]


async def test_the_trail_says_who_printed(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await make.guest(event)
    await alice.api.get(f"/events/{event.id}/documents/badges.pdf?format=a6")
    assert [kind for _guest, kind in await make_badges.printed(event.id)] == ["a6"]
    verbs = await AuditEntry.select(AuditEntry.verb).where(AuditEntry.subject == event.id)
    assert {"verb": "badges.printed"} in verbs
    assert await PaperRun.count() == 0
