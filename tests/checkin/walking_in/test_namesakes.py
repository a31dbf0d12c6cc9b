"""A walk-in who may be on the list already: asked about on the page, told to programs."""

import re
from uuid import uuid4

from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Attendance
from events_app.database import execute
from events_app.invitations.tables import Guest
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody

FORM = {"full_name": "Drs. Joko Datang", "institution_name": "Warga", "sex": "male", "device": "Pintu utara"}


async def test_offers_the_guest_of_that_name_before_adding(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Joko Datang", institution_name="Kelurahan Kenanga")
    shown = (await alice.web.post(f"/door/{event.id}/walk-in", FORM)).text
    assert ("Kelurahan Kenanga" in shown, "Check in this guest" in shown) == (True, True)
    assert (await Guest.count(), await Attendance.count()) == (1, 0)
    code = re.search(r'name="code" value="(\w+)"', shown)
    assert code is not None
    assert code.group(1) == guest.short_code
    await alice.web.post(f"/door/{event.id}", {"code": code.group(1)})
    assert (await Guest.count(), await Attendance.count()) == (1, 1)


async def test_somebody_else_of_that_name_is_let_in(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await make.guest(event, "Joko Datang", institution_name="Kelurahan Kenanga")
    shown = await alice.web.post(f"/door/{event.id}/walk-in", FORM | {"somebody_else": "true"})
    assert "Welcome" in shown.text
    assert (await Guest.count(), await Attendance.count()) == (2, 1)


async def test_the_same_person_of_the_same_place_is_not_asked_about(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make.guest(event, "Joko Datang", institution_name="Warga")
    assert "Welcome" in (await alice.web.post(f"/door/{event.id}/walk-in", FORM)).text
    assert (await Guest.count(), await Attendance.count()) == (1, 1)


async def test_a_program_is_warned_and_answered_at_once(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Joko Datang", institution_name="Kelurahan Kenanga")
    body = {"full_name": "Joko Datang", "institution_name": "Warga", "walk_in": True}
    told = (await alice.api.post(f"/events/{event.id}/guests", json=body)).json()
    assert told["outcome"] == "admitted"
    assert [(one["code"], one["guest_id"]) for one in told["warnings"]] == [("same_name", str(guest.id))]


async def test_suggests_institutions_to_the_door_of_five_hundred(
    alice: Somebody, bob: Somebody, charlie: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make_events.door_staff(event, bob.user.id)
    await make.guest(event, "Ani Satu", institution_name="Kelurahan Kenanga")
    await execute(
        "INSERT INTO institution SELECT (jsonb_populate_record(i, jsonb_build_object('id', gen_random_uuid(),"
        " 'name', 'Desa ' || n, 'name_key', 'desa ' || n, 'search_text', 'desa ' || n))).*"
        " FROM institution i, generate_series(1, 500) n"
    )
    path = f"/events/{event.id}/institution-suggestions"
    assert [one["name"] for one in (await bob.api.get(path, params={"q": "kenan"})).json()] == [
        "Kelurahan Kenanga"
    ]
    many = (await bob.api.get(path, params={"q": "desa 4"})).json()
    assert (len(many), many[0]["name"]) == (20, "Desa 4")
    assert (await charlie.api.get(path)).status_code == 404
    assert (await alice.api.get(f"/events/{uuid4()}/institution-suggestions")).status_code == 404
    page = (await bob.web.get(f"/door/{event.id}")).text
    assert page.count('<option value="Desa ') == 500
