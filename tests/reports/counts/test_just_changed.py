"""Just after a change only the part that changed is counted from the rows, and nobody sees half of a change."""

import asyncio
import contextvars
from uuid import UUID

import pytest

from events_app import database
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import Commitment
from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.reports import measures, summaries
from events_app.reports.counts import counted, keeping
from events_app.reports.forms import ReportFilter
from events_app.reports.scorecards.queries import KINDS, scorecard
from events_app.stakeholders.tables import Institution
from tests import make_events, make_stakeholders
from tests.make_reports import NOW, TODAY, Fact, promised

SWAP = "UPDATE follow_up_action SET due = $2::date - (due - $2::date) WHERE commitment = $1"


@pytest.fixture
async def office(city: Organisation) -> Institution:
    return await make_stakeholders.institution(city.id)


@pytest.fixture
async def pair(city: Organisation, office: Institution) -> list[Commitment]:
    """Two promises in two parts of one institution: one is overdue, the other is not."""
    events: dict[int, Event] = {}
    while len(events) < 2:
        event = await make_events.published(city)
        events[await fetch_value("SELECT promise_part($1::uuid)", event.id)] = event
    facts = (Fact("in_progress", due=-10), Fact("in_progress", due=10))
    return [
        await promised(city, event, office, fact) for event, fact in zip(events.values(), facts, strict=True)
    ]


def reader(city: Organisation) -> Actor:
    return Actor(organisation=city.id, rights=frozenset(Right))


async def overdue(city: Organisation, office: UUID) -> tuple[int, int, int]:
    """How many are overdue as the figures, the counts and the scorecard's counts say."""
    actor, wanted = reader(city), ReportFilter(institution_id=office)
    _whole, [(_id, _name, figures)] = await measures.figures(actor, ReportFilter(), NOW, of=office)
    counts = await counted(measures.asked(actor, wanted, NOW), KINDS)
    card = await scorecard(actor, office, ReportFilter(), NOW)
    assert card.mine.overdue == card.everybody.overdue
    return figures.overdue, len(counts.overdue(NOW)), card.mine.overdue


async def test_of_a_touched_institution_what_did_not_change_is_read_as_it_was_kept(
    city: Organisation, office: Institution, pair: list[Commitment]
) -> None:
    await summaries.refresh(city.id, NOW)
    await execute("UPDATE commitment SET theme = 'Lain' WHERE id = $1", pair[0].id)
    [touch] = await fetch("SELECT institution, part FROM promise_touch")
    assert touch["institution"] == office.id
    assert await overdue(city, office.id) == (1, 1, 1)
    # Were all of it counted, what is kept wrongly would not be seen.
    place = f'"in_progress|{int(pair[0].visibility == "public")}|Asia/Jakarta":'
    wrong = "UPDATE promise_count SET facts = replace(facts, $1, $2) WHERE institution IS NOT NULL"
    await execute(wrong, place + '{"0":2}', place + '{"0":5}')
    _whole, [(_id, _name, figures)] = await measures.figures(reader(city), ReportFilter(), NOW)
    assert figures.states["in_progress"] == 5
    assert "counts" in [said for _one, said in await summaries.strayed(NOW)]


async def test_a_touch_makes_the_job_count_one_part_and_leave_the_others(
    city: Organisation, office: Institution, pair: list[Commitment]
) -> None:
    await summaries.refresh(city.id, NOW)
    before = {row["part"]: row["id"] for row in await fetch("SELECT id, part FROM promise_part")}
    await execute("UPDATE follow_up_action SET due = due - 9 WHERE commitment = $1", pair[0].id)
    part = await fetch_value("SELECT part FROM promise_touch")
    assert await summaries.refresh(city.id, NOW) == 1
    after = {row["part"]: row["id"] for row in await fetch("SELECT id, part FROM promise_part")}
    assert {one for one in after if after[one] != before[one]} == {part}
    assert await summaries.strayed(NOW) == []


async def test_nobody_sees_half_of_a_change_while_others_write_and_the_job_counts(
    city: Organisation, office: Institution, pair: list[Commitment]
) -> None:
    await summaries.refresh(city.id, NOW)
    done = asyncio.Event()

    @database.atomically
    async def swap() -> None:
        for one in pair:
            await execute(SWAP, one.id, TODAY)
            await asyncio.sleep(0.005)

    async def write() -> None:
        for _round in range(30):
            await swap()
        done.set()

    async def work() -> None:
        while not done.is_set():
            await summaries.refresh(city.id, NOW)
            await asyncio.sleep(0.03)

    async def look() -> int:
        looks = 0
        while not done.is_set():
            assert await overdue(city, office.id) == (1, 1, 1)
            looks += 1
        return looks

    async with asyncio.TaskGroup() as group:
        for task in (write(), work()):
            group.create_task(task, context=contextvars.Context())
        looking = [group.create_task(look(), context=contextvars.Context()) for _ in range(2)]
    assert min(one.result() for one in looking) > 3
    assert await keeping.strayed(city.id, NOW) == []
    await summaries.refresh(city.id, NOW)
    assert await summaries.strayed(NOW) == []
