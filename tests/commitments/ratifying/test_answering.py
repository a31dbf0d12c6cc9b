"""The answer: by the holder of the post, once; not by who spoke, not by staff; and the database holds it all once more."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.ratifying import answering, asking
from events_app.commitments.ratifying.refusals import AlreadyAnswered, NothingToRatify, RatifyLinkEnded
from events_app.commitments.tables import Commitment
from events_app.database import execute, fetch_one, fetch_value, transaction
from events_app.errors import Invalid, NotAllowed, NotFound
from tests import make_commitments as make
from tests.commitments.ratifying.waiting import (
    NO,
    PDF,
    YES,
    Waiting,
    comer,
    hand_over,
    hold,
    letter,
    messages,
    stands,
    tell_later,
    waiting,
)
from tests.people import Somebody

ANSWER = """
INSERT INTO ratification (id, organisation, created_at, commitment, outcome, position, person, "user", letter, letter_number,
  letter_date, note, no) VALUES (gen_random_uuid(), $1, now(), $2, $3, $4, $5, NULL, NULL, '', NULL, 'x',
  1 + (SELECT count(*) FROM ratification WHERE commitment = $2))
"""
SAY = "UPDATE commitment SET ratification = $2, ratified_at = now() WHERE id = $1"


async def test_head_stands_by_it_once_and_the_promise_says_so(city: Organisation) -> None:
    it = await waiting(city)
    assert await stands(it.promise.id) == "pending"
    first = await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    again = await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert first.id == again.id
    row = await fetch_one("SELECT ratification, ratified_by, ratified_at FROM commitment")
    assert row is not None
    assert (row["ratification"], row["ratified_by"]) == ("ratified", it.position.id)
    assert row["ratified_at"] == first.created_at
    assert first.person == it.head.id
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'commitment.ratified'") == 1
    assert await messages("ratification_declined") == []


async def test_decline_needs_a_reason_and_the_secretariat_hears_it(
    city: Organisation, dewi: Somebody
) -> None:
    it = await waiting(city)
    with pytest.raises(ValueError, match="stood by"):
        type(NO)(outcome=NO.outcome, note="  ")
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    assert await stands(it.promise.id) == "declined"
    assert await messages("ratification_declined") == []
    await tell_later()
    await tell_later()
    told = await messages("ratification_declined")
    assert [one["to_address"] for one in told] == [dewi.user.email]
    assert "Anggaran belum ada." in told[0]["text"]
    assert f"/commitments/{it.promise.id}/ratification" in told[0]["text"]


async def test_another_answer_is_refused_and_says_which_stands(city: Organisation) -> None:
    it = await waiting(city)
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    with pytest.raises(AlreadyAnswered) as refusal:
        await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    assert refusal.value.extra["outcome"] == "declined"
    assert await stands(it.promise.id) == "declined"


async def test_of_two_who_answer_at_once_one_wins(city: Organisation) -> None:
    it = await waiting(city)
    who = await comer(it)
    tries = [answering.answer(who, it.promise.id, said, clock.now()) for said in (YES, NO, YES, NO)]
    found = await asyncio.gather(*tries, return_exceptions=True)
    assert await fetch_value("SELECT count(*) FROM ratification") == 1
    won = await stands(it.promise.id)
    assert {type(one).__name__ for one in found} == {"Ratification", "AlreadyAnswered"}
    assert all(one.outcome == won for one in found if not isinstance(one, BaseException))


async def test_work_goes_on_before_and_after(city: Organisation) -> None:
    it = await waiting(city)
    row = await make.only_action(it.promise)
    assert row.state == "open"
    await make.submitted(row, it.staff, clock.now())
    await answering.answer(await comer(it), it.promise.id, NO, clock.now())
    assert (await make.fresh(row)).state == "submitted"


@pytest.mark.parametrize("spoil", ["revoked", "expired", "left", "another", "staff"])
async def test_only_a_link_that_works_answers(spoil: str, city: Organisation) -> None:
    it = await waiting(city)
    who: Any = await comer(it)
    if spoil == "revoked":
        await asking.end_link(it.staff, it.promise, clock.now())
    elif spoil == "expired":
        await execute("UPDATE access_token SET expires_at = now() - interval '1 second'")
    elif spoil == "left":
        await hand_over(it)
    elif spoil == "another":
        who = await make.holder_of(await make.only_action(it.promise))
    else:
        who = it.staff
    with pytest.raises(RatifyLinkEnded):
        await answering.answer(who, it.promise.id, YES, clock.now())
    assert await stands(it.promise.id) == "pending"


async def test_link_of_another_organisation_finds_nothing(city: Organisation, charlie: Somebody) -> None:
    it = await waiting(city)
    stranger = replace(await comer(it), organisation=charlie.actor.organisation)
    with pytest.raises(NotFound):
        await answering.answer(stranger, it.promise.id, YES, clock.now())


async def test_withdrawn_promise_takes_no_answer(city: Organisation) -> None:
    it = await waiting(city)
    await actions.withdraw(it.staff, it.promise, "Diganti.", clock.now())
    with pytest.raises(NothingToRatify):
        await answering.answer(await comer(it), it.promise.id, YES, clock.now())


async def test_signed_letter_counts_the_same(city: Organisation, dewi: Somebody) -> None:
    it = await waiting(city)
    said = letter(it, letter_number="800/12/DINSOS/2026")
    row = await answering.hand_in(dewi.actor, it.promise, said, "surat.pdf", PDF, clock.now())
    assert await stands(it.promise.id) == "ratified"
    assert (row.person, row.user) == (it.head.id, dewi.user.id)
    assert (await answering.letter_of(it.promise)).filename == "surat.pdf"
    with pytest.raises(AlreadyAnswered):
        await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    with pytest.raises(AlreadyAnswered):
        await answering.hand_in(dewi.actor, it.promise, said, "surat.pdf", PDF, clock.now())


async def test_letter_is_the_secretariats_to_hand_in(
    city: Organisation, alice: Somebody, eko: Somebody, chair: Somebody
) -> None:
    it = await waiting(city)
    for somebody in (alice, eko, chair):
        with pytest.raises(NotAllowed):
            await answering.hand_in(somebody.actor, it.promise, letter(it), "s.pdf", PDF, clock.now())


@pytest.mark.parametrize(
    ("change", "name", "data", "field", "code"),
    [
        ({}, "surat.pdf", b"", "file", "file_empty"),
        ({}, "surat.pdf", b"<html>", "file", "not_a_signed_letter"),
        ({}, "surat.mp3", PDF, "file", "not_a_signed_letter"),
        ({}, "surat.txt", b"Saya setuju", "file", "not_a_signed_letter"),
        ({"letter_date": "later"}, "surat.pdf", PDF, "letter_date", "in_future"),
        ({"letter_date": "earlier"}, "surat.pdf", PDF, "letter_date", "before_promise"),
        ({"signed_by_id": "speaker"}, "surat.pdf", PDF, "signed_by_id", "not_the_holder"),
        ({"signed_by_id": "person"}, "surat.pdf", PDF, "signed_by_id", "not_the_holder"),
    ],
)
async def test_letter_that_proves_nothing_is_refused_by_name(
    change: dict[str, Any], name: str, data: bytes, field: str, code: str, city: Organisation
) -> None:
    it = await waiting(city)
    today = clock.today("Asia/Jakarta")
    known = {
        "later": today + timedelta(days=2),
        "earlier": today - timedelta(days=30),
        "speaker": it.speaker.person,
        "person": it.here.person.id,
    }
    said = letter(it, **{key: known[value] for key, value in change.items()})
    with pytest.raises(Invalid) as refusal:
        await answering.hand_in(it.staff, it.promise, said, name, data, clock.now())
    assert [(one.field, one.code) for one in refusal.value.errors] == [(field, code)]
    assert await fetch_value("SELECT count(*) FROM document") == 0
    assert await stands(it.promise.id) == "pending"


async def test_letter_of_whoever_held_it_that_day_counts_after_they_left(
    city: Organisation, dewi: Somebody
) -> None:
    it = await waiting(city)
    successor = await hand_over(it)
    said = letter(it, signed_by_id=successor.id)
    with pytest.raises(Invalid):
        await answering.hand_in(dewi.actor, it.promise, said, "surat.pdf", PDF, clock.now())
    row = await answering.hand_in(dewi.actor, it.promise, letter(it), "surat.pdf", PDF, clock.now())
    assert row.person == it.head.id


async def test_who_spoke_does_not_ratify_after_taking_the_post(city: Organisation) -> None:
    it = await waiting(city, agree=False)
    speaker = await fetch_one("SELECT * FROM person WHERE id = $1", it.speaker.person)
    assert speaker is not None
    person = it.head
    person.id = speaker["id"]
    await hold(city, it.position, person, starts_on=clock.today("Asia/Jakarta"), hand_over=True)
    await execute("UPDATE person SET email = 'budi@dinsos.example' WHERE id = $1", speaker["id"])
    await actions.agree(it.staff, it.promise, clock.now())
    assert await messages("ratification_asked") == []
    await _refused(it, "ratified", position=it.position.id, person=speaker["id"])


async def test_table_refuses_what_the_code_refuses(city: Organisation) -> None:
    it = await waiting(city)
    await _refused(it, "ratified", position=it.position.id, person=it.here.person.id)
    await _refused(it, "ratified", position=it.position.id, person=it.speaker.person)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="follows from its answer"):
        await execute(SAY, it.promise.id, "ratified")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="follows from its answer"):
        await execute("UPDATE commitment SET ratification = 'not_needed'")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError, match="does not say"):
        await execute(ANSWER, city.id, it.promise.id, "ratified", it.position.id, it.head.id)
    async with transaction():
        await execute(ANSWER, city.id, it.promise.id, "declined", it.position.id, it.head.id)
        await execute(SAY, it.promise.id, "declined")
    for change in ("UPDATE ratification SET outcome = 'ratified'", "DELETE FROM ratification"):
        with pytest.raises(asyncpg.PostgresError):
            await execute(change)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("UPDATE commitment SET ratification = 'pending', ratified_at = NULL")
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute(ANSWER, city.id, it.promise.id, "ratified", it.position.id, it.head.id)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("UPDATE commitment SET ratification = 'ratified'")


async def test_draft_is_not_ratified_yet(city: Organisation) -> None:
    it = await waiting(city, agree=False)
    await _refused(it, "ratified", position=it.position.id, person=it.head.id)
    with pytest.raises(NothingToRatify):
        await answering.hand_in(it.staff, it.promise, letter(it), "surat.pdf", PDF, clock.now())
    assert await Commitment.count() == 1


async def _refused(it: Waiting, outcome: str, *, position: Any, person: Any) -> None:
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute(ANSWER, it.city.id, it.promise.id, outcome, position, person)
