"""A list's pages: columns, choice, progress and the file of refused lines, which may be sent back as it is."""

import csv
import io

import pytest
from python_calamine import CalamineWorkbook

from events_app.stakeholders.lists import actions
from events_app.stakeholders.lists.tables import ColumnMapping
from events_app.stakeholders.tables import Person
from tests import make_stakeholders as make
from tests.people import Browser, Somebody
from tests.stakeholders.lists.test_lists import people, run

BAD = (
    ("Kartini", "P", "Lurah", "Kelurahan Kenanga", "81234567890", "k@x.example"),
    ("Budi", "L", "Staf", "Dinas", "", "budi@@x"),
    ("", "L", "=1+1", "Dinas", "0812", ""),
)


async def upload(web: Browser, data: bytes, name: str = "a.csv") -> str:
    answer = await web.post("/imports/people", files={"file": (name, data)})
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def test_columns_are_said_on_the_page_and_shown_as_remembered(alice: Somebody) -> None:
    place = await upload(alice.web, b"Wong;Kantor\nBudi;Dinas\n")
    page = (await alice.web.get(place)).text
    assert "Please say below what the columns mean" in page
    assert "Budi" in page
    assert "Import 1 person" not in page
    wrong = await alice.web.post(f"{place}/columns", {"version": 1, "fields": ["-", "institution"]})
    assert wrong.status_code == 422
    assert "which column holds the names" in wrong.text
    assert 'value="institution" selected' in wrong.text
    said = await alice.web.post(f"{place}/columns", {"version": 1, "fields": ["full_name", "institution"]})
    assert said.headers["location"] == place
    assert "Import 1 person" in (await alice.web.get(place)).text
    again = await upload(alice.web, b"kantor\twong\nPolres\tAni\n")
    assert "what was said for the last list" in (await alice.web.get(again)).text
    known = (await alice.web.get("/imports/mappings")).text
    assert "Wong → Name" in known
    row = await ColumnMapping.objects().first()
    assert row is not None
    assert (await alice.web.post(f"/imports/mappings/{row.id}/forget")).status_code == 303
    assert (await alice.web.post(f"/imports/mappings/{row.id}/forget")).status_code == 404
    assert "Nothing is remembered yet" in (await alice.web.get("/imports/mappings")).text


async def test_numbers_that_no_list_has_are_refused_by_name(alice: Somebody) -> None:
    place = await upload(alice.web, make.csv(*people(4)))
    far = {"version": 1, "shown": [999_999_999_999], "step": "save"}
    assert (await alice.web.post(f"{place}/choice", far)).status_code == 422
    assert (await alice.web.post(f"{place}/commit", {"version": 10**20})).status_code == 409
    assert (await alice.web.get(place)).status_code == 200


async def test_ticks_decide_who_is_written(alice: Somebody) -> None:
    place = await upload(alice.web, make.csv(*people(4)))
    sent = {"version": 1, "shown": [2, 3, 4, 5], "take": [3, 4], "step": "save"}
    for _twice in range(2):
        assert (await alice.web.post(f"{place}/choice", sent)).status_code == 303
    page = (await alice.web.get(place)).text
    assert page.count("Left out") > 2
    assert "Import 2 people" in page
    assert 'id="t-3" checked' in page
    assert 'id="t-2" checked' not in page
    assert "Orang" in (await alice.web.get(f"{place}?show=left_out")).text
    done = await alice.web.post(f"{place}/choice", {**sent, "take": [3], "step": "commit"})
    assert done.headers["location"] == "/people"
    assert await Person.select(Person.full_name).output(as_list=True) == ["Orang b"]
    assert (await alice.web.post(f"{place}/choice", sent)).status_code == 409


async def test_all_of_an_outcome_are_left_out_on_every_page(alice: Somebody) -> None:
    place = await upload(alice.web, make.csv(*people(250)))
    assert "page=2" in (await alice.web.get(place)).text
    left = await alice.web.post(f"{place}/choice", {"version": 1, "show": "create", "step": "leave_all"})
    assert left.headers["location"].endswith("?show=create&page=1")
    assert "No line is taken" in (await alice.web.get(place)).text
    await alice.web.post(f"{place}/choice", {"version": 1, "show": "left_out", "step": "take_all"})
    assert "Import 250 people" in (await alice.web.get(place)).text


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_refused_lines_come_as_a_file_that_can_be_sent_back(alice: Somebody, kind: str) -> None:
    place = await upload(alice.web, make.csv(*BAD))
    assert "Refused lines as XLSX" in (await alice.web.get(place)).text
    done = await alice.web.post(f"{place}/commit", {"version": 1})
    assert done.headers["location"] == place
    assert "2 lines were refused" in (await alice.web.get(place)).text
    file = await alice.web.get(f"{place}/refused.{kind}")
    assert "attachment" in file.headers["content-disposition"]
    rows = _rows(kind, file.content)
    assert rows[0] == [*make.HEADINGS, "Original line", "Why it was refused"]
    assert [row[-2:][0].removesuffix(".0") for row in rows[1:]] == ["3", "4"]
    assert rows[1][:6] == ["Budi", "L", "Staf", "Dinas", "", "budi@@x"]
    assert rows[1][-1].startswith("Mail address: This cannot be a mail address")
    assert "Position: This cell is a formula" in rows[2][-1]
    assert "Name: There is no name" in rows[2][-1]
    back = await upload(alice.web, file.content, f"b.{kind}")
    page = (await alice.web.get(back)).text
    assert "2 lines are refused" in page
    assert "What the columns mean" in page
    mended = await upload(alice.web, file.content.replace(b"budi@@x", b"budi@x.example"), "b.csv")
    assert kind == "xlsx" or "Import 1 person" in (await alice.web.get(mended)).text
    second = _rows(kind, (await alice.web.get(f"{back}/refused.{kind}")).content)
    assert second[0] == rows[0]


def _rows(kind: str, data: bytes) -> list[list[str]]:
    if kind == "xlsx":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return [[str(cell) for cell in row] for row in sheet.to_python()]

    plain = csv.reader(io.StringIO(data.decode("utf-8-sig")))
    return [[cell.removeprefix("'") for cell in row] for row in plain]


async def test_progress_stop_and_failure_are_said_without_a_script(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "SMALL", 10)
    monkeypatch.setattr(actions, "SHORT", 1)
    place = await upload(alice.web, make.csv(*people(5)))
    page = (await alice.web.get(place)).text
    assert "The list is being read" in page
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "<progress" in page
    assert "Being read" in (await alice.web.get("/imports/people")).text
    await alice.web.post(f"{place}/stop")
    assert "was stopped" in (await alice.web.get(place)).text
    await alice.web.post(f"{place}/again")
    await run("read_list")
    assert "Import 5 people" in (await alice.web.get(place)).text
    done = await alice.web.post(f"{place}/commit", {"version": 2})
    assert done.headers["location"] == place
    assert "The list is being imported" in (await alice.web.get(place)).text
    await run("commit_list")
    assert "What the list did" in (await alice.web.get(place)).text
    empty = await upload(alice.web, b"Nama;Instansi\n;;\n;;\n;;;")
    await run("read_list")
    page = (await alice.web.get(empty)).text
    assert "There are no lines below the headings" in page
    assert "Read it again" in page


async def test_doors_of_a_list_open_to_those_who_keep_the_directory(
    alice: Somebody, bob: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    place = await upload(alice.web, make.csv(*BAD))
    for path in (place, f"{place}/refused.csv", "/imports/mappings"):
        assert (await alice.web.get(path)).status_code == 200
        assert (await bob.web.get(path)).status_code == 403
        assert (await dewi.web.get(path)).status_code == 403
    assert (await alice.web.get(f"{place}/refused.pdf")).status_code == 404
    for path in ("columns", "choice", "commit", "stop", "again"):
        assert (await charlie.web.post(f"{place}/{path}", {"version": 1})).status_code == 404
        assert (await dewi.web.post(f"{place}/{path}", {"version": 1})).status_code == 403
    assert (await charlie.web.get(f"{place}/refused.csv")).status_code == 404
    assert await Person.count() == 0


async def test_what_is_wrong_with_a_list_stands_beside_the_way_it_came(alice: Somebody) -> None:
    for sent, files, beside in (
        ({"pasted": "Nama\tHP\n"}, None, "f-pasted"),
        ({}, {"file": ("a.csv", b" ;;\r\n;;\r\n", "text/csv")}, "f-file"),
    ):
        answer = await alice.web.post("/imports/people", sent, **({"files": files} if files else {}))
        assert answer.status_code == 422
        assert f'href="#{beside}"' in answer.text
