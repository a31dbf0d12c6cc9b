"""The tablet at the entrance, without its scripts: one verdict, a name, and an empty field again."""

import pytest

from events_app.accounts.tables import Organisation
from events_app.checkin.self_checkin.tables import RoomCodeMode
from events_app.checkin.tables import Attendance, Scan
from events_app.invitations.tables import GuestState
from tests import make_checkin as make
from tests import make_events
from tests import make_self_checkin as selfmade
from tests.people import Somebody


async def test_a_typed_code_is_answered_with_the_guests_own_name(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Hj. Siti Aminah", institution_name="Kelurahan Kenanga")
    path = f"/door/{event.id}/kiosk"
    assert "Show your pass to the camera" in (await alice.web.get(path)).text
    shown = await alice.web.post(path, {"code": guest.short_code.lower(), "method": "typed"})
    assert "You are marked present" in shown.text
    assert "Hj. Siti Aminah" in shown.text
    for said in ("Kelurahan Kenanga", guest.short_code, guest.short_code.lower()):
        assert said not in shown.text, said
    again = await alice.web.post(path, {"code": make.token(guest), "method": "camera"})
    assert "You were marked at" in again.text
    assert [scan.method for scan in await Scan.objects().order_by(Scan.id)] == ["typed", "camera"]


async def test_what_was_prepared_for_a_guest_is_not_shown_to_the_queue(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Ibu Tenang")
    await type(guest).update({type(guest).needs: "Kursi roda"}).where(type(guest).id == guest.id)
    shown = await alice.web.post(f"/door/{event.id}/kiosk", {"code": guest.short_code})
    assert "Ibu Tenang" in shown.text
    assert "Kursi roda" not in shown.text


async def test_a_session_of_the_tablet_has_its_own_list(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    session = await make_events.session(event, "Diskusi kelompok")
    guest = await make.guest(event)
    shown = (await alice.web.get(f"/door/{event.id}/kiosk?session={session.id}")).text
    assert "Diskusi kelompok" in shown
    assert f'name="session_id" value="{session.id}"' in shown
    await alice.web.post(f"/door/{event.id}/kiosk", {"code": guest.short_code, "session_id": str(session.id)})
    assert {row.session for row in await Attendance.objects()} == {None, session.id}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (GuestState.cancelled, "Your place was cancelled"),
        (GuestState.waitlisted, "You are on the waiting list"),
    ],
)
async def test_who_has_no_place_is_sent_to_the_desk(
    alice: Somebody, city: Organisation, state: GuestState, words: str
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await make.in_state(guest, state)
    shown = await alice.web.post(f"/door/{event.id}/kiosk", {"code": guest.short_code})
    assert words in shown.text
    assert await Attendance.count() == 0


@pytest.mark.parametrize("code", ["nobody", "https://other.example/T/ABC", "x" * 10_000, "日本語", "\x00a"])
async def test_anything_in_the_code_is_answered(alice: Somebody, city: Organisation, code: str) -> None:
    event = await make.today(city)
    shown = await alice.web.post(f"/door/{event.id}/kiosk", {"code": code})
    assert (shown.status_code, "This code is not known" in shown.text) == (200, True)


async def test_the_tablet_is_for_who_works_the_door(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    path = f"/door/{event.id}/kiosk"
    assert [(await who.web.get(path)).status_code for who in (bob, charlie, dewi)] == [404, 404, 403]
    assert [(await who.web.post(path)).status_code for who in (bob, charlie, dewi)] == [404, 404, 403]
    await make_events.door_staff(event, bob.user.id)
    assert "Check in here" in (await bob.web.get(path)).text


async def test_a_confidential_event_keeps_its_title_from_the_entrance(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city, confidential=True, title="Rapat rahasia")
    shown = (await alice.web.get(f"/door/{event.id}/kiosk")).text
    assert ("Rapat rahasia" in shown, event.ref in shown) == (False, True)


async def test_the_door_team_finds_tablets_and_screens_from_the_door(
    bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make_events.door_staff(event, bob.user.id)
    path = f"/door/{event.id}/rooms"
    assert path in (await bob.web.get(f"/door/{event.id}")).text
    assert "No room screens" in (await bob.web.get(path)).text
    session = await make_events.session(event, "Diskusi kelompok")
    room, poster = (
        await selfmade.room(event),
        await selfmade.room(event, RoomCodeMode.static, session_id=session.id),
    )
    shown = (await bob.web.get(path)).text
    assert f'href="{path}/{room.id}"' in shown
    assert f'href="{path}/{poster.id}"' not in shown
    assert f'href="/door/{event.id}/kiosk?session={session.id}"' in shown
    assert [(await who.web.get(path)).status_code for who in (charlie, dewi)] == [404, 403]
