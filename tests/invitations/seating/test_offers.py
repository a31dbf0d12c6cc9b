"""Seats that become free: given at once or offered for a time, to the next in line; and the reserve behind them."""

from datetime import timedelta

import httpx

from events_app.database import execute, fetch, fetch_value
from events_app.invitations import actions, jobs, links
from events_app.invitations.answers import answer
from events_app.invitations.forms import AnswerIn
from events_app.invitations.seating import chances
from events_app.invitations.seating.waves import ask_next, move_in_reserve
from events_app.invitations.tables import AnsweredBy, Invitation
from tests import make_events, make_invitations, make_seating
from tests.make_invitations import BEFORE
from tests.people import Browser, Somebody

HOUR = timedelta(hours=1)


async def three_in_line(alice: Somebody, hours: int) -> list[Invitation]:
    """The first has the only seat, two wait; their offices have addresses."""
    event = await make_events.published(alice.actor.organisation, capacity=1, waiting_list=True)
    await make_seating.inviting(event, offer_hours=hours)
    offices = await make_seating.offices(alice.actor, 3, email="kelurahan@kota.example")
    invitations = await make_seating.asked(event, offices, send=True)
    for number, one in enumerate(invitations):
        await make_invitations.answered(one, "accepted", "Kartini", now=BEFORE + number * HOUR / 60)
    return invitations


async def states() -> list[str]:
    return [row["state"] for row in await fetch("SELECT state FROM invitation ORDER BY id")]


async def test_an_offered_seat_is_kept_and_a_yes_takes_it(alice: Somebody) -> None:
    first, second, _third = await three_in_line(alice, hours=24)
    await make_invitations.answered(first, "declined")
    assert await states() == ["declined", "waitlisted", "waitlisted"]
    assert await fetch_value("SELECT sum(seats) FROM seat_holders($1)", first.event) == 1
    [mail] = await fetch("SELECT subject_row, text FROM message WHERE kind = 'invitations.seat_free'")
    assert mail["subject_row"] == second.id
    assert "{{link:rsvp:" in mail["text"]
    confirmed = await make_invitations.answered(second, "accepted", "Kartini", now=BEFORE + HOUR)
    assert confirmed.state == "accepted"
    assert not confirmed.offered_until
    assert [one.state for one in await make_invitations.guests_of(second)] == ["expected"]
    assert await states() == ["declined", "accepted", "waitlisted"]


async def test_an_offer_nobody_takes_goes_on_to_the_next_whatever_the_clock_missed(alice: Somebody) -> None:
    first, second, third = await three_in_line(alice, hours=24)
    await make_invitations.answered(first, "declined")
    await chances.lapse_due(BEFORE + 23 * HOUR)
    assert await states() == ["declined", "waitlisted", "waitlisted"]
    for _twice in range(2):
        await chances.lapse_due(BEFORE + 40 * HOUR)  # the worker was away for half a day
    assert await states() == ["declined", "expired", "waitlisted"]
    until = await fetch_value("SELECT offered_until FROM invitation WHERE id = $1", third.id)
    assert until == BEFORE + 64 * HOUR
    assert [one.state for one in await make_invitations.guests_of(second)] == ["cancelled"]
    verbs = await fetch("SELECT verb FROM audit_entry WHERE verb LIKE 'invitation.%offer%' ORDER BY id")
    assert [row["verb"] for row in verbs] == [
        "invitation.seat_offered", "invitation.offer_lapsed", "invitation.seat_offered",
    ]  # fmt: skip


async def test_who_missed_the_offer_reads_where_the_seat_went_and_what_to_do(
    alice: Somebody, public: Browser
) -> None:
    first, second, _third = await three_in_line(alice, hours=24)
    await make_invitations.answered(first, "declined")
    page = f"/rsvp/{links.rsvp_token(second.id, 1)}"
    assert "Kursi yang disimpan untuk Anda sudah beralih" not in (await public.get(page)).text
    await chances.lapse_due(BEFORE + 25 * HOUR)
    assert "Kursi yang disimpan untuk Anda sudah beralih" in (await public.get(page)).text


async def test_a_yes_after_the_offer_waits_behind_the_others(alice: Somebody) -> None:
    first, second, third = await three_in_line(alice, hours=24)
    await make_invitations.answered(first, "declined")
    late = await make_invitations.answered(second, "accepted", "Kartini", now=BEFORE + 30 * HOUR)
    assert late.state == "waitlisted"
    assert not late.offered_until
    assert await fetch_value("SELECT offered_until FROM invitation WHERE id = $1", third.id) is not None


async def test_an_offer_may_be_taken_after_the_deadline_and_a_new_answer_not(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    first, second, third = await three_in_line(alice, hours=24)
    system = make_invitations._system(first)
    said = AnswerIn.model_validate({"answer": "declined"})
    await answer(system, first.id, said, AnsweredBy.staff, BEFORE)
    await execute("UPDATE event SET answer_by = '2026-01-01'")
    await execute("UPDATE invitation SET offered_until = '2026-12-31' WHERE id = $1", second.id)
    codes = []
    for one in (second, third):
        path = f"/api/v1/rsvp/{links.rsvp_token(one.id, 1)}"
        sent = await client.put(
            path, json={"answer": "accepted", "representatives": [{"full_name": "Kartini"}]}
        )
        codes.append(sent.json().get("state") or sent.json()["code"])
    assert codes == ["accepted", "deadline_passed"]


async def test_the_answer_page_says_until_when_a_seat_is_kept(alice: Somebody, public: Browser) -> None:
    first, second, _third = await three_in_line(alice, hours=24)
    await make_invitations.answered(first, "declined")
    shown = await public.get(f"/rsvp/{links.rsvp_token(second.id, 1)}")
    assert "Ada kursi kosong untuk Anda" in shown.text


async def test_more_seats_let_the_line_move_by_the_job_of_the_change(alice: Somebody) -> None:
    first, *_others = await three_in_line(alice, hours=0)
    changed = await alice.api.patch(f"/events/{first.event}", json={"capacity": 3})
    assert changed.status_code == 200
    queued = await fetch_value("SELECT payload FROM pgqueuer WHERE entrypoint = 'seats_changed'")
    assert str(first.event) in queued.decode()
    for _twice in range(2):
        await jobs.seats_changed({"event": str(first.event)})
    assert await states() == ["accepted"] * 3


async def test_a_cancelled_guest_gives_the_seat_to_the_line(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=1, waiting_list=True)
    guest = await make_invitations.guest(event, "Budi")
    [waits] = await make_seating.asked(event, await make_seating.offices(alice.actor, 1))
    await make_invitations.answered(waits)
    await actions.cancel_guest(alice.actor, guest, BEFORE)
    assert await states() == ["accepted"]


async def test_the_reserve_is_asked_in_order_and_left_out_of_sending_all(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=10)
    offices = await make_seating.offices(alice.actor, 4, email="kelurahan@kota.example")
    a, b, c, d = await make_seating.asked(event, offices, reserve=True)
    assert await actions.send_drafts(alice.actor, event, BEFORE) == {}
    assert await states() == ["draft"] * 4
    await move_in_reserve(alice.actor, event, c, "up")
    done = await ask_next(alice.actor, event, 2, BEFORE + 48 * HOUR, BEFORE)
    assert (done.sent, done.problems) == (2, {})
    rows = await fetch("SELECT id, state, answer_by FROM invitation ORDER BY id")
    sent = {row["id"] for row in rows if row["state"] == "sent"}
    assert sent == {a.id, c.id}
    assert {row["answer_by"] for row in rows if row["id"] in sent} == {BEFORE + 48 * HOUR}
    await ask_next(alice.actor, event, 5, None, BEFORE)
    assert await states() == ["sent"] * 4
    assert {b.id, d.id} == {row["id"] for row in rows if row["state"] == "draft"}


async def test_waiting_page_tells_the_order_and_what_each_waits_for(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=3, waiting_list=True)
    await make_seating.quota(event, 1, "Jatah kelurahan", kind="village")
    villages = await make_seating.offices(alice.actor, 2, kind="village")
    agencies = await make_seating.offices(alice.actor, 3, "Dinas")
    for one in await make_seating.asked(event, [*villages, *agencies]):
        await make_invitations.answered(one)
    page = await alice.web.get(f"/events/{event.id}/waiting-list")
    assert "a seat of the quota “Jatah kelurahan”" in page.text
    assert "a seat of the event" in page.text
    listed = (await alice.api.get(f"/events/{event.id}/waiting-list")).json()["items"]
    assert [(one["name"], one["waits_for"], one["quota"]) for one in listed] == [
        ("Kelurahan 1", "quota", "Jatah kelurahan"),
        ("Dinas 2", "seats", None),
    ]
