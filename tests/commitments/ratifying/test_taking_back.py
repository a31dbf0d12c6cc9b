"""An answer is taken back by its head within ten minutes, or set back by the chair; what was told of it is right afterwards."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.ratifying import answering, asking, reminders, taking_back
from events_app.commitments.ratifying.refusals import (
    NoAnswerStands,
    PromiseEnded,
    RatifyLinkEnded,
    TooLateToTakeBack,
)
from events_app.database import execute, fetch, fetch_value
from events_app.errors import NotAllowed, Refusal
from events_app.ids import new_id
from events_app.notifications.webhooks import actions as webhooks
from events_app.notifications.webhooks.forms import WebhookIn
from tests import make_commitments as make
from tests.commitments.ratifying.waiting import (
    NO,
    PDF,
    YES,
    Waiting,
    comer,
    hand_over,
    letter,
    links,
    messages,
    path,
    stands,
    tell_later,
    waiting,
)
from tests.commitments.reminding.runs import at
from tests.people import Browser, Somebody

LATER = timedelta(minutes=10)
UNDO = """
INSERT INTO ratification_taken_back (id, organisation, created_at, ratification, "user", reason)
SELECT gen_random_uuid(), r.organisation, r.created_at + $1::interval, r.id, $2, $3 FROM ratification r
"""


async def test_slip_is_taken_back_and_nobody_hears_of_it(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    who = await comer(it)
    await answering.answer(who, it.promise.id, NO, clock.now())
    for _one in range(2):
        await taking_back.take_back(who, it.promise.id, clock.now())
    assert await stands(it.promise.id) == "pending"
    await tell_later()
    assert await messages("ratification_declined") == []
    await answering.answer(who, it.promise.id, YES, clock.now())
    assert await stands(it.promise.id) == "ratified"
    told = await fetch("SELECT no, outcome FROM ratification ORDER BY no")
    assert [tuple(one) for one in told] == [(1, "declined"), (2, "ratified")]
    sql = "SELECT count(*) FROM audit_entry WHERE verb = 'commitment.ratification_taken_back'"
    assert await fetch_value(sql) == 1
    assert dewi.user.email


async def test_no_is_told_ten_minutes_later_by_the_job(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    sql = "SELECT execute_after - created FROM pgqueuer WHERE entrypoint = 'tell_declined'"
    [waits] = await fetch(sql)
    assert abs(waits[0] - LATER) < timedelta(seconds=5)
    await tell_later()
    assert [one["to_address"] for one in await messages("ratification_declined")] == [dewi.user.email]


async def test_no_by_letter_is_told_at_once(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    said = letter(it, outcome="declined", note="Tidak.")
    await answering.hand_in(dewi.actor, it.promise, said, "surat.pdf", PDF, clock.now())
    assert [one["to_address"] for one in await messages("ratification_declined")] == [dewi.user.email]
    assert await fetch_value("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'tell_declined'") == 0


async def test_after_ten_minutes_it_is_too_late(city: Organisation) -> None:
    it = await waiting(city)
    who = await comer(it)
    row = await answering.answer(who, it.promise.id, YES, clock.now())
    with pytest.raises(TooLateToTakeBack):
        await taking_back.take_back(who, it.promise.id, row.created_at + LATER)
    await taking_back.take_back(who, it.promise.id, row.created_at + LATER - timedelta(seconds=1))
    assert await stands(it.promise.id) == "pending"


@pytest.mark.parametrize("spoil", ["revoked", "left", "another", "letter", "withdrawn"])
async def test_only_who_gave_it_takes_it_back_and_only_while_it_matters(
    spoil: str, city: Organisation, dewi: Somebody
) -> None:
    it = await waiting(city)
    who = await comer(it)
    refusal: type[Refusal] = RatifyLinkEnded
    if spoil == "letter":
        await answering.hand_in(dewi.actor, it.promise, letter(it), "surat.pdf", PDF, clock.now())
        refusal = TooLateToTakeBack
    else:
        await answering.answer(who, it.promise.id, YES, clock.now())
    if spoil == "revoked":
        await asking.end_link(it.staff, it.promise, clock.now())
    elif spoil == "left":
        await hand_over(it)
    elif spoil == "another":
        who = await make.holder_of(await make.only_action(it.promise))
    elif spoil == "withdrawn":
        await actions.withdraw(it.staff, it.promise, "Diganti.", clock.now())
        refusal = PromiseEnded
    with pytest.raises(refusal):
        await taking_back.take_back(who, it.promise.id, clock.now())
    assert await stands(it.promise.id) == "ratified"
    assert await fetch_value("SELECT count(*) FROM ratification_taken_back") == 0


async def test_of_many_at_once_one_answer_stands_or_none(city: Organisation, chair: Somebody) -> None:
    it = await waiting(city)
    who = await comer(it)
    await answering.answer(who, it.promise.id, NO, clock.now())
    tries = [
        taking_back.take_back(who, it.promise.id, clock.now()),
        taking_back.set_back(chair.actor, it.promise, "Keliru.", clock.now()),
        answering.answer(who, it.promise.id, YES, clock.now()),
        taking_back.take_back(who, it.promise.id, clock.now()),
    ]
    await asyncio.gather(*tries, return_exceptions=True)
    sql = "SELECT (standing_ratification($1)).outcome"
    assert await stands(it.promise.id) == (await fetch_value(sql, it.promise.id) or "pending")


async def test_chair_has_it_wait_again_and_everybody_hears_why(
    city: Organisation, chair: Somebody, dewi: Somebody
) -> None:
    it = await waiting(city)
    old = await path(it.promise)
    await answering.answer(await comer(it), it.promise.id, NO, clock.now() - 2 * LATER)
    await tell_later()
    await taking_back.set_back(chair.actor, it.promise, "Salah komitmen.", clock.now())
    assert await stands(it.promise.id) == "pending"
    assert await path(it.promise) != old
    asked = (await messages("ratification_asked"))[-1]
    assert asked["to_address"] == "kadis@dinsos.example"
    for told in (asked, *await messages("ratification_set_back")):
        assert "Salah komitmen." in told["text"]
        assert "Salah komitmen." in told["html"]
    assert [one["to_address"] for one in await messages("ratification_set_back")] == [dewi.user.email]
    with pytest.raises(NoAnswerStands):
        await taking_back.set_back(chair.actor, it.promise, "Lagi.", clock.now())
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert await stands(it.promise.id) == "ratified"


async def test_who_is_asked_again_is_reminded_again(city: Organisation, chair: Somebody) -> None:
    it = await waiting(city)
    for times in (1, 2):
        for day in range(7, 12):
            await reminders.remind_due(at(clock.today("Asia/Jakarta") + timedelta(days=day), 9))
        assert len(await messages("ratification_reminder")) == times
        await answering.answer(await comer(it), it.promise.id, YES, clock.now())
        await taking_back.set_back(chair.actor, it.promise, "Keliru.", clock.now())


async def test_set_back_where_nobody_can_be_written_to_waits_for_a_letter(
    city: Organisation, chair: Somebody, dewi: Somebody
) -> None:
    it = await waiting(city, email="")
    await answering.hand_in(dewi.actor, it.promise, letter(it), "surat.pdf", PDF, clock.now())
    await taking_back.set_back(chair.actor, it.promise, "Surat yang salah.", clock.now())
    assert await links(it.promise) == []
    await answering.hand_in(dewi.actor, it.promise, letter(it), "surat2.pdf", PDF, clock.now())
    assert (await answering.letter_of(it.promise)).filename == "surat2.pdf"


async def test_letter_that_was_set_back_can_still_be_opened(
    city: Organisation, chair: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    it = await waiting(city)
    here = f"/commitments/{it.promise.id}/ratification"
    gone = await answering.hand_in(dewi.actor, it.promise, letter(it), "surat.pdf", PDF, clock.now())
    await taking_back.set_back(chair.actor, it.promise, "Surat yang salah.", clock.now())
    [told] = (await chair.api.get(here)).json()["taken_back"]
    assert told["letter_url"] == f"/api/v1{here}/letter?answer={gone.id}"
    assert f'href="{here}/letter?answer={gone.id}"' in (await chair.web.get(here)).text
    for who in (chair, dewi):
        assert (await who.web.get(f"{here}/letter?answer={gone.id}")).content == PDF
    assert (await chair.api.get(told["letter_url"].removeprefix("/api/v1"))).content == PDF
    assert (await chair.api.get(f"{here}/letter")).status_code == 404
    assert (await charlie.api.get(f"{here}/letter?answer={gone.id}")).status_code == 404
    other = await make.draft(city, it.here, clock.now(), attendance_guest_id=it.speaker.id)
    for path_, answer in ((here, new_id()), (f"/commitments/{other.id}/ratification", gone.id)):
        assert (await chair.api.get(f"{path_}/letter?answer={answer}")).status_code == 404
    assert (await chair.api.get(f"{here}/letter?answer=x")).status_code in (400, 422)
    by_link = await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    assert (await chair.api.get(f"{here}/letter?answer={by_link.id}")).status_code == 404


async def test_setting_back_is_the_chairs(city: Organisation, alice: Somebody, dewi: Somebody) -> None:
    it = await waiting(city)
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    for somebody in (alice, dewi):
        with pytest.raises(NotAllowed):
            await taking_back.set_back(somebody.actor, it.promise, "Keliru.", clock.now())


async def test_ended_promise_keeps_its_answer(city: Organisation, chair: Somebody) -> None:
    it = await waiting(city)
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    await actions.withdraw(it.staff, it.promise, "Diganti.", clock.now())
    with pytest.raises(PromiseEnded):
        await taking_back.set_back(chair.actor, it.promise, "Keliru.", clock.now())


async def test_table_refuses_what_the_code_refuses(city: Organisation) -> None:
    it = await waiting(city)
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    for waits, user, reason, why in (
        (LATER, None, "", "too late"),
        (-LATER, None, "", "too late"),
        (LATER, new_id(), "", "says_why"),
        (timedelta(), None, "", "says what was taken back"),
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError, match=why):
            await execute(UNDO, waits, user, reason)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="from its answer alone"):
        await execute(
            "UPDATE commitment SET ratification = 'pending', ratified_at = NULL, ratified_by = NULL"
        )
    await taking_back.take_back(await comer(it), it.promise.id, clock.now())
    for change in ("UPDATE ratification_taken_back SET reason = 'x'", "DELETE FROM ratification_taken_back"):
        with pytest.raises(asyncpg.PostgresError):
            await execute(change)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="no answer stands"):
        await execute(UNDO, timedelta(), None, "")


async def test_head_takes_it_back_on_the_page(city: Organisation, public: Browser) -> None:
    it = await waiting(city)
    public.client.cookies.set("lang", "en")
    page = await path(it.promise)
    await public.post(page, {"outcome": "ratified"})
    assert "You can take your answer back until" in (await public.get(page)).text
    assert (await public.post(f"{page}/take-back")).status_code == 303
    shown = (await public.get(page)).text
    assert 'name="outcome"' in shown
    assert "Your answer is taken back" in shown
    assert (await public.post(f"{page}/take-back")).status_code == 303
    await answering.answer(await comer(it), it.promise.id, YES, clock.now() - LATER)
    late = await public.post(f"{page}/take-back")
    assert late.status_code == 409
    assert "can be taken back for ten minutes" in late.text
    assert "Take my answer back" not in (await public.get(page)).text
    await asking.end_link(it.staff, it.promise, clock.now())
    assert (await public.post(f"{page}/take-back")).status_code == 410


async def test_head_takes_it_back_by_the_api(city: Organisation, public: Browser) -> None:
    it = await waiting(city)
    door = f"/api/v1{await path(it.promise)}"
    said = (await public.client.put(door, json={"outcome": "ratified"})).json()
    assert said["take_back_until"] > said["answered_at"]
    for _one in range(2):
        assert (await public.client.delete(door)).status_code == 204
    assert (await public.client.get(door)).json()["ratification"] == "pending"
    await answering.answer(await comer(it), it.promise.id, NO, clock.now() - LATER)
    assert (await public.client.get(door)).json()["take_back_until"] is None
    late = await public.client.delete(door)
    assert (late.status_code, late.json()["code"]) == (409, "too_late_to_take_back")


async def test_chair_sets_back_on_the_page_and_the_history_tells(
    city: Organisation, chair: Somebody, dewi: Somebody
) -> None:
    it = await waiting(city)
    page = f"/commitments/{it.promise.id}/ratification"
    assert "Set the answer back" not in (await chair.web.get(page)).text
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    assert "Set the answer back" in (await chair.web.get(page)).text
    assert "Set the answer back" not in (await dewi.web.get(page)).text
    bare = await chair.web.post(f"{page}/set-back", {"reason": " "})
    assert bare.status_code == 422
    assert 'id="f-reason-error"' in bare.text
    assert (await dewi.web.post(f"{page}/set-back", {"reason": "x"})).status_code == 403
    assert (await chair.web.post(f"{page}/set-back", {"reason": "Salah komitmen."})).status_code == 303
    shown = (await chair.web.get(page)).text
    for said in ("set this answer back", "Salah komitmen.", "does not stand by it", "Anggaran belum ada."):
        assert said in shown
    again = await chair.web.post(f"{page}/set-back", {"reason": "Lagi."})
    assert again.status_code == 409
    assert "Lagi." in again.text
    action = await make.only_action(it.promise)
    for story in (f"/actions/{action.id}", f"/commitments/{it.promise.id}/timeline"):
        told = (await dewi.web.get(story)).text
        assert "The chair set the head&#39;s answer back" in told, story
        assert "The head does not stand by this promise" in told, story


async def test_chair_sets_back_by_the_api_and_the_answer_stays_told(
    city: Organisation, chair: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    it: Waiting = await waiting(city)
    here = f"/commitments/{it.promise.id}/ratification"
    body: dict[str, Any] = {"reason": "Salah komitmen."}
    none = await chair.api.post(f"{here}/set-back", json=body)
    assert (none.status_code, none.json()["code"]) == (409, "no_answer_stands")
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    assert (await charlie.api.post(f"{here}/set-back", json=body)).status_code in (403, 404)
    seen = (await chair.api.post(f"{here}/set-back", json=body)).json()
    assert (seen["ratification"], seen["answer"], seen["link"]) == ("pending", None, "works")
    [gone] = seen["taken_back"]
    assert (gone["outcome"], gone["reason"]) == ("declined", "Salah komitmen.")
    assert gone["set_back_by"] == chair.user.name
    assert (await dewi.api.get("/ratifications?ratification=pending")).json()["items"] == [seen]


async def test_programs_and_figures_follow_an_answer_that_was_taken_back(
    city: Organisation, owner: Somebody
) -> None:
    it = await waiting(city)
    await webhooks.make(owner.actor, WebhookIn(url="https://api.example/hooks"))
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert (await owner.api.get("/reports/commitments")).json()["not_yet_ratified"] == 0
    await taking_back.take_back(await comer(it), it.promise.id, clock.now())
    assert (await owner.api.get("/reports/commitments")).json()["not_yet_ratified"] == 1
    told = [row["kind"] for row in await fetch("SELECT kind FROM webhook_message ORDER BY id")]
    assert told == ["commitment.ratified", "commitment.ratification_taken_back"]
