"""How far a long paper is: its rows as they are set, its chapters and annexes as they are written."""

import asyncio
from threading import Event as Signal
from typing import Any

import pytest

from events_app.documents import sheets
from events_app.events.runs import counting
from events_app.events.runs.counting import Step, counted
from events_app.reports.activity import content, docx_paper
from events_app.reports.office import making
from events_app.reports.office.forms import OfficePaperIn
from events_app.rooms import load_jobs
from tests.make_reports import NOW
from tests.people import Somebody
from tests.reports.conftest import Scene
from tests.reports.office.test_running import begun, worked


class Heard(list[tuple[int, int]]):
    """What was told."""

    async def __call__(self, done: int, total: int) -> None:
        self.append((done, total))


async def until(true: Any) -> None:
    for _try in range(1_000):
        if await true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never became true")


async def test_what_is_set_in_a_thread_is_told_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "PAUSE", 0.01)
    heard = Heard()

    async def is_told() -> bool:
        return (1, 3) in heard

    async with counted(heard, 3) as step:
        await asyncio.to_thread(step)
        await until(is_told)
        for _more in range(5):
            step()
    assert heard[-1] == (3, 3)
    assert heard == sorted(heard)


async def test_a_fault_ends_the_telling() -> None:
    heard = Heard()
    with pytest.raises(RuntimeError, match="no ink"):
        async with counted(heard, 3):
            raise RuntimeError("no ink")
    assert (3, 3) not in heard


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx"])
async def test_a_paper_tells_all_of_its_rows(scene: Scene, dewi: Somebody, form: str) -> None:
    heard, wish = Heard(), OfficePaperIn.model_validate({"form": form})
    await making.made(dewi.actor, wish, "id", NOW, heard)
    assert heard[-1] == (2, 2)


@pytest.mark.parametrize(("form", "call"), [("docx", "plain"), ("xlsx", "xlsx")])
async def test_each_row_is_a_step(
    scene: Scene, dewi: Somebody, monkeypatch: pytest.MonkeyPatch, form: str, call: str
) -> None:
    steps: list[int] = []
    where: Any = docx_paper if form == "docx" else sheets
    usual = getattr(where, call)
    monkeypatch.setattr(where, call, lambda *given: usual(*given[:-1], lambda: steps.append(1)))
    await making.made(dewi.actor, OfficePaperIn.model_validate({"form": form}), "id", NOW)
    assert len(steps) == 2


async def test_page_and_program_see_the_rows_grow(
    scene: Scene, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_jobs()
    monkeypatch.setattr(counting, "PAUSE", 0.01)
    go_on = Signal()

    def slow(*given: Any) -> bytes:
        step: Step = given[-1]
        step()
        assert go_on.wait(20)
        step()
        return b"docx"

    monkeypatch.setattr(docx_paper, "plain", slow)
    run = await begun(dewi, OfficePaperIn(form="docx"))
    working = asyncio.create_task(worked(run))

    async def is_half_done() -> bool:
        return bool((await dewi.api.get(f"/paper-runs/{run}")).json()["done"] == 1)

    try:
        await until(is_half_done)
        shown = (await dewi.web.get(f"/paper-runs/{run}")).text
        assert "1 of 2" in shown
        assert "<span>Rows</span>" in shown
        assert "seconds ago." in shown or "second ago." in shown
    finally:
        go_on.set()
        await working
    assert (await dewi.api.get(f"/paper-runs/{run}")).json()["state"] == "done"


async def test_an_activity_report_tells_its_chapters_and_annexes(scene: Scene) -> None:
    heard = Heard()
    await content.of(scene.event, NOW, heard)
    assert heard == [(done, 11) for done in range(5, 12)]
