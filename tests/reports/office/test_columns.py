"""The columns that somebody wants in a paper: chosen and ordered without script, remembered for them alone, reset."""

import io
from typing import Any

import pytest
import python_calamine

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.reporting import columns
from events_app.commitments.reporting.forms import ALL, Column
from events_app.database import execute, fetch_value
from events_app.reports.office import making, running
from events_app.reports.office.forms import OfficePaperIn
from tests.make_reports import NOW
from tests.people import Somebody
from tests.reports.conftest import Scene

WAY = "/reports/papers/columns/matrix"
CHOSEN: list[Column] = ["due", "action"]


async def heads(somebody: Somebody, **asked: Any) -> list[str]:
    wish = OfficePaperIn.model_validate({"form": "xlsx"} | asked)
    data = (await making.made(somebody.actor, wish, "en", NOW))[1]
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [str(cell) for cell in book.get_sheet_by_index(0).to_python()[0]]


async def test_what_somebody_chose_is_in_their_papers_and_in_nobody_elses(
    scene: Scene, dewi: Somebody, alice: Somebody
) -> None:
    answer = await dewi.web.post(WAY, {"order": list(ALL), "columns": CHOSEN})
    assert answer.headers["location"] == "/reports/papers"
    assert await heads(dewi) == ["No.", "Follow-up action", "Due date"], "in the order of the page"
    assert "Verifier" in await heads(alice)
    assert await heads(dewi, columns=["state"]) == ["No.", "State"], "columns that are named win"
    assert "Days late" in await heads(dewi, paper="overdue"), "each paper has its own"


async def test_a_column_moves_by_a_button_and_the_next_press_is_at_hand(scene: Scene, dewi: Somebody) -> None:
    sent: dict[str, Any] = {"order": list(ALL), "columns": ["event", "commitment"], "move": "up:commitment"}
    way = (await dewi.web.post(WAY, sent)).headers["location"]
    assert way.endswith("?moved=up:commitment")
    shown = (await dewi.web.get(way)).text
    assert shown.index('id="column-commitment"') < shown.index('id="column-event"')
    assert 'value="down:commitment" aria-label="Down: Commitment" autofocus' in shown, (
        "it is first: up is over"
    )
    kept = await columns.of(dewi.actor, "matrix")
    assert (kept.shown, kept.order[:2]) == (["commitment", "event"], ["commitment", "event"])


def test_at_the_end_a_column_stays_and_an_unknown_one_moves_nothing() -> None:
    assert columns.moved(ALL, f"down:{ALL[-1]}") == list(ALL)
    assert columns.moved(ALL, f"up:{ALL[0]}") == list(ALL)
    assert columns.moved(ALL, "up:colour") == list(ALL)


async def test_a_column_that_is_left_out_keeps_its_place(scene: Scene, dewi: Somebody) -> None:
    order: list[Column] = ["state", "event", *(name for name in ALL if name not in ("state", "event"))]
    await dewi.web.post(WAY, {"order": order, "columns": ["state", "due"]})
    kept = await columns.of(dewi.actor, "matrix")
    assert (kept.order, kept.shown) == (order, ["state", "due"])


async def test_none_at_all_is_refused_beside_the_columns_in_the_order_that_was_sent(
    scene: Scene, dewi: Somebody
) -> None:
    answer = await dewi.web.post(WAY, {"order": list(reversed(ALL))})
    assert answer.status_code == 422
    assert "Please choose at least one column." in answer.text
    assert answer.text.index('id="column-state"') < answer.text.index('id="column-event"')
    api = await dewi.api.put(WAY, json={"columns": []})
    assert (api.status_code, api.json()["errors"][0]["field"]) == (422, "columns")


async def test_the_usual_ones_come_back(scene: Scene, dewi: Somebody) -> None:
    await dewi.web.post(WAY, {"order": list(ALL), "columns": CHOSEN})
    assert "The usual columns again" in (await dewi.web.get(WAY)).text
    await dewi.web.post(f"{WAY}/usual")
    assert "Verifier" in await heads(dewi)
    assert "The usual columns again" not in (await dewi.web.get(WAY)).text


async def test_programs_keep_read_and_forget_them(scene: Scene, dewi: Somebody) -> None:
    assert (await dewi.api.get(WAY)).json()["usual"] is True
    kept = await dewi.api.put(WAY, json={"columns": ["due", "action", "due"]})
    assert kept.json() == {"columns": ["due", "action"], "usual": False}
    assert await fetch_value("SELECT count(*) FROM paper_columns") == 1
    assert (await dewi.api.delete(WAY)).status_code == 204
    assert (await dewi.api.get(WAY)).json()["usual"] is True
    wrong = await dewi.api.put(WAY, json={"columns": ["colour"]})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "columns.0")
    for door in (dewi.api, dewi.web):
        assert (await door.get("/reports/papers/columns/scorecard")).status_code == 404


async def test_a_long_paper_has_the_columns_of_the_moment_it_was_asked_for(
    scene: Scene, dewi: Somebody
) -> None:
    await columns.keep(dewi.actor, "matrix", CHOSEN, CHOSEN, clock.now())
    run = await running.ask(dewi.actor, OfficePaperIn(), "id", clock.now())
    asked = OfficePaperIn.model_validate_json(
        await fetch_value("SELECT asked FROM paper_run WHERE id = $1", run)
    )
    assert asked.columns == CHOSEN


async def test_a_name_that_is_known_no_more_is_passed_over(scene: Scene, dewi: Somebody) -> None:
    await columns.keep(dewi.actor, "matrix", CHOSEN, CHOSEN, clock.now())
    await execute("UPDATE paper_columns SET arranged = 'colour due -action'")
    kept = await columns.of(dewi.actor, "matrix")
    assert (kept.shown, set(kept.order)) == (["due"], set(ALL))


async def test_nonsense_is_refused_by_the_database(city: Organisation, dewi: Somebody) -> None:
    await columns.keep(dewi.actor, "matrix", CHOSEN, CHOSEN, clock.now())
    for wrong in ("", "-due", "Due", "due; action"):
        with pytest.raises(Exception, match="paper_columns_names"):
            await execute("UPDATE paper_columns SET arranged = $1", wrong)


async def test_the_page_of_papers_names_the_columns_and_leads_to_them(scene: Scene, dewi: Somebody) -> None:
    await columns.keep(dewi.actor, "overdue", CHOSEN, CHOSEN, clock.now())
    shown = (await dewi.web.get("/reports/papers")).text
    assert "Overdue list: Due date, Follow-up action." in shown
    assert f'href="{WAY}"' in shown
