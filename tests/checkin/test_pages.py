"""The door page without scripts, and the attendance page."""

import re

import pytest

from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Attendance, Scan
from events_app.database import counting_queries, execute
from events_app.invitations.tables import Guest
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody


async def test_a_typed_code_is_answered_on_the_page(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Hj. Siti Aminah", institution_name="Kelurahan Kenanga")
    typed = {"code": guest.short_code.lower(), "device": "Pintu utara"}
    first = await alice.web.post(f"/door/{event.id}", typed)
    assert "Welcome" in first.text
    assert "Hj. Siti Aminah" in first.text
    again = await alice.web.post(f"/door/{event.id}", typed)
    assert re.search(r"In since [^<]+, through Pintu utara, by Alice", again.text)
    wrong = await alice.web.post(f"/door/{event.id}", {"code": "nobody"})
    assert "This code is not known" in wrong.text
    assert await Scan.count() == 3


async def test_a_scan_is_taken_back_by_the_form(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    shown = (await alice.web.post(f"/door/{event.id}", {"code": guest.short_code})).text
    undo = re.search(rf'action="(/door/{event.id}/scans/[0-9a-f-]+/undo)"', shown)
    assert undo is not None
    answer = await alice.web.post(undo.group(1))
    assert answer.headers["location"] == f"/door/{event.id}"
    assert await Attendance.count() == 0


async def test_a_walk_in_takes_three_fields(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    form = {"full_name": "Joko Datang", "institution_name": "Warga", "sex": "male"}
    shown = await alice.web.post(f"/door/{event.id}/walk-in", form)
    assert "Welcome" in shown.text
    assert (await Guest.objects().first()).walk_in  # type: ignore[union-attr]
    assert await Attendance.count() == 1


async def test_a_door_without_scripts_goes_on_as_it_was_set(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    session = await make_events.session(event)
    guest = await make.guest(event)
    typed = {"code": guest.short_code, "device": "Aula", "session_id": str(session.id), "direction": "out"}
    shown = (await alice.web.post(f"/door/{event.id}", typed)).text
    assert re.search(r'value="out" checked', shown)
    assert f'<option value="{session.id}" selected' in shown
    assert shown.count('name="device" value="Aula"') + shown.count('value="Aula" id="f-device"') == 2
    assert f'<input type="hidden" name="session_id" value="{session.id}">' in shown


async def test_a_walk_in_is_let_in_for_the_session_of_the_door(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    session = await make_events.session(event)
    form = {"full_name": "Joko Datang", "session_id": str(session.id)}
    await alice.web.post(f"/door/{event.id}/walk-in", form)
    assert (await Scan.objects().first()).session == session.id  # type: ignore[union-attr]
    assert {row["session"] for row in await Attendance.select()} == {None, session.id}
    asked = (await alice.web.post(f"/door/{event.id}/walk-in", form | {"institution_name": "Warga"})).text
    assert asked.count(f'name="session_id" value="{session.id}"') == 2  # whichever of the two it is


async def test_a_walk_in_without_a_name_keeps_what_was_typed(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    shown = await alice.web.post(f"/door/{event.id}/walk-in", {"institution_name": "Warga Kenanga"})
    assert shown.status_code == 422
    assert 'value="Warga Kenanga"' in shown.text
    assert await Attendance.count() == 0


async def test_the_door_is_shut_to_who_does_not_work_it(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    path = f"/door/{event.id}"
    assert [(await who.web.get(path)).status_code for who in (bob, charlie, dewi)] == [404, 404, 403]
    await make_events.door_staff(event, bob.user.id)
    for who in (alice, bob):
        assert "Ready to scan" in (await who.web.get(path)).text


@pytest.mark.parametrize(
    "path",
    [
        "/door/{}",
        *("/events/{}/attendance", "/events/{}/attendance/live", "/events/{}/attendance/list"),
        *("/events/{}/attendance/scans", "/events/{}/attendance/paper", "/events/{}/attendance/door"),
    ],
)
async def test_a_confidential_event_keeps_its_title_from_the_hall(
    alice: Somebody, city: Organisation, path: str
) -> None:
    event = await make.today(city, confidential=True, title="Rapat rahasia", theme="Penyidikan")
    shown = (await alice.web.get(path.format(event.id))).text
    assert ("Rapat rahasia" in shown, "Penyidikan" in shown) == (False, False)
    assert event.ref in shown or path.endswith("live")


async def test_the_attendance_page_counts_and_names_who_came(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    path = f"/events/{event.id}/attendance"
    assert "Nobody has come yet" in (await alice.web.get(path)).text
    guest = await make.guest(event, "Hj. Siti Aminah", institution_name="Kelurahan Kenanga", sex="female")
    await alice.api.post(f"/events/{event.id}/scans", json=make.scans(guest.short_code))
    for shown in (await alice.web.get(path), await alice.web.get(f"{path}/live")):
        assert "Hj. Siti Aminah" in shown.text
        assert "Present by institution" in shown.text
        assert 'hx-trigger="every 3s"' in shown.text


async def test_the_door_page_costs_the_same_for_many_guests(alice: Somebody, city: Organisation) -> None:
    event, counts = await make.today(city), []
    for n in (1, 9):
        for i in range(n):
            guest = await make.guest(event, f"Tamu {'satu' if n == 1 else 'abcdefghi'[i]}")
            await alice.api.post(f"/events/{event.id}/scans", json=make.scans(guest.short_code))
        with counting_queries() as kept:
            await alice.web.get(f"/door/{event.id}")
        counts.append(kept.count)
    assert counts[0] == counts[1]


async def test_a_door_without_scripts_shows_which_way_it_counts(alice: Somebody, city: Organisation) -> None:
    """What is kept for the next guest is in sight: as a line, and in the folded part, which stands open."""
    event = await make.today(city)
    session = await make_events.session(event, title="Sidang pleno")
    path, folded = f"/door/{event.id}", '<details class="door-options">'
    fresh = (await alice.web.get(path)).text
    assert ("Coming in · The whole event" in fresh, folded in fresh) == (True, True)
    typed = {"code": "nobody", "direction": "out"}
    out = (await alice.web.post(path, typed)).text
    assert re.search(r'id="way" data-out>Going out · The whole event<', out)
    sat = (await alice.web.post(path, {"code": "nobody", "session_id": str(session.id)})).text
    assert re.search(r'id="way">Coming in · Sidang pleno<', sat)
    assert [page.count('<details class="door-options" open>') for page in (out, sat)] == [1, 1]
    unnamed = await alice.web.post(f"{path}/walk-in", {"full_name": "", "session_id": str(session.id)})
    assert unnamed.status_code == 422
    assert "Coming in · Sidang pleno" in unnamed.text
    await execute("UPDATE event_session SET cancelled_at = now() WHERE id = $1", session.id)
    gone = (await alice.web.post(path, {"code": "nobody", "session_id": str(session.id)})).text
    assert ("Coming in · The whole event" in gone, folded in gone) == (True, True)
