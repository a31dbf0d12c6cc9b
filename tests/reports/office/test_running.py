"""Long papers across events: made meanwhile, once, for their asker alone; who asked is told when one is ready or failed."""

import asyncio
import io
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pypdf
import pytest

from events_app import clock, jobs
from events_app.accounts.tables import Organisation, User
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.runs import actions as runs
from events_app.events.runs import mine
from events_app.events.runs.jobs import make_paper
from events_app.reports.office import making, running
from events_app.reports.office.forms import OfficePaperIn
from events_app.rooms import load_jobs
from tests.make_reports import Fact, promised
from tests.people import Somebody
from tests.reports.conftest import Scene

MATRIX = OfficePaperIn(paper="matrix")
SCORES: dict[str, Any] = {"paper": "scorecard", "form": "pdf", "language": "en"}


@pytest.fixture(autouse=True)
def makers() -> None:
    """What makes papers is known once the rooms' jobs are loaded, as the worker loads them."""
    load_jobs()


@pytest.fixture
def all_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """The two actions of the scene are more than a paper made at once may have."""
    monkeypatch.setattr(running, "LONG", 1)


async def begun(somebody: Somebody, wish: OfficePaperIn = MATRIX, ago: timedelta = timedelta(0)) -> UUID:
    return await running.ask(somebody.actor, wish, "id", clock.now() - ago)


async def worked(run: UUID) -> None:
    await make_paper({"run": str(run)})


async def broken(*_given: Any) -> Any:
    raise RuntimeError("no ink")


async def failed(run: UUID, monkeypatch: pytest.MonkeyPatch, tries_before: int = 0) -> None:
    with monkeypatch.context() as patch, jobs.trying(tries_before):
        patch.setattr(making, "made", broken)
        with pytest.raises(RuntimeError, match="no ink"):
            await worked(run)


async def test_a_short_paper_comes_at_once(scene: Scene, dewi: Somebody) -> None:
    answer = await dewi.web.post("/reports/papers", SCORES)
    way = answer.headers["location"]
    assert way == "/reports/papers/file?paper=scorecard&language=en"
    assert (await dewi.web.get(way)).content.startswith(b"%PDF")
    assert await fetch_value("SELECT count(*) FROM paper_run") == 0


async def test_a_long_paper_is_made_meanwhile_and_waits_on_the_start_page(
    scene: Scene, dewi: Somebody, all_is_long: None
) -> None:
    way = (await dewi.web.post("/reports/papers", SCORES)).headers["location"]
    assert "Waiting for its turn" in (await dewi.web.get(way)).text
    assert "Being made" in (await dewi.web.get("/")).text
    await worked(UUID(way.rpartition("/")[2]))
    shown = (await dewi.web.get(way)).text
    assert "The paper is ready." in shown
    assert "Scorecard" in shown
    start = (await dewi.web.get("/")).text
    assert "Ready for you" in start
    assert f'href="{way}/file"' in start
    file = await dewi.web.get(f"{way}/file")
    assert file.headers["content-type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'report.handed_out'") == 1


async def test_a_long_paper_is_not_made_while_somebody_waits(
    scene: Scene, dewi: Somebody, all_is_long: None
) -> None:
    answer = await dewi.api.get("/reports/papers")
    assert (answer.status_code, answer.json()["code"]) == (409, "paper_long")
    shown = await dewi.web.get("/reports/papers/file?paper=matrix&from=2020-01-01")
    assert "Please have it made in the background." in shown.text
    assert 'value="2020-01-01"' in shown.text


async def test_a_program_has_one_made_and_fetches_it(scene: Scene, dewi: Somebody) -> None:
    asked = {"paper": "matrix", "form": "xlsx", "from": "2026-01-01", "columns": ["due", "action"]}
    answer = await dewi.api.post("/reports/papers/runs", json=asked)
    run = answer.json()
    assert (answer.status_code, run["state"], run["event_id"], run["total"]) == (202, "waiting", None, 2)
    early = await dewi.api.get(f"/paper-runs/{run['id']}/file")
    assert (early.status_code, early.json()["code"]) == (409, "paper_not_ready")
    await worked(UUID(run["id"]))
    assert (await dewi.api.get(f"/paper-runs/{run['id']}")).json()["state"] == "done"
    assert (await dewi.api.get(f"/paper-runs/{run['id']}/file")).content[:2] == b"PK"
    assert [one["id"] for one in (await dewi.api.get("/paper-runs")).json()["items"]] == [run["id"]]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"from": "2026-02-01", "to": "2026-01-01"}, "to"),
        ({"quarter": 5}, "quarter"),
        ({"paper": "novel"}, "paper"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_a_wrong_wish_is_named(scene: Scene, dewi: Somebody, wrong: dict[str, Any], field: str) -> None:
    answer = await dewi.api.post("/reports/papers/runs", json=wrong)
    assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, [field])
    assert await fetch_value("SELECT count(*) FROM paper_run") == 0


async def test_a_range_that_ends_before_it_starts_keeps_what_was_typed(scene: Scene, dewi: Somebody) -> None:
    said = {"paper": "matrix", "form": "pdf", "from": "2027-02-01", "to": "2027-01-01", "theme": ""}
    answer = await dewi.web.post("/reports/papers", said)
    assert answer.status_code == 422
    assert "The last day must not lie before the first." in answer.text
    assert 'value="2027-02-01"' in answer.text


async def test_nothing_to_find_is_said_with_the_way_back(scene: Scene, dewi: Somebody) -> None:
    answer = await dewi.web.post("/reports/papers", {"paper": "matrix", "form": "pdf", "theme": "Lain"})
    assert "Nothing matches this filter" in answer.text
    assert 'href="/reports/papers"' in answer.text


async def test_the_same_paper_asked_for_at_once_is_made_once(scene: Scene, dewi: Somebody) -> None:
    asked = await asyncio.gather(*(begun(dewi) for _one in range(4)))
    assert len(set(asked)) == 1
    await execute("UPDATE paper_run SET state = 'working'")
    assert await begun(dewi) == asked[0], "whoever asks again while it is made is led to it"
    await worked(asked[0])
    assert await begun(dewi) != asked[0], "the figures of a paper that is done may be old"
    assert await begun(dewi, OfficePaperIn(paper="overdue")) not in asked


async def test_a_paper_is_its_askers_alone(
    scene: Scene, dewi: Somebody, alice: Somebody, charlie: Somebody
) -> None:
    run = await begun(dewi)
    await worked(run)
    for somebody in (alice, charlie):
        for way in (f"/paper-runs/{run}", f"/paper-runs/{run}/file"):
            assert (await somebody.web.get(way)).status_code == 404
            assert (await somebody.api.get(way)).status_code == 404
        assert (await somebody.api.get("/paper-runs")).json()["items"] == []
        assert str(run) not in (await somebody.web.get("/")).text


async def test_it_says_what_its_asker_may_see_when_it_is_made(
    scene: Scene, dewi: Somebody, city: Organisation
) -> None:
    await execute("UPDATE event SET confidential = true WHERE id = $1", scene.event.id)
    before = await begun(dewi)
    await execute("UPDATE app_user SET roles = '{viewer}' WHERE id = $1", dewi.user.id)
    await worked(before)
    file = await runs.file_of((await fetch("SELECT id, state FROM paper_run"))[0])
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(file)).pages)
    assert "Posko siaga" not in text


async def test_who_no_longer_works_here_gets_no_paper(scene: Scene, dewi: Somebody) -> None:
    run = await begun(dewi)
    await User.update({User.active: False}).where(User.id == dewi.user.id)
    await worked(run)
    assert await fetch_value("SELECT state FROM paper_run WHERE id = $1", run) == "discarded"


async def test_whoever_waited_is_told_that_it_is_ready(scene: Scene, dewi: Somebody) -> None:
    run = await begun(dewi, ago=timedelta(minutes=3))
    await worked(run)
    [mail] = await fetch("SELECT to_address, subject, text FROM message WHERE kind = 'events.paper_ready'")
    assert mail["to_address"] == dewi.user.email
    assert f"/paper-runs/{run}" in mail["text"]
    assert mail["subject"] in ("Ready: Follow-up matrix", "Siap: Matriks tindak lanjut")


async def test_a_fault_that_lasts_is_told_once_and_one_that_passes_is_not(
    scene: Scene, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "SELECT subject, text FROM message WHERE kind = 'events.paper_failed'"
    new, old = await begun(dewi), await begun(dewi, OfficePaperIn(paper="overdue"), timedelta(minutes=6))
    for run in (new, old, old):
        await failed(run, monkeypatch)
    [mail] = await fetch(told)
    assert f"/paper-runs/{old}" in mail["text"]
    assert "no ink" not in mail["text"]
    start = (await dewi.web.get("/")).text
    assert start.count("Could not be made") == 2
    await worked(old)
    assert await fetch_value("SELECT state FROM paper_run WHERE id = $1", old) == "done", (
        "the next try may work"
    )


async def test_a_paper_without_event_and_asker_is_refused_by_the_database(city: Organisation) -> None:
    with pytest.raises(Exception, match="paper_run_whose"):
        await execute(
            "INSERT INTO paper_run (id, organisation, created_at, kind, asked, language, state, done, total, filename, size)"
            " VALUES ($1, $2, now(), 'office-paper', '{}', 'id', 'waiting', 0, 0, '', 0)",
            uuid4(),
            city.id,
        )


async def test_many_papers_take_one_query(scene: Scene, dewi: Somebody) -> None:
    counts = []
    for number in range(12):
        await begun(dewi, OfficePaperIn(paper="matrix", year=2000 + number))
        with counting_queries() as asked:
            await mine.ready(dewi.actor, clock.now())
        counts.append(asked.count)
    assert set(counts) == {1}


async def test_the_reach_of_a_paper_is_what_it_would_show(
    scene: Scene, city: Organisation, dewi: Somebody
) -> None:
    await promised(city, scene.event, scene.office, Fact("open", due=-40), Fact("open", due=40))
    now = clock.now()
    for paper in ("matrix", "overdue"):
        wish = OfficePaperIn.model_validate({"paper": paper})
        _name, _data, found = await making.made(dewi.actor, wish, "id", now)
        assert await running.reach(dewi.actor, wish, now) == found
