"""Who is asked: whoever holds the post, by a link of their own, once; and again when it changes hands; reminded once."""

import asyncio
import logging
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.ratifying import answering, asking, jobs, mails, queries, reminders, taking_back
from events_app.commitments.ratifying.refusals import NobodyToAsk, NothingToRatify
from events_app.commitments.reminding.queries import preview
from events_app.database import execute, fetch, fetch_value
from events_app.errors import NotAllowed
from tests import make_commitments as make
from tests import make_stakeholders
from tests.commitments.ratifying.waiting import (
    YES,
    Waiting,
    before,
    comer,
    hand_over,
    hold,
    links,
    messages,
    path,
    waiting,
)
from tests.people import Somebody


async def test_agreeing_asks_the_head_by_a_link_that_the_outbox_does_not_hold(city: Organisation) -> None:
    it = await waiting(city)
    [told] = await messages("ratification_asked")
    assert told["to_address"] == "kadis@dinsos.example"
    assert "Budi Santoso" in told["text"]
    assert "Kepala Dinas Sosial" in told["text"]
    assert "{{link:ratify:" in told["text"]
    bare = (await path(it.promise)).removeprefix("/ratify/")
    kept = await fetch_value("SELECT string_agg(text || coalesce(html, ''), '') FROM message")
    assert bare not in kept
    assert bare not in str(await fetch_value("SELECT string_agg(after::text, '') FROM audit_entry"))
    [link] = await links(it.promise)
    assert (link.person, link.position) == (it.head.id, it.position.id)


async def test_draft_asks_nobody(city: Organisation) -> None:
    it = await waiting(city, agree=False)
    assert await links(it.promise) == []
    assert await messages("ratification_asked") == []


async def test_promise_of_ones_own_asks_nobody(city: Organisation) -> None:
    here = await make.scene(city)
    promise = await make.agreed(city, here)
    assert promise.ratification == "not_needed"
    assert await links(promise) == []
    with pytest.raises(NothingToRatify):
        await asking.ask_again(make.staff(city), promise, clock.now())


async def test_acting_head_is_asked_where_nobody_holds_it_for_good(city: Organisation) -> None:
    it = await waiting(city, agree=False, email="")
    acting = await make_stakeholders.person(city.id, "Siti Aminah", email="plt@dinsos.example")
    await hold(city, it.position, acting, kind="plt", starts_on=date(2026, 1, 1))
    await asking.ask_new_holders(clock.now())
    assert await messages("ratification_asked") == []
    await actions.agree(it.staff, it.promise, before(9))
    assert [one["to_address"] for one in await messages("ratification_asked")] == ["plt@dinsos.example"]


async def test_nobody_with_an_address_is_asked_once_there_is_one(city: Organisation) -> None:
    it = await waiting(city, email="")
    with pytest.raises(NobodyToAsk):
        await asking.ask_again(it.staff, it.promise, clock.now())
    await execute("UPDATE person SET email = 'baru@dinsos.example' WHERE id = $1", it.head.id)
    assert await asking.ask_new_holders(clock.now()) == 1
    assert await asking.ask_new_holders(clock.now()) == 0
    assert [one["to_address"] for one in await messages("ratification_asked")] == ["baru@dinsos.example"]


async def test_post_that_changes_hands_ends_the_old_link_and_asks_the_new_holder_once(
    city: Organisation,
) -> None:
    it = await waiting(city)
    await hand_over(it)
    await asyncio.gather(*(jobs.ask_ratifiers({}) for _ in range(3)))
    old, new = await links(it.promise)
    assert [one.revoked_at is None for one in (old, new)] == [False, True]
    assert [one["to_address"] for one in await messages("ratification_asked")] == [
        "kadis@dinsos.example",
        "ratna@dinsos.example",
    ]
    row = await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert row.person == new.person


async def test_day_of_handing_over_counts_and_not_the_day_it_was_written_down(city: Organisation) -> None:
    it = await waiting(city)
    await hand_over(it, day=clock.today("Asia/Jakarta") + timedelta(days=3))
    assert await asking.ask_new_holders(clock.now()) == 0
    assert await asking.ask_new_holders(clock.now() + timedelta(days=4)) == 1


async def test_answered_promise_asks_nobody_again(city: Organisation) -> None:
    it = await waiting(city)
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    await hand_over(it)
    assert await asking.ask_new_holders(clock.now()) == 0


async def test_ended_link_is_not_replaced_by_the_clock_but_by_hand(
    city: Organisation, dewi: Somebody
) -> None:
    it = await waiting(city)
    await asking.end_link(dewi.actor, it.promise, clock.now())
    await asking.end_link(dewi.actor, it.promise, clock.now())
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb LIKE '%link_ended'") == 1
    assert await asking.ask_new_holders(clock.now()) == 0
    await asking.ask_again(dewi.actor, it.promise, clock.now())
    assert [one.revoked_at is None for one in await links(it.promise)] == [False, True]
    assert len(await messages("ratification_asked")) == 2


async def test_one_that_makes_us_stumble_does_not_keep_the_others_from_being_asked(
    city: Organisation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    it = await waiting(city, email="")
    second = await make.draft(city, it.here, before(10), attendance_guest_id=it.speaker.id)
    await actions.agree(it.staff, second, before(9))
    await execute("UPDATE person SET email = 'baru@dinsos.example' WHERE id = $1", it.head.id)
    first, last = [row["id"] for row in await queries.unasked(clock.now())]
    asked = mails.asked

    def stumbling(row: Any, link: UUID) -> Any:
        if row["id"] == first:
            raise KeyError("baru@dinsos.example")
        return asked(row, link)

    monkeypatch.setattr(mails, "asked", stumbling)
    with caplog.at_level(logging.WARNING, "events_app.jobs"):
        assert await asking.ask_new_holders(clock.now()) == 1
    sql = "SELECT commitment FROM access_token WHERE scope = 'ratification'"
    assert [row["commitment"] for row in await fetch(sql)] == [last]
    [said] = [record for record in caplog.records if record.name == "events_app.jobs"]
    assert vars(said)["facts"] == {"job": "ask_ratifiers", "fault": "KeyError"}
    assert said.exc_info is None
    monkeypatch.undo()
    assert await asking.ask_new_holders(clock.now()) == 1


async def test_links_are_the_secretariats(city: Organisation, alice: Somebody, chair: Somebody) -> None:
    it = await waiting(city)
    for somebody in (alice, chair):
        for verb in (asking.ask_again, asking.end_link):
            with pytest.raises(NotAllowed):
                await verb(somebody.actor, it.promise, clock.now())


def morning(after: int) -> datetime:
    """Eight o'clock in Jakarta on the first Wednesday at least so many days from today."""
    day = clock.today("Asia/Jakarta") + timedelta(days=after)
    day += timedelta(days=(2 - day.weekday()) % 7)
    return datetime(day.year, day.month, day.day, 8, 5, tzinfo=ZoneInfo("Asia/Jakarta"))


async def _reminded(moment: datetime) -> list[Any]:
    await asyncio.gather(*(reminders.remind_due(moment) for _ in range(2)))
    return await messages("ratification_reminder")


async def test_who_has_not_answered_is_reminded_once_after_seven_days(city: Organisation) -> None:
    it = await waiting(city)
    await execute("UPDATE access_token SET created_at = now() WHERE scope = 'ratification'")
    assert await _reminded(clock.now() + timedelta(days=1)) == []
    early = morning(14).replace(hour=6)
    assert await _reminded(early) == []
    [told] = await _reminded(morning(14))
    assert told["to_address"] == "kadis@dinsos.example"
    assert it.promise.ref in told["text"]
    assert "{{link:ratify:" in told["text"]
    assert len(await _reminded(morning(21))) == 1


async def test_who_took_an_answer_back_is_reminded_once_more(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    assert len(await _reminded(morning(7))) == 1
    answered = morning(14).replace(hour=9)
    for later in (0, 1):
        at = answered + timedelta(minutes=later)
        await answering.answer(await comer(it), it.promise.id, YES, at)
        await taking_back.take_back(await comer(it), it.promise.id, at)
    assert len(await _reminded(answered + timedelta(days=6))) == 1
    week_later = (answered + timedelta(days=7)).replace(hour=8, minute=10)
    assert len(await reminders.coming(city.id, week_later - timedelta(hours=12))) == 1
    for day in range(10):  # past a holiday
        told_twice = await _reminded(week_later + timedelta(days=day))
    assert len(told_twice) == 2
    assert await reminders.coming(city.id, week_later + timedelta(days=10)) == []
    here = f"/commitments/{it.promise.id}/ratification"
    told = (await dewi.api.get(here)).json()
    assert datetime.fromisoformat(told["reminded_at"]) >= week_later
    assert (await dewi.web.get(here)).text.count("Reminded: ") == 2
    assert (await dewi.web.get("/ratifications")).status_code == 200


async def test_several_promises_are_one_message(city: Organisation) -> None:
    it = await waiting(city)
    second = await make.draft(city, it.here, before(10), attendance_guest_id=it.speaker.id)
    await actions.agree(it.staff, second, before(9))
    [told] = await _reminded(morning(7))
    assert it.promise.ref in told["text"]
    assert second.ref in told["text"]


@pytest.mark.parametrize("how", ["answered", "ended", "muted", "handed over"])
async def test_nobody_is_reminded_of_what_they_need_not_answer(how: str, city: Organisation) -> None:
    it = await waiting(city)
    await _spare(it, how)
    assert await _reminded(morning(7)) == []


async def _spare(it: Waiting, how: str) -> None:
    if how == "answered":
        await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    elif how == "ended":
        await asking.end_link(it.staff, it.promise, clock.now())
    elif how == "handed over":
        await hand_over(it)
    else:
        sql = """INSERT INTO reminder_mute (id, organisation, created_at, created_by, action, person, reason, until, ended_at,
          ended_by) VALUES (gen_random_uuid(), $1, now(), NULL, NULL, $2, 'Cuti', now()::date + 60, NULL, NULL)"""
        await execute(sql, it.city.id, it.head.id)


async def test_who_will_be_reminded_to_ratify_is_listed_beforehand_and_not_after(
    city: Organisation, dewi: Somebody
) -> None:
    it = await waiting(city)
    [told] = [
        one for one in (await dewi.api.get("/reminder-preview")).json()["items"] if one["rules"] == ["P+7"]
    ]
    assert (told["recipient"], told["items"]) == ("kadis@dinsos.example", 1)
    shown = (await dewi.web.get("/reminders")).text
    assert "7 days without ratification" in shown
    assert it.head.full_name in shown
    assert len(await _reminded(morning(7))) == 1
    left = await preview(city.id, morning(7) + timedelta(minutes=1))
    assert [one["recipient"] for one in left if one["rules"] == "P+7"] == []
