"""Numbers of letters: patterns, gaps, and many who issue at once."""

import asyncio
from datetime import date

import pytest

from events_app.accounts.tables import Organisation
from events_app.database import fetch
from events_app.errors import Invalid
from events_app.invitations.letters import actions, numbers, register
from events_app.invitations.letters.forms import IssueIn
from events_app.invitations.letters.refusals import LetterIssued, NumberTaken
from events_app.invitations.letters.tables import Letter
from tests import make_letters
from tests.make_letters import DAY, NOW, keeper


def test_pattern_is_filled_and_read_again() -> None:
    day = date(2026, 8, 3)
    for pattern, number in (
        ("400.2/{number}/{unit}/{year}", "400.2/17/SETDA/2026"),
        ("{number:4}/{month}/{year}", "0017/VIII/2026"),
        ("UND-{number}", "UND-17"),
    ):
        assert numbers.written(pattern, "SETDA", 17, day) == number
        assert numbers.sequence_in(pattern, "SETDA", number.lower(), day) == 17
    assert numbers.sequence_in("{number}/{unit}", "SETDA", "005/1234/B", day) is None
    assert numbers.written("400.2/{number}/{unit}/{year}", "", 17, day) == "400.2/17/2026"
    assert numbers.unknown_places("{number}/{nomor}/{number:9}") == ["nomor", "number:9"]


async def test_many_who_issue_at_once_get_each_their_own_number(city: Organisation) -> None:
    signer = await make_letters.signatory(city)
    events = [await make_letters.event_with(city, f"Dinas {place}") for place in range(8)]
    letters = [await make_letters.draft(city, event, signatory_id=signer.id) for event in events]

    async def issue(place: int) -> Letter:
        plan = IssueIn(letter_date=DAY)
        return await actions.issue(keeper(city), events[place], letters[place], plan, NOW)

    given = await asyncio.gather(*(issue(place) for place in range(8)))
    assert {one.sequence for one in given} == set(range(1, 9))
    assert len({one.number for one in given}) == 8


async def test_one_letter_is_issued_once_however_many_try(city: Organisation) -> None:
    event = await make_letters.event_with(city)
    letter = await make_letters.draft(city, event)
    tries = [actions.issue(keeper(city), event, letter, IssueIn(letter_date=DAY), NOW) for _one in range(6)]
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sorted(type(one).__name__ for one in done) == ["Letter", *["LetterIssued"] * 5]
    rows = await fetch("SELECT sequence FROM letter WHERE number IS NOT NULL")
    assert [row["sequence"] for row in rows] == [1]
    assert (await fetch("SELECT last FROM letter_series"))[0]["last"] == 1
    with pytest.raises(LetterIssued):
        await actions.issue(keeper(city), event, letter, IssueIn(), NOW)


async def test_a_number_by_hand_moves_the_count_and_is_taken_once(city: Organisation) -> None:
    await make_letters.letterhead(city)
    event = await make_letters.event_with(city)
    await make_letters.issued(city, event)
    await make_letters.issued(city, event, number="400.2/5/setda/2026")
    await make_letters.issued(city, event, number="005/887/B")
    assert await fetch("SELECT 1 FROM letter WHERE number = '005/887/B' AND sequence IS NULL")
    after = await make_letters.issued(city, event)
    assert after.number == "400.2/6/SETDA/2026"
    for taken in ("400.2/5/SETDA/2026", "005/887/b", "400.2/06/SETDA/2026"):
        with pytest.raises(NumberTaken):
            await make_letters.issued(city, event, number=taken)
    assert await register.gaps(city.id, 2026) == [register.Gap(2, 4)]


async def test_the_count_steps_over_what_was_typed_and_each_year_begins_anew(city: Organisation) -> None:
    await make_letters.letterhead(city, number_pattern="{number}")
    event = await make_letters.event_with(city)
    await make_letters.issued(city, event, number="1")
    assert (await make_letters.issued(city, event)).number == "2"
    letter = await make_letters.draft(city, event)
    later = IssueIn(letter_date=date(2027, 1, 4))
    assert (await actions.issue(keeper(city), event, letter, later, NOW)).number == "1"
    other = Organisation(slug="lain", name="Kota Lain", office="", address="")
    await other.save()
    elsewhere = await make_letters.event_with(other)
    assert (await make_letters.issued(other, elsewhere)).sequence == 1


async def test_counting_may_begin_later_without_a_gap(city: Organisation) -> None:
    await make_letters.letterhead(city, next_number=40)
    event = await make_letters.event_with(city)
    assert (await make_letters.issued(city, event)).sequence == 40
    assert await register.gaps(city.id, 2026) == []
    await make_letters.letterhead(city, next_number=45)
    assert (await make_letters.issued(city, event)).sequence == 45
    assert await register.gaps(city.id, 2026) == [register.Gap(41, 44)]


async def test_a_slip_in_the_year_takes_no_number(city: Organisation) -> None:
    event = await make_letters.event_with(city)
    letter = await make_letters.draft(city, event)
    for day in (date(event.starts_at.year - 2, 1, 1), date(event.ends_at.year + 2, 12, 31)):
        with pytest.raises(Invalid) as told:
            await actions.issue(keeper(city), event, letter, IssueIn(letter_date=day), NOW)
        assert [(one.field, one.code) for one in told.value.errors] == [("letter_date", "date_out_of_reach")]
    assert await fetch("SELECT 1 FROM letter_series") == []
