"""The attendance list: of the event, a session, a day; with signatures, excuses, masked numbers and empty lines."""

import io
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from python_calamine import CalamineWorkbook

from events_app import clock, i18n
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin.listing import making, masks, paper, queries
from events_app.checkin.listing.forms import ListIn, Phones, Whom
from events_app.checkin.signatures import actions as signing
from events_app.checkin.signatures.forms import SignatureIn
from events_app.database import counting_queries
from events_app.demo.papering import flourish
from events_app.events.runs import actions as runs
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from events_app.stakeholders.tables import Person
from tests import make_badges, make_events
from tests import make_checkin as make
from tests.make_badges import pages_of
from tests.make_devices import organiser
from tests.people import Somebody


async def _came(alice: Somebody, event: Event, *guests: Guest, **more: object) -> None:
    for guest in guests:
        scans = [make.scan(guest.short_code, **more)]
        await alice.api.post(f"/events/{event.id}/scans", json={"scans": scans})


async def _sheet(event: Event, excuses: Mapping[UUID, str] | None = None, **ask: object) -> paper.Sheet:
    with i18n.using("en"):
        return await paper.sheet_of(event, ListIn.model_validate(ask), excuses)


def _lines(sheet: paper.Sheet) -> list[list[str]]:
    data = paper.data_of(sheet, {}, [], clock.now(), "en")
    return [row["cells"] for row in data["rows"]]


async def test_the_list_has_the_columns_an_office_expects(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(
        event,
        "Dra. Hj. Kartini, M.Si",
        institution_name="Dinas Sosial",
        position="Kepala",
        sex="female",
        phone="081234567890",
    )
    await Person.update({Person.nip: "196803121993032001"}).where(Person.id == guest.person)
    await _came(alice, event, guest)
    sheet = await _sheet(event)
    with i18n.using("en"):
        headers = paper.headers(sheet.ask)
    assert headers == [
        *("No.", "Name", "NIP", "M/F", "Position", "Institution", "Phone", "Present since", "Signature")
    ]
    [[number, name, nip, sex, position, office, phone, since]] = _lines(sheet)
    assert (number, name, sex, position, office) == (
        "1",
        "Dra. Hj. Kartini, M.Si",
        "F",
        "Kepala",
        "Dinas Sosial",
    )
    assert nip.split() == ["19680312", "199303", "2", "001"]
    assert phone == "0812•••••890"
    assert re.fullmatch(r"\d\d:\d\d", since)


async def test_a_drawn_signature_is_printed_as_lines_and_an_empty_box_otherwise(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    drawn, paper_, none = [await make.guest(event, name) for name in ("Ani", "Budi", "Cici")]
    await _came(alice, event, drawn, paper_, none)
    await signing.ask(alice.actor, event, True, clock.now())
    await signing.sign(alice.actor, event, drawn, SignatureIn(strokes=flourish(1)), clock.now())
    await signing.sign(alice.actor, event, paper_, SignatureIn(on_paper=True), clock.now())
    rows = paper.data_of(await _sheet(event), {}, [], clock.now(), "en")["rows"]
    assert rows[0]["svg"].startswith("<svg")
    assert [row["note"] for row in rows] == ["", "signed on paper", ""]
    assert [bool(row["svg"]) for row in rows] == [True, False, False]
    with_it = await making.pdf(organiser(event), event, ListIn(), "en", clock.now())
    await signing.remove(alice.actor, event, drawn, None, clock.now())
    without = await making.pdf(organiser(event), event, ListIn(), "en", clock.now())
    assert with_it.data.count(b"/Figure") == without.data.count(b"/Figure") + 1 or len(with_it.data) > len(
        without.data
    )


async def test_a_session_lists_those_who_entered_it(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    part = await make_events.session(event, "Panel", starts_at=event.starts_at, ends_at=event.ends_at)
    inside, outside = await make.guest(event, "Dalam"), await make.guest(event, "Luar")
    await _came(alice, event, inside, session_id=str(part.id))
    await _came(alice, event, outside)
    sheet = await _sheet(event, session_id=part.id, people="present")
    assert [one.name for one in sheet.here] == ["Dalam"]
    assert [one.name for one in (await _sheet(event, people="present")).here] == ["Dalam", "Luar"]
    text = pages_of(
        (await making.pdf(organiser(event), event, ListIn(session_id=part.id), "en", clock.now())).data
    )[0]
    assert "Panel" in text


async def test_a_day_is_the_events_own_and_counts_who_was_scanned_on_it(
    alice: Somebody, city: Organisation
) -> None:
    second_scan = clock.now() - timedelta(minutes=1)
    first_scan = second_scan - timedelta(days=1)
    event = await make.today(
        city,
        starts_at=first_scan - timedelta(minutes=5),
        ends_at=clock.now() + timedelta(hours=2),
        timezone="Asia/Jayapura",
    )
    both, second = await make.guest(event, "Dua Hari"), await make.guest(event, "Hari Kedua")
    await _came(alice, event, both, scanned_at=first_scan.isoformat())
    await _came(alice, event, both, second, scanned_at=second_scan.isoformat())
    # The event may begin the evening before its first scan, or go on past midnight: of no matter here.
    first, last = (one.astimezone(ZoneInfo(event.timezone)).date() for one in (first_scan, second_scan))
    assert {first, last} <= set(queries.days_of(event))
    names = {
        day: [one.name for one in (await _sheet(event, day=day, people="present")).here]
        for day in (first, last)
    }
    assert names == {first: ["Dua Hari"], last: ["Dua Hari", "Hari Kedua"]}
    begins, ends = queries.moments_of(event, first)
    assert begins.isoformat().endswith("T00:00:00+09:00")
    assert ends - begins == timedelta(days=1)


async def test_those_who_did_not_come_stand_apart_with_their_excuse(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    came, ill, silent = [await make.guest(event, name) for name in ("Ani", "Budi", "Cici")]
    await _came(alice, event, came)
    sheet = await _sheet(event, {ill.id: "Sakit"}, people=Whom.apart)
    apart = paper.data_of(sheet, {}, [], clock.now(), "en")["apart"]
    assert [(row[1], row[-1]) for row in apart["rows"]] == [("Budi", "Sakit"), ("Cici", "without notice")]
    assert [row[1] for row in _lines(sheet)] == ["Ani"]
    assert [row[-1] for row in _lines(await _sheet(event, {ill.id: "Sakit"}))][1:] == ["Sakit", ""]
    assert silent.id not in sheet.excuses


async def test_excuses_stand_on_the_list_in_the_readers_language(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    assert (await _sheet(event)).excuses == {}
    path = f"/events/{event.id}/guests/{guest.id}/excuse"
    answer = await alice.api.put(path, json={"kind": "leave", "note": "Lewat telepon"})
    assert answer.status_code == 200
    assert (await _sheet(event)).excuses == {guest.id: "On leave"}
    with i18n.using("id"):
        assert (await paper.sheet_of(event, ListIn(), None)).excuses == {guest.id: "Izin"}


@pytest.mark.parametrize(
    ("number", "seen"),
    [
        ("+6281234567890", "0812•••••890"),
        ("+62285421234", "0285•••234"),
        ("+112", "••••"),
        ("", ""),
        ("+4915112345678", "+491•••••••678"),
    ],
)
def test_a_masked_number_is_known_to_its_owner_only(number: str, seen: str) -> None:
    assert masks.masked(masks.at_home(number)) == seen


async def test_whole_numbers_are_for_those_who_invite_and_never_a_childs(
    alice: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make.guest(event, "Ani", phone="081234567890")
    child = await make.guest(event, "Budi", phone="081234567891")
    await make_badges.child(child.person)
    assert [row[6] for row in _lines(await _sheet(event, phones=Phones.full))] == [
        "081234567890",
        "0812•••••891",
    ]
    assert len(_lines(await _sheet(event, phones=Phones.none))[0]) == 7
    path = f"/events/{event.id}/documents/attendance-list.pdf"
    assert (await alice.api.get(f"{path}?phones=full")).status_code == 200
    assert (await dewi.api.get(f"{path}?phones=full")).status_code == 403
    shown = pages_of((await dewi.api.get(path)).content)[0]
    assert "081234567890" not in shown
    assert "Whole numbers" not in (await dewi.web.get(f"/events/{event.id}/attendance-list")).text


async def test_empty_lines_are_numbered_on_and_a_list_says_what_it_is(city: Organisation) -> None:
    event = await make.today(city, title="Diskusi Tematik")
    await make.guest(event, "Ani")
    made = await making.pdf(organiser(event), event, ListIn(blank_lines=3), "id", clock.now())
    [text] = pages_of(made.data)
    assert all(re.search(rf"^{number}$", text, re.M) for number in (2, 3, 4))
    for words in (
        "Daftar hadir",
        "Diskusi Tematik",
        "Hari, tanggal",
        "Halaman 1 dari 1",
        "Tanda tangan",
        "L/P",
    ):
        assert re.sub(r"\s", "", words) in re.sub(r"\s", "", text)


async def test_a_workbook_says_the_same(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    came, _away = await make.guest(event, "=Ani", phone="081234567890"), await make.guest(event, "Budi")
    await _came(alice, event, came)
    answer = await alice.api.get(f"/events/{event.id}/exports/attendance-list.xlsx?people=apart&language=en")
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    assert book.sheet_names == ["Attendance list", "Did not come"]
    [_heads, line] = book.get_sheet_by_name("Attendance list").to_python()
    assert (line[1], line[6]) == ("=Ani", "0812•••••890")
    assert book.get_sheet_by_name("Did not come").to_python()[1][1] == "Budi"


async def test_what_is_wrong_is_said_beside_its_field(alice: Somebody, city: Organisation) -> None:
    event, other = await make.today(city), await make.today(city)
    part = await make_events.session(other, starts_at=other.starts_at, ends_at=other.ends_at)
    page = f"/events/{event.id}/attendance-list"
    for wrong, sentence in (
        ({"session_id": str(part.id)}, "does not belong to the event"),
        ({"day": "2001-01-01"}, "not held on this day"),
        ({"blank_lines": "61"}, "at most 60"),
    ):
        answer = await alice.web.post(page, {"people": "apart"} | wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'value="apart" checked' in answer.text
    query = f"/events/{event.id}/documents/attendance-list.pdf?session_id={part.id}"
    assert [one["field"] for one in (await alice.api.get(query)).json()["errors"]] == ["session_id"]


async def test_the_page_is_for_witnesses(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    page = f"/events/{event.id}/attendance-list"
    seen = [(await who.web.get(page)).status_code for who in (alice, bob, charlie, dewi)]
    assert seen == [200, 403, 404, 200]


async def test_a_long_list_is_made_in_the_background_and_noted_once_it_is_there(
    alice: Somebody, dewi: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "SHORT", 1)
    event = await make.today(city)
    for name in ("Ani", "Budi"):
        await make.guest(event, name)
    answer = await dewi.web.post(f"/events/{event.id}/attendance-list", {"people": "all"})
    run = await make_badges.begun(event.id)
    assert answer.headers["location"] == f"/events/{event.id}/paper-runs/{run.id}"
    await make_badges.work(run)
    [row] = await runs.runs_of(event)
    assert "Budi" in pages_of(await runs.file_of(row))[0]
    noted = await AuditEntry.count().where(
        (AuditEntry.verb == "event.handed_out") & (AuditEntry.subject == event.id)
    )
    assert noted == 1


@pytest.mark.parametrize("phones", ["full", "masked"])
async def test_a_long_list_with_whole_numbers_is_fetched_only_by_those_who_may_ask_for_it(
    phones: str, alice: Somebody, dewi: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "SHORT", 0)
    event = await make.today(city)
    await make.guest(event, "Ani", phone="081234567890")
    await alice.web.post(f"/events/{event.id}/attendance-list", {"people": "all", "phones": phones})
    run = await make_badges.begun(event.id)
    await make_badges.work(run)
    path = f"/events/{event.id}/paper-runs"
    for who, seen in ((alice, True), (dewi, phones == "masked")):
        listed = [one["id"] for one in (await who.api.get(path)).json()["items"]]
        assert listed == [str(run.id)] * seen
        for door in (who.api, who.web):
            answers = [
                (await door.get(one)).status_code for one in (f"{path}/{run.id}", f"{path}/{run.id}/file")
            ]
            assert answers == ([200, 200] if seen else [404, 404])


async def test_a_list_takes_the_same_queries_for_three_and_thirty(city: Organisation) -> None:
    counts = []
    for size in (3, 30):
        event = await make.today(city)
        for number in range(size):
            await make.guest(event, f"Tamu {number:03}")
        with counting_queries() as seen:
            await making.pdf(organiser(event), event, ListIn(people=Whom.apart), "id", clock.now())
        counts.append(seen.count)
    assert counts[0] == counts[1]


def test_days_are_counted_where_the_event_is() -> None:
    far: dict[str, Any] = {
        "starts_at": datetime.fromisoformat("2026-12-12T23:00:00+00:00"),
        "timezone": "Asia/Jayapura",
    }
    event = Event(organisation=uuid4(), **far, ends_at=datetime.fromisoformat("2026-12-14T02:00:00+00:00"))
    assert [day.isoformat() for day in queries.days_of(event)] == ["2026-12-13", "2026-12-14"]
