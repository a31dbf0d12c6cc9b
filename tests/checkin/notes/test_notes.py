"""What the door is told of a guest, and what it is told to do next."""

from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.tables import Reason
from events_app.checkin.words import ADVICE, REASONS
from events_app.database import execute
from events_app.events.tables import Event
from tests import make_checkin as make
from tests.people import Somebody


async def said(who: Somebody, event: Event, code: str, **more: Any) -> dict[str, Any]:
    answer = await who.api.post(f"/events/{event.id}/scans", json={"scans": [make.scan(code)]}, **more)
    verdict: dict[str, Any] = answer.json()["results"][0]
    return verdict


async def test_tells_of_protocol_guardian_and_needs(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await execute("UPDATE guest SET needs = 'Kursi roda' WHERE id = $1", guest.id)
    await execute(
        "UPDATE person SET is_minor = true, guardian_name = 'Ibu Sari', guardian_agreed_at = $2 WHERE id = $1",
        guest.person,
        clock.now(),
    )
    honoured = await alice.api.put(
        f"/events/{event.id}/guests/{guest.id}/protocol",
        json={"vip": True, "protocol_note": "Jemput di lobi"},
    )
    assert (honoured.json()["vip"], honoured.json()["protocol_note"]) == (True, "Jemput di lobi")
    notes = [
        {"kind": "vip", "text": "Guest of honour: Jemput di lobi"},
        {"kind": "minor", "text": "Under age. Guardian: Ibu Sari, who allowed it."},
        {"kind": "needs", "text": "Needs: Kursi roda"},
    ]
    english = {"Accept-Language": "en"}
    verdict = await said(alice, event, guest.short_code, headers=english)
    assert (verdict["guest"]["notes"], verdict["guest"]["note"]) == (notes, "Kursi roda")
    (entry,) = (await alice.api.get(f"/events/{event.id}/roster", headers=english)).json()["entries"]
    assert entry["notes"] == notes


async def test_a_repeat_says_by_whom(alice: Somebody, bob: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    first = await said(alice, event, guest.short_code)
    again = await said(alice, event, guest.short_code)
    assert (first["first_in_by"], again["outcome"], again["first_in_by"]) == (None, "already", "Alice")


@pytest.mark.parametrize(("language", "word"), [("en", "organiser"), ("id", "penyelenggara")])
async def test_a_refusal_says_what_to_do_next(
    language: str, word: str, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    await execute("UPDATE guest SET state = 'cancelled' WHERE id = $1", guest.id)
    verdict = await said(alice, event, guest.short_code, headers={"Accept-Language": language})
    assert word in verdict["advice"]
    assert set(ADVICE) == set(REASONS) == {reason.value for reason in Reason}


async def test_a_note_for_protocol_needs_the_mark(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    path = f"/events/{event.id}/guests/{guest.id}/protocol"
    answer = await alice.api.put(path, json={"protocol_note": "Jemput"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "vip_only")
    shown = await alice.web.post(path, {"protocol_note": "Jemput di lobi"})
    assert shown.status_code == 422
    assert 'value="Jemput di lobi"' in shown.text


async def test_the_mark_is_kept_on_the_page_of_the_guest(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    path = f"/events/{event.id}/guests/{guest.id}/protocol"
    await alice.web.post(path, {"vip": "on", "protocol_note": "Jemput di lobi"})
    assert "Protocol: Jemput di lobi" in (await alice.web.get(f"/events/{event.id}/guests")).text
    await alice.web.post(path, {})
    assert "Jemput di lobi" not in (await alice.web.get(f"/events/{event.id}/guests")).text


async def test_only_inviters_honour(
    bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    path = f"/events/{event.id}/guests/{guest.id}/protocol"
    for who, codes in ((bob, (403, 404)), (charlie, (404,)), (dewi, (403,))):
        assert (await who.api.put(path, json={"vip": True})).status_code in codes
        assert (await who.web.get(path)).status_code in codes
