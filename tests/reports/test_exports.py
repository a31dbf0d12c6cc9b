"""Lists for a spreadsheet, read back by one."""

import csv
import io
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from events_app.checkin.tables import Scan
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.reports import exports
from events_app.stakeholders.tables import Person
from tests.make_events import NINE
from tests.make_reports import NOW, answer_path
from tests.people import Somebody
from tests.reports.conftest import FORMULA, Scene


async def test_invitations_list_answers_representatives_and_links(alice: Somebody, scene: Scene) -> None:
    rows = await _sheet(alice, scene.event, "invitations.xlsx?language=id")
    assert rows[0][:5] == ["Instansi", "Orang", "Kursi", "Nomor surat", "Status"]
    assert (rows[1][0], rows[1][2], rows[1][4]) == ("Dinas Sosial", 3.0, "Bersedia hadir")
    assert rows[1][8] == "Dra. Hj. Kartini, M.Si; Budi Santoso"
    assert "/rsvp/" in rows[1][9]


async def test_attendance_lists_who_came_by_the_clock_of_the_event(alice: Somebody, scene: Scene) -> None:
    rows = await _sheet(alice, scene.event, "attendance.xlsx?language=en")
    by_name = {row[0]: row for row in rows[1:]}
    assert {name: row[5] for name, row in by_name.items()} == {
        "Dra. Hj. Kartini, M.Si": "yes",
        "Budi Santoso": "no",
        "Wayan Sudarma": "yes",
    }
    came: Any = by_name["Wayan Sudarma"][6]
    assert (came.hour, came.minute) == (9, 0)


async def test_scans_are_listed_without_the_code_that_opens_the_door(alice: Somebody, scene: Scene) -> None:
    scan = {"organisation": scene.event.organisation, "event": scene.event.id, "scan_id": new_id()}
    await Scan(
        **scan, raw_code="KODE-RAHASIA", outcome="refused", reason="revoked", scanned_at=NINE, device="Pintu"
    ).save()
    rows = await _sheet(alice, scene.event, "scans.xlsx?language=en")
    assert [rows[1][place] for place in (3, 4, 9)] == ["Refused", "Replaced pass", "Pintu"]
    assert "KODE-RAHASIA" not in str(rows)


async def test_actions_list_dates_as_dates_and_days_late(scene: Scene) -> None:
    _name, made = await exports.make("actions", "xlsx", scene.event, "en", NOW)
    rows = _rows(made)
    late = next(row for row in rows if row[2] == "Tindak lanjut 1")
    assert (late[8].isoformat(), late[9], late[11]) == ("2027-06-12", "Not started", 3.0)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
async def test_name_that_is_a_formula_stays_text(alice: Somebody, scene: Scene, kind: str) -> None:
    guest = scene.guests[0].person
    await Person.update({Person.full_name: FORMULA, Person.title_prefix: ""}).where(Person.id == guest)
    answer = await alice.api.get(answer_path(scene.event.id, f"attendance.{kind}"))
    if kind == "xlsx":
        assert any(str(row[0]).startswith(FORMULA) for row in _rows(answer.content))
    else:
        cells = [row[0] for row in csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))]
        assert any(cell.startswith(f"'{FORMULA}") for cell in cells)


@pytest.mark.parametrize("name", sorted(exports.EXPORTS))
async def test_both_kinds_hold_the_same_rows_in_both_languages(
    alice: Somebody, scene: Scene, name: str
) -> None:
    for language in ("id", "en"):
        path = answer_path(scene.event.id, f"{name}.csv?language={language}")
        plain = (await alice.api.get(path)).content.decode("utf-8-sig")
        read = list(csv.reader(io.StringIO(plain)))
        sheet = await _sheet(alice, scene.event, f"{name}.xlsx?language={language}")
        assert read[0] == sheet[0]
        assert len(read) == max(len(sheet), 1)


async def _sheet(reader: Somebody, event: Event, name: str) -> list[list[Any]]:
    answer = await reader.api.get(answer_path(event.id, name))
    assert answer.status_code == 200, answer.text
    return _rows(answer.content)


def _rows(made: bytes) -> list[list[Any]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(0).to_python()
