"""The exit: a pass and the exit's code are both needed, and nothing tells whether a pass was one of those who came."""

import re
from datetime import timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.self_checkin import guessing, slowly
from events_app.commitments.promising import codes
from events_app.commitments.promising.actions import exit_of
from events_app.commitments.promising.refusals import OldExitCode, WrongExitCode
from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.tables import Guest
from tests import make_checkin, make_self_checkin, make_stakeholders
from tests.people import Browser, Cast, Somebody

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The even second is waited for in tests/checkin/self_checkin."""
    monkeypatch.setattr(slowly, "SECONDS", 0.0)


async def opened(city: Organisation, dewi: Somebody) -> tuple[Event, Guest, str]:
    """An event that is running, a guest who was let in, and the address of its exit."""
    event = await make_checkin.today(city)
    office = await make_stakeholders.institution(city.id, "Dinas Sosial")
    guest = await make_checkin.guest(event, "Budi Santoso", institution_id=office.id)
    await let_in(event, guest)
    answer = await dewi.api.put(f"/events/{event.id}/promise-exit", json={"open": True})
    assert answer.status_code == 200, answer.text
    return event, guest, "/X/" + answer.json()["address"].rpartition("/")[2]


async def let_in(event: Event, guest: Guest) -> None:
    sql = """INSERT INTO attendance (id, organisation, created_at, event, guest, first_in_at, last_in_at, device, by_clock)
    VALUES ($1, $2, $3, $4, $5, $3, $3, '', false)"""
    await execute(sql, new_id(), event.organisation, clock.now(), event.id, guest.id)


async def code_of(event: Event) -> str:
    place = await exit_of(event)
    assert place is not None
    return codes.shown(place, clock.now())


def typed(guest: Guest | None = None, **more: str) -> dict[str, str]:
    code = guest.short_code if guest else "ZZZZ9999"
    return {"id": str(new_id()), "text": "Kami membuka posko.", "due": "31/12", "short_code": code} | more


async def inbox(dewi: Somebody, event: Event) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await dewi.api.get(f"/events/{event.id}/exit-promises")).json()["items"]
    return items


async def test_a_pass_without_the_exits_code_promises_nothing_and_the_other_way_about(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    event, guest, path = await opened(city, dewi)
    await public.get(path)
    refused = await public.post(path, typed(guest))
    assert refused.status_code in (409, 422)
    assert "Kami membuka posko." in refused.text
    assert 'name="code"' in refused.text
    wrong = await public.post(path, typed(guest, code="222222"))
    assert "Kami membuka posko." in wrong.text
    no_pass = await public.post(path, typed(guest, code=await code_of(event), short_code=""))
    assert no_pass.status_code == 422
    assert 'id="f-short_code-error"' in no_pass.text
    assert await fetch_value("SELECT count(*) FROM exit_promise") == 0
    kept = await public.post(path, typed(guest))  # the code was right the last time, and lasts twenty minutes
    assert kept.status_code == 303, kept.text
    [row] = await inbox(dewi, event)
    assert (row["name"], row["institution"], row["text"]) == (
        "Budi Santoso",
        "Dinas Sosial",
        "Kami membuka posko.",
    )


async def test_the_answer_is_the_same_whether_somebody_was_found_or_not(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    event, guest, path = await opened(city, dewi)
    absent = await make_checkin.guest(event, "Tidak Datang")
    pages = []
    for who in (guest, absent, None):
        await execute("DELETE FROM exit_promise")
        shown = await public.get(f"{path}/{await code_of(event)}")
        assert shown.status_code == 303
        answer = await public.post(path, typed(who))
        page = await public.get(path)
        pages.append((answer.status_code, re.sub(r"[0-9a-f-]{36}|value=\"\w{20,}\"", "", page.text)))
    assert pages[0][0] == 303
    assert pages[0][1] == pages[1][1] == pages[2][1]
    assert "Kami membuka posko." in pages[0][1]
    assert await inbox(dewi, event) == []  # the last one was by nobody


async def test_what_was_sent_is_corrected_and_taken_back_from_the_same_phone_only(
    city: Organisation, dewi: Somebody, public: Browser, cast: Any
) -> None:
    event, guest, path = await opened(city, dewi)
    await public.get(f"{path}/{await code_of(event)}")
    form = typed(guest)
    for _twice in range(2):
        await public.post(path, form)
    assert len(await inbox(dewi, event)) == 1
    line = f"{path}/sent/{form['id']}"
    bad = await public.post(line, {"text": "x", "due": "kapan"})
    assert bad.status_code == 422
    assert 'value="kapan"' in bad.text
    await public.post(line, {"text": "Kami membuka dua posko.", "due": "+30"})
    [row] = await inbox(dewi, event)
    assert (row["text"], row["row_version"]) == ("Kami membuka dua posko.", 2)
    other = Browser(await cast.client())
    await other.get(path)
    assert (await other.post(f"{line}/back")).status_code == 409
    assert "dua posko" not in (await other.get(path)).text
    assert (await public.post(f"{line}/back")).status_code == 303
    assert await inbox(dewi, event) == []
    assert (await public.post(line, {"text": "Kami menutup posko."})).status_code == 422


async def test_the_inbox_accepts_merges_and_rejects_once(
    city: Organisation, dewi: Somebody, alice: Somebody, public: Browser
) -> None:
    event, guest, path = await opened(city, dewi)
    await public.get(f"{path}/{await code_of(event)}")
    for text in ("Kami membuka posko.", "Kami membuka pos.", "Kapan makan siang?"):
        await public.post(path, typed(guest, text=text))
    first, second, third = await inbox(dewi, event)
    here = f"/events/{event.id}/exit-promises"
    page = f"/events/{event.id}/promise-exit"
    assert (
        await alice.api.post(f"{here}/{first['id']}/acceptance", json={"row_version": 1})
    ).status_code == 403
    accepted = await dewi.api.post(f"{here}/{first['id']}/acceptance", json={"row_version": 1})
    assert accepted.json()["state"] == "accepted", accepted.text
    again = await dewi.api.post(f"{here}/{first['id']}/acceptance", json={"row_version": 1})
    assert again.json()["code"] == "promise_is_decided"
    [row] = await fetch("SELECT guest, state, statement FROM commitment")
    assert (row["guest"], row["state"], row["statement"]) == (guest.id, "draft", "Kami membuka posko.")
    assert await fetch_value("SELECT extract(month FROM due)::int FROM follow_up_action") == 12
    merged = await dewi.web.post(
        f"{page}/{second['id']}/merge",
        {"row_version": "1", "commitment_id": accepted.json()["commitment_id"]},
    )
    assert merged.status_code == 303
    unsaid = await dewi.web.post(f"{page}/{third['id']}/reject", {"row_version": "1", "reason": ""})
    assert unsaid.status_code == 422
    await dewi.web.post(f"{page}/{third['id']}/reject", {"row_version": "1", "reason": "Bukan komitmen."})
    assert [one["state"] for one in await inbox(dewi, event)] == ["accepted", "merged", "rejected"]
    assert "Bukan komitmen." in (await public.get(path)).text
    late = await public.post(f"{path}/sent/{new_id()}", {"text": "Kami lain."})
    assert late.status_code == 422
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb LIKE 'exit_promise.%'") == 3


async def test_a_guest_of_no_institution_needs_one_to_be_accepted(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    event, guest, path = await opened(city, dewi)
    await execute("UPDATE guest SET institution = NULL WHERE id = $1", guest.id)
    await public.get(f"{path}/{await code_of(event)}")
    await public.post(path, typed(guest))
    [row] = await inbox(dewi, event)
    page = f"/events/{event.id}/promise-exit"
    refused = await dewi.web.post(f"{page}/{row['id']}/accept", {"row_version": "1"})
    assert refused.status_code == 422
    stale = await dewi.web.post(f"{page}/{row['id']}/accept", {"row_version": "7"})
    assert stale.status_code == 422


async def test_a_confidential_or_closed_exit_takes_nothing(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    event, guest, path = await opened(city, dewi)
    await public.get(f"{path}/{await code_of(event)}")
    await dewi.api.put(f"/events/{event.id}/promise-exit", json={"open": False})
    await public.post(path, typed(guest))
    await dewi.api.put(f"/events/{event.id}/promise-exit", json={"open": True})
    await execute("UPDATE event SET confidential = true, visibility = 'invited' WHERE id = $1", event.id)
    shut = await public.post(path, typed(guest))
    assert event.title not in shut.text
    assert await fetch_value("SELECT count(*) FROM exit_promise") == 0
    refused = await dewi.api.put(f"/events/{event.id}/promise-exit", json={"open": True})
    assert refused.json()["code"] == "exit_is_confidential"
    assert (await public.get("/exit-screen/ZZZZZZZZZZZZZZZZZZZZZZZZZZ")).status_code == 404


async def test_floods_are_slowed_down_by_browser(city: Organisation, dewi: Somebody, public: Browser) -> None:
    event, _guest, path = await opened(city, dewi)
    await public.get(f"{path}/{await code_of(event)}")
    seen = [(await public.post(path, typed())).status_code for _ in range(12)]
    assert seen[:10] == [303] * 10
    assert seen[10:] == [429] * 2


async def test_who_floods_or_guesses_from_elsewhere_locks_nobody_else_out(
    cast: Cast, city: Organisation, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser that keeps no cookies is another one each time; those in the hall still promise."""
    monkeypatch.setattr(guessing, "OF_NETWORK", 3)
    event, guest, path = await opened(city, dewi)
    code = await code_of(event)
    guessed, sent = [], []
    for _try in range(4):
        stranger = await make_self_checkin.phone(cast, "198.51.100.7")
        guessed.append((await stranger.get(f"{path}/AAAAAA")).status_code)
    for _try in range(4):
        stranger = await make_self_checkin.phone(cast, "203.0.113.9")
        await stranger.get(f"{path}/{code}")
        sent.append((await stranger.post(path, typed())).status_code)
    assert (guessed, sent) == ([409, 409, 409, 429], [303, 303, 303, 429])
    inside = await make_self_checkin.phone(cast)
    await inside.get(f"{path}/{code}")
    assert (await inside.post(path, typed(guest))).status_code == 303
    assert len(await inbox(dewi, event)) == 1


async def test_the_screen_by_link_shows_the_code_until_it_is_ended_and_the_pass_leads_to_the_form(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    event, guest, path = await opened(city, dewi)
    made = await dewi.api.post(f"/events/{event.id}/promise-exit/screen-link")
    screen = "/exit-screen/" + made.json()["screen_url"].rpartition("/")[2]
    assert (await code_of(event))[:3] in (await public.get(screen)).text
    await dewi.api.delete(f"/events/{event.id}/promise-exit/screen-link")
    assert (await public.get(screen)).status_code == 404
    card = await public.get(f"/T/{make_checkin.token(guest)}")
    assert "/promise" in card.text
    led = await public.get(f"/T/{make_checkin.token(guest)}/promise")
    assert led.headers["location"] == path
    await public.get(f"{path}/{await code_of(event)}")
    form = await public.get(path)
    assert "Budi Santoso" in form.text
    assert 'name="short_code"' not in form.text
    sent = typed(guest)
    del sent["short_code"]
    await public.post(path, sent)
    assert [one["name"] for one in await inbox(dewi, event)] == ["Budi Santoso"]


async def test_an_old_code_is_named_as_such_and_a_leave_ends(city: Organisation, dewi: Somebody) -> None:
    event, _guest, _path = await opened(city, dewi)
    place, now = await exit_of(event), clock.now()
    assert place is not None
    leave = codes.leave(place, "phone", now)
    assert codes.may_promise(leave, place, "phone", now + timedelta(minutes=19))
    assert not codes.may_promise(leave, place, "phone", now + timedelta(minutes=21))
    assert not codes.may_promise(leave, place, "other", now)
    assert not codes.may_promise("x.y", place, "phone", now)
    old = codes.shown(place, now - timedelta(minutes=2))
    with pytest.raises(OldExitCode):
        codes.must_be_current(place, old, now)
    with pytest.raises(WrongExitCode):
        codes.must_be_current(place, "kéłń22", now)
