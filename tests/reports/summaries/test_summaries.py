"""Kept figures are those of the rows at every moment, whatever happened since they were worked out."""

import asyncio
import contextvars
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app import clock, database
from events_app.accounts.actions import found
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments.tallies import keeping as tallies
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.reports import measures, summaries
from events_app.reports.counts import keeping as counting
from events_app.reports.forms import ReportFilter
from events_app.reports.summaries import keeping
from events_app.reports.summaries.jobs import refresh_summaries
from events_app.reports.summaries.keeping import behind
from events_app.reports.summaries.queries import ALL
from events_app.stakeholders.tables import Institution
from tests import make_events, make_stakeholders
from tests.make_reports import NOW, Fact, promised

DONE = (Fact("verified", due=-10, first_due=-40, done=-20), Fact("infeasible", due=-50), Fact("open", due=-3))
ROWS = ReportFilter.model_validate({"from": "2000-01-01"})
"""What cuts across the kept counts, and leaves nothing out."""


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_events.published(city)


@pytest.fixture
async def office(city: Organisation) -> Institution:
    return await make_stakeholders.institution(city.id)


def readers(city: Organisation) -> list[measures.Reader]:
    return [
        Actor(organisation=city.id, rights=frozenset(Right)),
        Actor(organisation=city.id, rights=frozenset({Right.read})),
        measures.Stranger(city.id),
    ]


async def agree(city: Organisation, now: datetime) -> None:
    """What is kept and what the rows say are the same, for everybody."""
    for reader in readers(city):
        kept = await measures.figures(reader, ReportFilter(), now)
        assert kept == await measures.figures(reader, ROWS, now)
        months = await measures.due_months(reader, ReportFilter(), now)
        assert list(map(dict, months)) == list(map(dict, await measures.due_months(reader, ROWS, now)))
        for institution, _name, figures in kept[1]:
            one = ReportFilter(institution_id=institution)
            assert (await measures.figures(reader, one, now))[0] == figures
            assert await measures.figures(reader, ReportFilter(), now, of=institution) == (
                kept[0],
                [row for row in kept[1] if row[0] == institution],
            )


async def test_kept_figures_are_read_until_something_changes(
    city: Organisation, event: Event, office: Institution
) -> None:
    promise = await promised(city, event, office, *DONE)
    assert await summaries.refresh(city.id, NOW) == 1
    await agree(city, NOW)
    reader = readers(city)[0]
    await execute("UPDATE promise_summary SET facts = '{\"promise\": 7}' WHERE audience = 'all'")
    whole, [(_id, _name, figures)] = await measures.figures(reader, ReportFilter(), NOW)
    assert figures.commitments == whole.commitments == 7, "what is kept is what is read"
    assert set(await summaries.strayed(NOW)) == {(office.id, "all"), (ALL, "all")}
    await execute("UPDATE follow_up_action SET due = due - 9 WHERE commitment = $1", promise.id)
    await agree(city, NOW)
    assert await summaries.refresh(city.id, NOW) == 1
    assert await summaries.strayed(NOW) == []
    await agree(city, NOW)


async def test_figures_follow_the_clock_though_nothing_changes(
    city: Organisation, event: Event, office: Institution
) -> None:
    await promised(city, event, office, Fact("open", due=1), Fact("submitted", due=0), Fact("open", due=0))
    await summaries.refresh(city.id, NOW)
    for days, overdue in ((-1, 0), (0, 0), (1, 1), (2, 2)):
        now = NOW + timedelta(days=days)
        await agree(city, now)
        whole, [(_id, _name, figures)] = await measures.figures(readers(city)[0], ReportFilter(), now)
        assert whole.overdue == figures.overdue == overdue
    assert await behind(NOW) == []
    assert await behind(NOW + timedelta(days=1)) == [city.id]


async def test_an_institution_that_joins_another_takes_its_figures_along(
    city: Organisation, event: Event, office: Institution
) -> None:
    promise = await promised(city, event, office, *DONE)
    other = await make_stakeholders.institution(city.id, "Dinas Lain")
    await summaries.refresh(city.id, NOW)
    await execute("UPDATE commitment SET institution = $2 WHERE id = $1", promise.id, other.id)
    for _round in range(2):
        await agree(city, NOW)
        _whole, rows = await measures.figures(readers(city)[0], ReportFilter(), NOW)
        assert [name for _id, name, _figures in rows] == ["Dinas Lain"]
        await summaries.refresh(city.id, NOW)


async def test_what_changes_while_figures_are_worked_out_is_never_lost(
    city: Organisation, event: Event, office: Institution
) -> None:
    promise = await promised(city, event, office, *DONE)

    @database.atomically
    async def change(days: int) -> None:
        await execute(
            "UPDATE follow_up_action SET due = due + $2::int WHERE commitment = $1", promise.id, days
        )
        await asyncio.sleep(0.02)

    work = [change(days) for days in range(1, 5)]
    await asyncio.gather(*(summaries.refresh(city.id, NOW) for _ in range(3)), *work, tallies.fold())
    await agree(city, NOW)
    await summaries.refresh(city.id, NOW)
    assert await summaries.strayed(NOW) == []
    await agree(city, NOW)


async def test_nothing_seems_strayed_because_somebody_works_meanwhile(
    city: Organisation, event: Event, office: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is kept was read already; before the rows are, somebody changes them, and the job follows."""
    promise = await promised(city, event, office, *DONE)
    await summaries.refresh(city.id, NOW)
    count, days = counting._counted, 0

    async def work() -> None:
        await execute("UPDATE follow_up_action SET due = due - 9 WHERE commitment = $1", promise.id)
        await summaries.refresh(city.id, NOW)

    async def counted_late(*asked: Any) -> Any:
        nonlocal days
        if not days:
            days += 1
            await asyncio.create_task(work(), context=contextvars.Context())
        return await count(*asked)

    monkeypatch.setattr(counting, "_counted", counted_late)
    assert await summaries.strayed(NOW) == []
    assert days == 1
    assert await summaries.strayed(NOW) == []


async def test_counting_anew_waits_for_who_counts_however_long_that_takes(city: Organisation) -> None:
    @database.atomically
    async def long_work() -> None:
        await fetch_value(keeping.TURN, city.id)
        begun.set()
        await asyncio.sleep(0.6)

    begun = asyncio.Event()
    other = asyncio.create_task(long_work(), context=contextvars.Context())
    await begun.wait()
    async with database.one_connection():
        await execute("SET statement_timeout = '200ms'")
        await summaries.forget()
    await other


async def test_the_job_works_out_what_was_touched(
    city: Organisation, event: Event, office: Institution
) -> None:
    await promised(city, event, office, *DONE)
    await refresh_summaries({})
    assert await fetch_value("SELECT count(*) FROM promise_touch") == 0
    assert await fetch_value("SELECT count(*) FROM promise_summary") == 6


async def test_what_is_behind_is_caught_up_with_though_one_organisation_makes_us_stumble(
    city: Organisation, event: Event, office: Institution
) -> None:
    await promised(city, event, office, *DONE)
    other = await found("Kota Lain")
    there = await make_stakeholders.institution(other.id)
    await promised(other, await make_events.published(other), there, *DONE)
    assert sorted(await behind(NOW)) == sorted([city.id, other.id])
    # What is not written as it should be makes whoever reads it stumble.
    await execute(
        "INSERT INTO promise_count (id, organisation, created_at, institution, counts, furthest, facts, confidential)"
        " VALUES (gen_random_uuid(), $1, now(), NULL, '?', '[]', '{}', false)",
        other.id,
    )
    await summaries.catch_up(NOW)
    assert await behind(NOW) == [other.id]
    await execute("DELETE FROM promise_count WHERE organisation = $1", other.id)
    await summaries.catch_up(NOW)
    assert await behind(NOW) == []
    assert await summaries.strayed(NOW) == []


async def test_institutions_are_worked_out_some_at_a_time_and_what_is_done_stands(
    city: Organisation, event: Event, office: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PORTION", 1)
    other = await make_stakeholders.institution(city.id, "Dinas Lain")
    for one in (office, other):
        await promised(city, event, one, *DONE)
    # The first one by id is counted; the second makes whoever reads it stumble.
    _first, last = sorted([office.id, other.id])
    await execute(
        "INSERT INTO promise_count (id, organisation, created_at, institution, counts, furthest, facts, confidential)"
        " VALUES (gen_random_uuid(), $1, now(), $2, '?', '[]', '{}', false)",
        city.id,
        last,
    )
    await summaries.catch_up(NOW)
    assert {row["institution"] for row in await fetch("SELECT institution FROM promise_touch")} == {last}
    await execute("DELETE FROM promise_count WHERE institution = $1", last)
    await agree(city, NOW)
    assert await summaries.refresh(city.id, NOW) == 1
    assert await summaries.strayed(NOW) == []
    await agree(city, NOW)


async def test_the_door_opens_in_time_and_nothing_is_stale_behind_it(
    city: Organisation, event: Event, office: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    promise = await promised(city, event, office, *DONE)
    await summaries.open_soon(NOW)
    assert await behind(NOW) == []
    await execute("UPDATE follow_up_action SET due = due - 9 WHERE commitment = $1", promise.id)
    monkeypatch.setattr(keeping, "LONGEST", 0.0)
    await summaries.open_soon(NOW)
    assert await behind(NOW) == [city.id], "it was left to the job"
    await agree(city, NOW)
    await refresh_summaries({})
    assert await behind(clock.now()) == []
    assert await summaries.strayed(clock.now()) == []


@pytest.mark.parametrize("kept", [True, False])
async def test_figures_ask_as_much_for_many_institutions_as_for_few(
    city: Organisation, event: Event, kept: bool
) -> None:
    asked = []
    for more in (2, 10):
        for number in range(more):
            name = f"Dinas {more} {number}"
            await promised(city, event, await make_stakeholders.institution(city.id, name), *DONE)
        if kept:
            await summaries.refresh(city.id, NOW)
        with counting_queries() as count:
            await measures.figures(readers(city)[0], ReportFilter(), NOW)
        asked.append(count.count)
    assert asked == [1 if kept else 5] * 2


@dataclass(frozen=True)
class Promise:
    """A commitment anywhere: at which event, how long ago agreed, for whom, by whom, with actions and their reports."""

    event: int
    office: int
    agreed: int
    public: bool
    pending: bool
    facts: list[tuple[Fact, int | None]]


Places = tuple[list[Event], list[Institution]]


@pytest.fixture
async def places(city: Organisation) -> Places:
    """Events in three zones, one of them confidential, and two institutions."""
    zones = ("Asia/Jakarta", "Asia/Jayapura", "Asia/Makassar")
    events = [
        await make_events.published(city, timezone=zone, confidential=zone == "Asia/Makassar")
        for zone in zones
    ]
    return events, [await make_stakeholders.institution(city.id, name) for name in ("Dinas A", "Dinas B")]


days = st.integers(-70, 40)
actions = st.builds(
    Fact,
    state=st.sampled_from(
        ("draft", "open", "in_progress", "submitted", "returned", "infeasible", "cancelled", "verified")
    ),
    due=days,
    first_due=st.one_of(st.none(), days),
    since=st.integers(-70, 0),
    done=st.integers(-70, 0),
).map(
    lambda one: one if one.state == "verified" else Fact(one.state, one.due, one.first_due, None, one.since)
)
promises = st.builds(
    Promise,
    event=st.integers(0, 2),
    office=st.integers(0, 1),
    agreed=st.integers(-70, 0),
    public=st.booleans(),
    pending=st.booleans(),
    facts=st.lists(st.tuples(actions, st.one_of(st.none(), st.integers(-70, 0))), max_size=5),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), first=st.lists(promises, max_size=4), then=st.lists(promises, max_size=2))
async def test_kept_figures_agree_with_the_rows_on_random_promises(
    city: Organisation, places: Places, data: st.DataObject, first: list[Promise], then: list[Promise]
) -> None:
    for table in ("follow_up_action", "commitment", "promise_summary"):
        await execute(f"DELETE FROM {table}")
    events, offices = places
    for one in first:
        await _write(city, events, offices, one)
    await summaries.refresh(city.id, NOW)
    for one in then:
        await _write(city, events, offices, one)
    now = NOW + timedelta(hours=data.draw(st.integers(-30, 60)))
    await agree(city, now)
    await tallies.fold()
    await summaries.refresh(city.id, now)
    await agree(city, now)
    assert await tallies.strayed() == []
    assert await summaries.strayed(now) == []


async def _write(city: Organisation, events: list[Event], offices: list[Institution], one: Promise) -> None:
    more: dict[str, Any] = {"agreed_at": NOW + timedelta(days=one.agreed)}
    more |= {"visibility": "public"} if one.public else {}
    more |= {"ratification": "pending"} if one.pending else {}
    facts = [fact for fact, _reported in one.facts]
    promise = await promised(city, events[one.event], offices[one.office], *facts, **more)
    for seq, (_fact, reported) in enumerate(one.facts, 1):
        if reported is not None:
            sql = "UPDATE follow_up_action SET reported_at = $3 WHERE commitment = $1 AND seq = $2"
            await execute(sql, promise.id, seq, NOW + timedelta(days=reported, hours=reported % 24))
