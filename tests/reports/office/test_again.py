"""Long papers across events that fail, are asked for anew, or outlast a right of their asker."""

import asyncio
import time
from datetime import timedelta
from threading import Lock
from uuid import UUID

import pytest

from events_app import jobs, sealing
from events_app.accounts.rights import Right
from events_app.database import execute, fetch, fetch_value
from events_app.events.runs.opening import opened
from events_app.rooms import load_jobs
from tests.people import Somebody
from tests.reports.conftest import Scene
from tests.reports.office.test_running import begun, failed, worked

STATES = "SELECT array_agg(state::text ORDER BY id) FROM paper_run"


@pytest.fixture(autouse=True)
def makers() -> None:
    """What makes papers is known once the rooms' jobs are loaded, as the worker loads them."""
    load_jobs()


async def test_what_is_not_tried_again_promises_nothing_and_is_made_again_at_a_touch(
    scene: Scene, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await begun(dewi, ago=timedelta(minutes=6))
    way = f"/paper-runs/{run}"
    await failed(run, monkeypatch)
    assert "It is tried again by itself" in (await dewi.web.get(way)).text
    assert "Is tried again by itself" in (await dewi.web.get("/")).text
    await failed(run, monkeypatch, len(jobs.PAUSES))
    shown = (await dewi.web.get(way)).text
    assert "it is not tried again by itself" in shown
    assert "some hours" not in shown
    assert "Not tried again by itself" in (await dewi.web.get("/")).text
    assert (await dewi.api.get(way)).json()["given_up"] is True
    mails = await fetch("SELECT text FROM message WHERE kind = 'events.paper_failed' ORDER BY id")
    promised_more = ["selama beberapa jam" in mail["text"] or "some hours" in mail["text"] for mail in mails]
    assert promised_more == [True, False]
    again = (await dewi.web.post(f"{way}/again")).headers["location"]
    assert again != way
    assert "Waiting for its turn" in (await dewi.web.get(again)).text
    assert (await dewi.web.post(f"{way}/again")).headers["location"] == way
    assert "it was asked for anew" in (await dewi.web.get(way)).text
    assert await fetch_value("SELECT count(*) FROM paper_run") == 2


async def test_the_worker_says_which_try_is_the_last() -> None:
    heard = []
    for tries_before in range(len(jobs.PAUSES) + 1):
        with jobs.trying(tries_before):
            heard.append(jobs.on_last_try())
    assert heard == [False] * len(jobs.PAUSES) + [True]
    assert not jobs.on_last_try()


async def test_nobody_makes_another_ones_paper_again(
    scene: Scene, dewi: Somebody, alice: Somebody, charlie: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await begun(dewi)
    await failed(run, monkeypatch)
    for somebody in (alice, charlie):
        assert (await somebody.web.post(f"/paper-runs/{run}/again")).status_code == 404
    assert await fetch_value("SELECT count(*) FROM paper_run") == 1


async def test_a_program_makes_it_again_too(
    scene: Scene, dewi: Somebody, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = await begun(dewi)
    way = f"/paper-runs/{run}"
    early = await dewi.api.post(f"{way}/again")
    assert (early.status_code, early.json()["code"]) == (409, "paper_not_failed")
    await failed(run, monkeypatch)
    assert (await alice.api.post(f"{way}/again")).status_code == 404
    again = await dewi.api.post(f"{way}/again")
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    assert again.json()["id"] != str(run)
    assert (await dewi.api.get(way)).json()["state"] == "discarded"
    assert (await dewi.api.post(f"{way}/again")).json()["code"] == "paper_not_failed"
    await worked(UUID(again.json()["id"]))
    assert (await dewi.api.get(f"/paper-runs/{again.json()['id']}/file")).content.startswith(b"%PDF")


async def test_a_program_makes_the_paper_of_an_event_again(
    scene: Scene, alice: Somebody, bob: Somebody, charlie: Somebody
) -> None:
    here = f"/events/{scene.event.id}"
    begun_run = (await alice.api.post(f"{here}/activity-report/runs", json={})).json()["id"]
    await execute("UPDATE paper_run SET state = 'failed'")
    way = f"{here}/paper-runs/{begun_run}/again"
    assert [(await who.api.post(way)).status_code for who in (bob, charlie)] == [403, 404]
    again = await alice.api.post(way)
    assert (again.status_code, again.json()["kind"]) == (202, "activity-report")
    assert again.json()["event_id"] == str(scene.event.id)


async def test_the_retry_of_a_failed_paper_gives_way_to_the_same_one_asked_for_again(
    scene: Scene, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = await begun(dewi, ago=timedelta(minutes=3))
    await failed(old, monkeypatch)
    new = await begun(dewi, ago=timedelta(minutes=3))
    assert new != old
    await worked(old)
    await worked(new)
    assert await fetch_value(STATES) == [
        "discarded",
        "done",
    ]
    assert await fetch_value("SELECT count(*) FROM message WHERE kind = 'events.paper_ready'") == 1


async def test_two_that_meet_all_the_same_are_made_once(scene: Scene, dewi: Somebody) -> None:
    old = await begun(dewi)
    await execute("UPDATE paper_run SET state = 'failed'")
    new = await begun(dewi)
    await execute("UPDATE paper_run SET state = 'failed' WHERE id = $1", old)
    await worked(old)
    await worked(new)
    assert await fetch_value(STATES) == [
        "discarded",
        "done",
    ]


async def test_who_lost_the_right_to_what_is_confidential_loses_the_file(
    scene: Scene, dewi: Somebody
) -> None:
    assert dewi.actor.may(Right.read_confidential)
    run = await begun(dewi)
    await worked(run)
    ways = (f"/paper-runs/{run}", f"/paper-runs/{run}/file")
    assert [(await dewi.web.get(way)).status_code for way in ways] == [200, 200]
    await execute("UPDATE app_user SET roles = '{viewer}' WHERE id = $1", dewi.user.id)
    for somebody in (dewi.web, dewi.api):
        assert [(await somebody.get(way)).status_code for way in ways] == [404, 404]
    assert str(run) not in (await dewi.web.get("/")).text
    assert (await dewi.api.get("/paper-runs")).json()["items"] == []


async def test_one_file_is_opened_at_a_time(
    scene: Scene, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, unseal = await begun(dewi), sealing.unseal
    await worked(run)
    counting, seen = Lock(), [0, 0]

    def counted(sealed: bytes, purpose: str) -> bytes:
        with counting:
            seen[0] += 1
            seen[1] = max(seen)
        file = unseal(sealed, purpose)
        time.sleep(0.05)
        with counting:
            seen[0] -= 1
        return file

    monkeypatch.setattr(sealing, "unseal", counted)
    files = await asyncio.gather(*(opened(run) for _one in range(4)))
    assert (len(set(files)), seen) == (1, [0, 1])
