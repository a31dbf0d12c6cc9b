"""A reserve that is asked by itself: in order, as a seat becomes free, each with so long to answer."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations import actions, jobs, links, news
from events_app.invitations.answers import answer
from events_app.invitations.forms import AnswerIn
from events_app.invitations.guest_actions import cancel_guest
from events_app.invitations.seating import chances
from events_app.invitations.tables import AnsweredBy, Invitation
from tests import make_events, make_invitations, make_seating, make_stakeholders
from tests.make_invitations import BEFORE
from tests.people import Browser, Somebody

HOUR = timedelta(hours=1)
MAIL = "kelurahan@kota.example"
ASKED = """
SELECT id FROM invitation WHERE event = $1 AND sent_at IS NOT NULL AND id = ANY($2) ORDER BY id
"""


async def reserve_of(
    alice: Somebody, seats: int, waiting: int, hours: int = 24, **more: Any
) -> tuple[Event, list[Invitation], list[Invitation]]:
    """As many asked as there are seats, and so many in the reserve."""
    event = await make_events.published(alice.actor.organisation, capacity=seats, **more)
    offices = await make_seating.offices(alice.actor, seats + waiting, email=MAIL, kind="village")
    asked = await make_seating.asked(event, offices[:seats], send=True)
    reserve = await make_seating.asked(event, offices[seats:], reserve=True)
    await make_seating.inviting(event, wave_hours=hours)
    return event, asked, reserve


async def states(rows: list[Invitation]) -> list[str]:
    found = await fetch("SELECT id, state FROM invitation WHERE id = ANY($1)", [one.id for one in rows])
    known = {row["id"]: row["state"] for row in found}
    return [known[one.id] for one in rows]


async def test_a_no_asks_the_next_of_the_reserve_with_a_time_of_their_own(alice: Somebody) -> None:
    _event, [first], reserve = await reserve_of(alice, 1, 2)
    assert await states(reserve) == ["draft", "draft"]
    await make_invitations.answered(first, "declined")
    assert await states(reserve) == ["sent", "draft"]
    until = await fetch_value("SELECT answer_by FROM invitation WHERE id = $1", reserve[0].id)
    assert until == BEFORE + 24 * HOUR
    mails = await fetch("SELECT subject_row FROM message WHERE kind = 'invitations.invitation' ORDER BY id")
    assert [row["subject_row"] for row in mails] == [first.id, reserve[0].id]
    [noted] = await fetch("SELECT subject, actor FROM audit_entry WHERE verb = 'invitation.reserve_asked'")
    assert (noted["subject"], noted["actor"]) == (reserve[0].id, None)


async def test_whoever_lets_the_time_pass_gives_it_on_until_somebody_comes(alice: Somebody) -> None:
    """Each in turn, whatever the clock missed; the last who is left says yes."""
    _event, [first], reserve = await reserve_of(alice, 1, 3)
    await make_invitations.answered(first, "declined")
    for number in range(1, 3):
        late = BEFORE + 25 * number * HOUR
        for _twice in range(2):
            await news.expire(late)
            await chances.lapse_due(late)
        expected = ["expired"] * number + ["sent"] + ["draft"] * (2 - number)
        assert await states(reserve) == expected
    deadlines = await fetch(
        "SELECT answer_by FROM invitation WHERE id = ANY($1) ORDER BY id", [one.id for one in reserve]
    )
    assert [row["answer_by"] - BEFORE for row in deadlines] == [24 * HOUR, 49 * HOUR, 74 * HOUR]  # fmt: skip
    await make_invitations.answered(reserve[2], "accepted", now=BEFORE + 51 * HOUR)
    await news.expire(BEFORE + 80 * HOUR)
    await chances.lapse_due(BEFORE + 80 * HOUR)
    assert await states(reserve) == ["expired", "expired", "accepted"]


async def test_the_job_of_the_clock_does_both(alice: Somebody) -> None:
    event, [first], reserve = await reserve_of(alice, 1, 1)
    await execute(
        "UPDATE event SET starts_at = $2, ends_at = $3 WHERE id = $1",
        event.id,
        clock.now() + HOUR,
        clock.now() + 2 * HOUR,
    )
    await execute("UPDATE invitation SET answer_by = $2 WHERE id = $1", first.id, clock.now() - HOUR)  # fmt: skip
    await jobs.expire_invitations({})
    assert await states([first, *reserve]) == ["expired", "sent"]
    until = await fetch_value("SELECT answer_by FROM invitation WHERE id = $1", reserve[0].id)
    assert until == await fetch_value("SELECT starts_at FROM event"), "never after the event has begun"


@pytest.mark.parametrize("way", ["withdraw", "take_guest_off", "grow", "quota"])
async def test_a_seat_that_is_freed_in_any_way_goes_to_the_reserve(alice: Somebody, way: str) -> None:
    event, [first], reserve = await reserve_of(alice, 1, 1)
    system = Actor.system(event.organisation)
    if way == "withdraw":
        await actions.withdraw(system, first, BEFORE)
    elif way == "take_guest_off":
        await actions.withdraw(system, first, BEFORE)
        await execute(
            "UPDATE invitation SET state = 'draft', sent_at = NULL, reserve_place = 1 WHERE id = $1",
            reserve[0].id,
        )
        guest = await make_invitations.guest(event)
        await chances.let_move(event.id, BEFORE)
        assert await states(reserve) == ["draft"]
        await cancel_guest(system, guest, BEFORE)  # fmt: skip
    elif way == "grow":
        await execute("UPDATE event SET capacity = 2")
        await chances.let_move(event.id, BEFORE)
    else:
        await execute("UPDATE event SET capacity = 5")
        quota = await make_seating.quota(event, 1, kind="village")
        await chances.let_move(event.id, BEFORE)
        assert await states(reserve) == ["draft"]
        body = {"label": "Kuota", "kind": "village", "seats": 2, "row_version": 1}
        await alice.api.put(f"/events/{event.id}/quotas/{quota.id}", json=body)
    assert await states(reserve) == ["sent"]


async def test_the_line_and_those_still_to_answer_go_before_the_reserve(alice: Somebody) -> None:
    event, asked, reserve = await reserve_of(alice, 2, 1, waiting_list=True)
    late = await make_invitations.invitation(event, await make_stakeholders.institution(alice.actor, "Dinas"))
    for one in asked:
        await make_invitations.answered(one)
    assert (await make_invitations.answered(late)).state == "waitlisted"
    await make_invitations.answered(asked[0], "tentative")
    assert await states([late, *reserve]) == ["accepted", "draft"], "the line first; the undecided may come"
    await make_invitations.answered(asked[0], "declined")
    assert await states(reserve) == ["draft"], "there is no seat: two said yes"
    await make_invitations.answered(asked[1], "declined")
    assert await states(reserve) == ["sent"]


async def test_nobody_is_asked_where_it_is_left_to_people_or_nobody_counts_seats(alice: Somebody) -> None:
    _event, [first], reserve = await reserve_of(alice, 1, 1, hours=0)
    await make_invitations.answered(first, "declined")
    assert await states(reserve) == ["draft"]
    await execute("UPDATE event SET capacity = NULL")
    await execute("UPDATE event_inviting SET wave_hours = 24")
    await chances.lapse_due(BEFORE)
    assert await states(reserve) == ["draft"], "without a limit no seat becomes free"
    await execute("UPDATE event SET capacity = 1, state = 'draft'")
    await chances.lapse_due(BEFORE)
    assert await states(reserve) == ["draft"]
    await execute("UPDATE event SET state = 'published'")
    await chances.lapse_due(BEFORE)
    assert await states(reserve) == ["sent"]


async def test_whoever_cannot_be_written_to_is_passed_and_stays_in_the_reserve(alice: Somebody) -> None:
    _event, [first], reserve = await reserve_of(alice, 1, 3)
    await execute("UPDATE institution SET email = '' WHERE id = $1", reserve[0].institution)
    await make_invitations.answered(first, "declined")
    assert await states(reserve) == ["draft", "sent", "draft"]
    row = await fetch("SELECT reserve_place, answer_by FROM invitation WHERE id = $1", reserve[0].id)
    assert (row[0]["reserve_place"], row[0]["answer_by"]) == (1, None)


async def test_a_hundred_answers_at_one_time_ask_as_many_of_the_reserve_as_seats_became_free(
    alice: Somebody,
) -> None:
    event, asked, reserve = await reserve_of(alice, 100, 60)
    said = ["declined" if number % 2 else "accepted" for number in range(100)]
    await asyncio.gather(
        *(make_invitations.answered(one, what) for one, what in zip(asked, said, strict=True))
    )
    assert await states(reserve) == ["sent"] * 50 + ["draft"] * 10
    noted = await fetch("SELECT subject FROM audit_entry WHERE verb = 'invitation.reserve_asked' ORDER BY id")
    assert [row["subject"] for row in noted] == [one.id for one in reserve[:50]], "in their order"
    twice = (
        "SELECT subject_row FROM message WHERE kind = 'invitations.invitation' GROUP BY 1 HAVING count(*) > 1"
    )
    assert await fetch(twice) == []
    await asyncio.gather(*(_yes(one) for one in reserve[:50]))
    assert await fetch_value("SELECT sum(seats) FROM seat_holders($1)", event.id) == 100


async def test_the_setting_is_kept_by_page_and_api_and_asks_at_once(alice: Somebody, dewi: Somebody) -> None:
    event, [first], reserve = await reserve_of(alice, 1, 1, hours=0)
    await execute(
        "UPDATE event SET starts_at = $1, ends_at = $2", clock.now() + 90 * HOUR, clock.now() + 95 * HOUR
    )
    await execute("UPDATE invitation SET state = 'declined' WHERE id = $1", first.id)  # fmt: skip
    base = f"/events/{event.id}"
    assert "The reserve is invited by hand." in (await alice.web.get(f"{base}/waiting-list")).text
    form = {"timezone": "Asia/Jakarta", "offer_hours": "0", "wave_hours": "999", "row_version": ""}
    faulty = await alice.web.post(f"{base}/inviting", form)
    assert 'id="f-wave_hours-error"' in faulty.text
    assert 'value="999"' in faulty.text
    version = (await alice.api.get(f"{base}/inviting")).json()["row_version"]
    kept = await alice.web.post(f"{base}/inviting", form | {"wave_hours": "48", "row_version": str(version)})
    assert kept.status_code == 303
    assert await states(reserve) == ["sent"]
    assert (await dewi.api.get(f"{base}/inviting")).json()["wave_hours"] == 48
    assert "each has 48 hours to answer" in (await alice.web.get(f"{base}/waiting-list")).text


async def test_whoever_is_late_is_told_so_and_the_next_has_the_seat(alice: Somebody, public: Browser) -> None:
    _event, [first], reserve = await reserve_of(alice, 1, 2)
    await make_invitations.answered(first, "declined")
    await execute("UPDATE invitation SET answer_by = $2 WHERE id = $1", reserve[0].id, clock.now() - HOUR)
    token = links.rsvp_token(reserve[0].id, 1)
    page = await public.post(f"/rsvp/{token}", {"answer": "accepted"})
    assert page.status_code in (409, 422)
    await news.expire(clock.now())
    await chances.lapse_due(BEFORE)
    assert await states(reserve) == ["expired", "sent"]


async def test_an_answer_asks_as_little_with_a_long_reserve_as_with_a_short_one(alice: Somebody) -> None:
    counts = []
    for size in (2, 40):
        _event, [first], _reserve = await reserve_of(alice, 1, size)
        with counting_queries() as count:
            await make_invitations.answered(first, "declined")
        counts.append(count.count)
        await execute("UPDATE institution SET name_key = id::text")
    assert counts[0] == counts[1]


async def _yes(one: Invitation) -> UUID:
    said = AnswerIn.model_validate({"answer": "accepted", "representatives": []})
    system = Actor.system(one.organisation)
    return (await answer(system, one.id, said, AnsweredBy.link, BEFORE)).id
