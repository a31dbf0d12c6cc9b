"""Paper: many at once, by ticks, by program or by list; the same again changes nothing."""

import io
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.paper.tables import PaperBatch
from events_app.checkin.tables import Attendance, Scan
from events_app.database import counting_queries, execute
from events_app.documents import sheets
from events_app.events.tables import Event
from events_app.invitations.tables import GuestState
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody


def local(event: Event, at: Any) -> str:
    return str(at.astimezone(ZoneInfo(event.timezone)).strftime("%Y-%m-%dT%H:%M"))


async def form(event: Event, *guests: Any, **more: Any) -> dict[str, Any]:
    at = event.starts_at + timedelta(minutes=10)
    return {
        "timezone": event.timezone,
        "at": local(event, at),
        "guests": [str(guest.id) for guest in guests],
    } | more


async def marked(who: Somebody, event: Event, *guests: Any, **more: Any) -> dict[str, Any]:
    at = (event.starts_at + timedelta(minutes=10)).isoformat()
    body = {"marks": [{"guest_id": str(guest.id), "at": at} for guest in guests]} | more
    answer = await who.api.post(f"/events/{event.id}/paper-marks", json=body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def present(who: Somebody, event: Event) -> int:
    count: int = (await who.api.get(f"/events/{event.id}/attendance")).json()["present"]
    return count


async def test_ticked_guests_are_present_from_the_time_given(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    ani, budi, _citra = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua", "Citra Tiga")]
    path = f"/events/{event.id}/attendance/paper"
    assert "Ani Satu" in (await alice.web.get(path)).text
    sent = await form(event, ani, budi, source="Meja 2")
    await alice.web.post(path, sent)
    rows: list[Any] = await Attendance.objects()
    at = (event.starts_at + timedelta(minutes=10)).replace(second=0, microsecond=0)
    assert {row.first_in_at for row in rows} == {at}
    assert await Scan.count().where(Scan.method == "paper") == 2
    shown = (await alice.web.get(path)).text
    assert ("Meja 2" in shown, "Present since" in shown) == (True, True)
    await alice.web.post(path, sent)
    assert (await Scan.count(), await PaperBatch.count()) == (2, 1)


async def test_a_wrong_time_keeps_every_tick(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    path = f"/events/{event.id}/attendance/paper"
    late = local(event, event.ends_at + timedelta(days=2))
    shown = await alice.web.post(path, await form(event, guest, at=late, source="Meja 2"))
    assert shown.status_code == 422
    assert "This time is still to come." in shown.text
    assert f'value="{guest.id}" checked' in shown.text
    assert ('value="Meja 2"' in shown.text, late in shown.text) == (True, True)
    nobody = await alice.web.post(path, await form(event))
    assert nobody.status_code == 422
    assert await Attendance.count() == 0


async def test_a_program_marks_many_and_repeats_change_nothing(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guests = [await make.guest(event, f"Tamu {letter}") for letter in ("satu", "dua", "tiga")]
    await alice.api.post(f"/events/{event.id}/scans", json=make.scans(guests[0].short_code))
    first = await marked(alice, event, *guests, source="Meja 2")
    assert (first["marked"], first["unchanged"], first["batch"]["source"]) == (2, 1, "Meja 2")
    again = await marked(alice, event, *guests)
    assert (again["marked"], again["unchanged"], again["batch"]) == (0, 3, None)
    assert await present(alice, event) == 3
    listed = (await alice.api.get(f"/events/{event.id}/paper-marks")).json()["items"]
    assert listed == [first["batch"]]
    one = await alice.api.get(f"/events/{event.id}/paper-marks/{first['batch']['id']}")
    assert one.json() == first["batch"]


async def test_names_every_mark_that_cannot_be(alice: Somebody, city: Organisation) -> None:
    event, other = await make.today(city), await make.today(city)
    ours, theirs = await make.guest(event), await make.guest(other, "Tamu Lain")
    good = event.starts_at.isoformat()
    body = {
        "marks": [
            {"guest_id": str(theirs.id), "at": good},
            {"guest_id": str(ours.id), "at": (event.starts_at - timedelta(days=2)).isoformat()},
            {"guest_id": str(ours.id), "at": (clock.now() + timedelta(hours=1)).isoformat()},
        ],
        "session_id": str(ours.id),
    }
    answer = await alice.api.post(f"/events/{event.id}/paper-marks", json=body)
    faults = {(one["field"], one["code"]) for one in answer.json()["errors"]}
    assert faults == {
        ("session_id", "wrong_session"),
        ("marks.0.guest_id", "unknown"),
        ("marks.1.at", "bad_time"),
        ("marks.2.at", "bad_time"),
    }
    assert await Attendance.count() == 0


async def test_a_batch_is_taken_back_and_leaves_others_alone(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    ani, budi = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua")]
    await alice.api.post(f"/events/{event.id}/scans", json=make.scans(ani.short_code))
    batch = (await marked(alice, event, ani, budi))["batch"]
    assert await present(alice, event) == 2
    for _ in range(2):
        undone = await alice.api.post(f"/events/{event.id}/paper-marks/{batch['id']}/undo")
        assert undone.json()["undone_at"] is not None
    assert await present(alice, event) == 1
    assert (await marked(alice, event, budi))["marked"] == 1


async def test_door_staff_take_back_within_ten_minutes_only(
    alice: Somebody, bob: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await make_events.door_staff(event, bob.user.id)
    batch = (await marked(bob, event, guest))["batch"]
    await execute("UPDATE paper_batch SET created_at = created_at - interval '11 minutes'")
    path = f"/events/{event.id}/paper-marks/{batch['id']}/undo"
    assert (await bob.api.post(path)).json()["code"] == "too_late_to_undo"
    assert (await alice.api.post(path)).status_code == 200


async def test_a_session_is_marked_apart(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    session = await make_events.session(event, starts_at=event.starts_at, ends_at=event.ends_at)
    guest = await make.guest(event)
    await marked(alice, event, guest)
    assert (await marked(alice, event, guest, session_id=str(session.id)))["marked"] == 1
    assert await Attendance.count() == 2


LIST = """Daftar hadir
No;Nama;NIP;Kode;Jam
1;Dra. Ani Satu, M.Si;;;09.15
2;;198001012005011001;;
3;;;{code};{iso}
4;Ani Satu;;;
5;Tidak Ada;;;
6;Budi Dua;;;
7;=SUM(A1);;;
8;Citra Tiga;;;jam sembilan
"""


async def test_reads_a_list_by_name_nip_or_code(alice: Somebody, city: Organisation) -> None:
    zone = ZoneInfo("Asia/Jakarta")
    start = (
        (clock.now() - timedelta(days=1)).astimezone(zone).replace(hour=8, minute=0, second=0, microsecond=0)
    )
    event = await make.today(city, starts_at=start, ends_at=start + timedelta(hours=4))
    ani, nip, code, citra = [
        await make.guest(event, name) for name in ("Ani Satu", "Dewi Nip", "Eko Kode", "Citra Tiga")
    ]
    for place in ("Kelurahan A", "Kelurahan B"):
        await make.guest(event, "Budi Dua", institution_name=place)
    await execute("UPDATE person SET nip = '198001012005011001' WHERE id = $1", nip.person)
    iso = (start + timedelta(minutes=7)).isoformat()
    text = LIST.format(code=code.short_code.lower(), iso=iso).encode()
    path = f"/events/{event.id}/imports/attendance"
    seen = (await alice.api.post(path, files={"file": ("hadir.csv", text, "text/csv")})).json()
    assert seen["counts"] == {"mark": 3, "unchanged": 1, "error": 4, "rows": 8}
    assert [(row["line"], row["outcome"]) for row in seen["rows"]][:4] == [
        (3, "mark"),
        (4, "mark"),
        (5, "mark"),
        (6, "unchanged"),
    ]
    codes = [row["problems"][0]["code"] for row in seen["rows"][4:]]
    assert codes == ["unknown", "ambiguous", "formula", "bad_time"]
    assert await Attendance.count() == 0
    for _ in range(2):
        await alice.api.post(path, files={"file": ("hadir.csv", text, "text/csv")}, params={"commit": "true"})
    rows: list[Any] = await Attendance.objects()
    assert {row.guest: row.first_in_at for row in rows} == {
        ani.id: start + timedelta(minutes=75),
        nip.id: start,
        code.id: start + timedelta(minutes=7),
    }
    assert await PaperBatch.count() == 1
    assert citra.id not in {row.guest for row in rows}


async def test_tells_namesakes_apart_by_institution_or_titles(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    a = await make.guest(event, "Agus Santoso, SE", institution_name="Dinas Sosial")
    b = await make.guest(event, "H. Agus Santoso, M.Si", institution_name="Kelurahan Kenanga")
    text = "Nama;Instansi\nAgus Santoso;kelurahan  kenanga\nAgus Santoso, SE;\nAgus Santoso;\n"
    path = f"/events/{event.id}/imports/attendance"
    seen = (await alice.api.post(path, files={"file": ("hadir.csv", text.encode())})).json()
    assert [row["guest_id"] for row in seen["rows"]] == [str(b.id), str(a.id), None]
    assert seen["rows"][2]["problems"][0]["code"] == "ambiguous"


async def test_reads_a_workbook_and_a_list_without_headings(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    ani, budi = [await make.guest(event, name) for name in ("Ani Satu", "Budi Dua")]
    book = sheets.xlsx([("Hadir", ["Nama"], [["Ani Satu"], ["Siapa Dia"]])])
    path = f"/events/{event.id}/imports/attendance"
    seen = (await alice.api.post(path, files={"file": ("hadir.xlsx", book)})).json()
    assert [(row["guest_id"], row["outcome"]) for row in seen["rows"]] == [
        (str(ani.id), "mark"),
        (None, "error"),
    ]
    bare = f"{budi.short_code}\nAni Satu\n".encode()
    seen = (await alice.api.post(path, files={"file": ("hadir.txt", bare)})).json()
    assert [row["guest_id"] for row in seen["rows"]] == [str(budi.id), str(ani.id)]


async def test_the_page_previews_a_pasted_list_and_writes_it_after_a_yes(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Ani Satu")
    await make.in_state(await make.guest(event, "Budi Dua"), GuestState.cancelled)
    path = f"/events/{event.id}/attendance/paper/list"
    at = {"timezone": event.timezone, "at": local(event, event.starts_at + timedelta(minutes=5))}
    shown = (await alice.web.post(path, at | {"pasted": "Nama\nAni Satu\nBudi Dua"})).text
    assert ("Marked present" in shown, "place was cancelled" in shown) == (True, True)
    assert await Attendance.count() == 0
    again = f"kode\tjam\n{guest.short_code}\t{(event.starts_at + timedelta(minutes=5)).isoformat()}"
    assert guest.short_code in shown
    for _ in range(2):
        await alice.web.post(path, at | {"pasted": again, "commit": "true", "source": "Meja 2"})
    assert (await Attendance.count(), await PaperBatch.count()) == (1, 1)


@pytest.mark.parametrize(
    "content", [b"", b"\x89PNG....", b"PK\x03\x04broken", io.BytesIO(b"\x00" * 90).read()]
)
async def test_an_unreadable_list_is_refused_beside_its_field(
    content: bytes, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    files = {"file": ("hadir.csv", content or b" ", "text/csv")}
    answer = await alice.api.post(f"/events/{event.id}/imports/attendance", files=files)
    assert answer.status_code == 422, answer.text
    none = await alice.web.post(
        f"/events/{event.id}/attendance/paper/list",
        {"timezone": event.timezone, "at": local(event, event.starts_at)},
    )
    assert none.status_code == 422
    assert "paste the cells of a list" in none.text


async def test_marking_costs_the_same_for_many(alice: Somebody, city: Organisation) -> None:
    event, counts = await make.today(city), []
    for n in (2, 9):
        guests = [await make.guest(event, f"Tamu {'abcdefghi'[i]} {n}") for i in range(n)]
        with counting_queries() as kept:
            await marked(alice, event, *guests)
        counts.append(kept.count)
        with counting_queries() as kept:
            await alice.web.get(f"/events/{event.id}/attendance/paper")
        counts.append(kept.count)
    assert counts[:2] == counts[2:]


async def test_only_the_door_marks(
    bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    body = {"marks": [{"guest_id": str(guest.id), "at": event.starts_at.isoformat()}]}
    for path in (f"/events/{event.id}/paper-marks",):
        answers = [(await who.api.post(path, json=body)).status_code for who in (bob, charlie, dewi)]
        assert answers == [404, 404, 403]
    page = f"/events/{event.id}/attendance/paper"
    assert [(await who.web.get(page)).status_code for who in (bob, charlie, dewi)] == [404, 404, 403]
    assert await Attendance.count() == 0
