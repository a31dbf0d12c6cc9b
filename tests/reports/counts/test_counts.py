"""Kept counts say what the rows say at every moment, whatever happened since they were counted."""

import threading
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app import i18n
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments.tallies import keeping as tallies
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.reports import measures, plots, summaries
from events_app.reports.counts import counted, keeping
from events_app.reports.counts.counts import Counts, Days
from events_app.reports.facts import JOINED, TODAY, WITHIN, answered
from events_app.reports.forms import ReportFilter
from events_app.reports.plots import Scope
from events_app.reports.scorecards.months import due_months, quarters
from events_app.reports.scorecards.queries import KINDS
from events_app.stakeholders.tables import Institution
from tests import make_events, make_stakeholders
from tests.make_reports import NOW, Fact, promised

ZONES = ("Asia/Jakarta", "Asia/Jayapura", "Asia/Makassar")
DONE = (Fact("verified", due=-10, first_due=-40, done=-20), Fact("infeasible", due=-50), Fact("open", due=-3))

# How the scorecard's numbers were asked for before they were kept: another way to the same answer.
BY_QUARTER = f"""
SELECT date_trunc('quarter', a.original_due)::date AS quarter, count(*)::int AS promised,
  count(*) FILTER (WHERE a.state = 'verified')::int AS verified,
  count(*) FILTER (WHERE a.original_due < {TODAY})::int AS passed,
  count(*) FILTER (WHERE a.original_due < {TODAY} AND a.done_on <= a.original_due)::int AS in_time
FROM {JOINED} WHERE a.original_due IS NOT NULL AND a.state <> 'draft' AND {WITHIN} GROUP BY 1 ORDER BY 1 DESC LIMIT 12
"""
STANDS = "SELECT FROM follow_up_action a WHERE a.commitment = c.id AND a.original_due IS NOT NULL"
PROMISES = f"""
SELECT count(*)::int AS committed, count(*) FILTER (WHERE c.ratification IN ('not_needed', 'ratified'))::int AS ratified,
  count(*) FILTER (WHERE EXISTS ({STANDS} AND a.state = 'verified')
    AND NOT EXISTS ({STANDS} AND a.state IN ('open', 'in_progress', 'submitted', 'returned')))::int AS verified
FROM commitment c JOIN event e ON e.id = c.event WHERE {WITHIN}
"""


def readers(city: Organisation) -> list[Actor]:
    rights = (frozenset(Right), frozenset({Right.read}))
    return [Actor(organisation=city.id, rights=some) for some in rights]


async def agree(city: Organisation, now: datetime) -> None:
    """Every plot, quarter and month is the same from what is kept and from the rows, for all together and each."""
    offices = [
        row["id"] for row in await fetch("SELECT id FROM institution WHERE organisation = $1", city.id)
    ]
    for reader in readers(city):
        for office in (None, *offices):
            kept = ReportFilter(institution_id=office)
            rows = ReportFilter.model_validate({"from": "2000-01-01", "institution_id": office})
            with i18n.using("en"):
                assert await plots.of(reader, kept, now) == await plots.of(reader, rows, now)
            await _same_card(reader, kept, now)
        assert await measures.figures(reader, ReportFilter(), now) == await measures.figures(
            reader, ReportFilter.model_validate({"from": "2000-01-01"}), now
        )


async def _same_card(reader: Actor, wanted: ReportFilter, now: datetime) -> None:
    asked = measures.asked(reader, wanted, now)
    counts = await counted(asked, KINDS)
    told = quarters(counts, Days(now))
    expected = reversed(await answered(BY_QUARTER, asked))
    assert [(q.start, q.promised, q.verified, q.punctuality.n, q.punctuality.hits) for q in told] == [
        tuple(row.values()) for row in expected
    ]
    [row] = await answered(PROMISES, asked)
    assert {what: n for (what,), n in counts.of("promise", 1)} == {what: n for what, n in row.items() if n}
    months = [vars(month) for month in due_months(counts, Days(now))]
    assert months == list(map(dict, await measures.due_months(reader, wanted, now)))


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_events.published(city)


@pytest.fixture
async def office(city: Organisation) -> Institution:
    return await make_stakeholders.institution(city.id)


class World:
    """A few events and institutions, and what may happen to the promises among them."""

    def __init__(self, city: Organisation, events: list[Event], offices: list[Institution]) -> None:
        self.city, self.events, self.offices = city, events, offices

    async def promise(self, draw: Callable[..., Any]) -> None:
        event, office = draw(st.sampled_from(self.events)), draw(st.sampled_from(self.offices))
        more: dict[str, Any] = {"agreed_at": NOW + timedelta(days=draw(st.integers(-70, 0)))}
        more |= {"theme": draw(THEMES), "ratification": draw(st.sampled_from(("not_needed", "pending")))}
        await promised(self.city, event, office, *draw(st.lists(FACTS, max_size=4)), **more)

    async def work(self, draw: Callable[..., Any]) -> None:
        """An action goes from any state to any other, with new dates."""
        fact = draw(FACTS)
        sql = """UPDATE follow_up_action SET state = $2::text, due = $3::date, state_since = $5,
          done_on = CASE WHEN $2::text = 'verified' THEN $4::date END,
          infeasible_reason = CASE WHEN $2::text = 'infeasible' THEN 'force_majeure' END,
          original_due = CASE WHEN $2::text <> 'draft' THEN coalesce(original_due, $3::date) END WHERE id = $1"""
        day = (NOW + timedelta(days=fact.due)).date()
        done = (NOW + timedelta(days=fact.done or 0)).date()
        await self._one("follow_up_action", sql, fact.state, day, done, NOW + timedelta(days=fact.since))

    async def report(self, draw: Callable[..., Any]) -> None:
        sql = """INSERT INTO progress_update (id, organisation, created_at, action, percent, narrative, obstacle, help_needed)
          SELECT $2, organisation, $3, id, 10, 'Jalan.', $4, '' FROM follow_up_action WHERE id = $1"""
        at = NOW + timedelta(days=draw(st.integers(-90, 0)))
        await self._one("follow_up_action", sql, new_id(), at, draw(OBSTACLES))

    async def take_back(self, draw: Callable[..., Any]) -> None:
        table = draw(st.sampled_from(("progress_update", "follow_up_action", "commitment")))
        await self._one(table, f"DELETE FROM {table} WHERE id = $1")

    async def retell(self, draw: Callable[..., Any]) -> None:
        column, values = draw(
            st.sampled_from(
                (
                    ("theme", THEMES),
                    ("ratification", st.sampled_from(("not_needed", "pending", "ratified", "declined"))),
                    ("state", st.sampled_from(("agreed", "closed", "withdrawn"))),
                    ("institution", st.sampled_from([one.id for one in self.offices])),
                    ("event", st.sampled_from([one.id for one in self.events])),
                )
            )
        )
        await self._one("commitment", f"UPDATE commitment SET {column} = $2 WHERE id = $1", draw(values))

    async def merge(self, draw: Callable[..., Any]) -> None:
        """One institution's promises become another's, as when two are made one."""
        one, other = draw(st.permutations(self.offices))[:2]
        await execute("UPDATE commitment SET institution = $2 WHERE institution = $1", one.id, other.id)

    async def hide(self, draw: Callable[..., Any]) -> None:
        event = draw(st.sampled_from(self.events))
        await execute("UPDATE event SET confidential = NOT confidential WHERE id = $1", event.id)

    async def travel(self, draw: Callable[..., Any]) -> None:
        event = draw(st.sampled_from(self.events))
        await execute("UPDATE event SET timezone = $2 WHERE id = $1", event.id, draw(st.sampled_from(ZONES)))

    async def count(self, draw: Callable[..., Any]) -> None:
        await summaries.refresh(self.city.id, NOW)

    async def _one(self, table: str, sql: str, *values: Any) -> None:
        """Something about one row, if there is any: the oldest by an order that looks like chance."""
        key = await fetch_value(f"SELECT id FROM {table} ORDER BY md5(id::text) LIMIT 1")
        if key is not None:
            await execute(sql, key, *values)


HAPPENINGS: dict[str, Callable[[World, Callable[..., Any]], Awaitable[None]]] = {
    name: getattr(World, name)
    for name in (*("promise", "work", "report", "take_back", "retell", "merge", "hide", "travel", "count"),)
}
THEMES = st.sampled_from(("", "Anak", "ANAK", "Air | Bersih"))
OBSTACLES = st.sampled_from(("none", "budget", "staff"))
DAYS = st.integers(-70, 40)
FACTS = st.builds(
    lambda state, due, first, since, done: Fact(
        state, due, first, done if state == "verified" else None, since
    ),
    st.sampled_from(
        ("draft", "open", "in_progress", "submitted", "returned", "infeasible", "cancelled", "verified")
    ),
    DAYS,
    st.one_of(st.none(), DAYS),
    st.integers(-70, 0),
    st.integers(-70, 0),
)


RULES = """
SELECT tgrelid::regclass::text AS place, tgname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
WHERE t.tgrelid IN ('commitment'::regclass, 'follow_up_action'::regclass, 'progress_update'::regclass)
  AND (p.proname LIKE 'refuse%' OR t.tgname = 'append_only')
"""


@pytest.fixture
async def world(city: Organisation) -> World:
    """Without the rules that refuse a change: counts must follow whatever the tables can hold."""
    for rule in await fetch(RULES):
        await execute(f'ALTER TABLE {rule["place"]} DISABLE TRIGGER "{rule["tgname"]}"')
    for check in await fetch(
        "SELECT conname FROM pg_constraint WHERE conrelid = 'commitment'::regclass AND contype = 'c'"
    ):
        await execute(f'ALTER TABLE commitment DROP CONSTRAINT "{check["conname"]}"')
    events = [await make_events.published(city, timezone=zone) for zone in ZONES]
    return World(
        city, events, [await make_stakeholders.institution(city.id, name) for name in ("Dinas A", "Dinas B")]
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), history=st.lists(st.sampled_from(sorted(HAPPENINGS)), min_size=6, max_size=24))
async def test_kept_counts_agree_with_the_rows_after_any_history(
    city: Organisation, world: World, data: st.DataObject, history: list[str]
) -> None:
    await execute("DELETE FROM commitment")
    for happening in ["promise", "promise", "report", "count", *history]:
        await HAPPENINGS[happening](world, data.draw)
        assert await keeping.strayed(city.id, NOW) == [], happening
    now = NOW + timedelta(hours=data.draw(st.integers(-30, 60)))
    await agree(city, now)
    await summaries.refresh(city.id, now)
    assert await fetch_value("SELECT count(*) FROM promise_touch") == 0
    await agree(city, now)
    assert await summaries.strayed(now) == []


async def test_kept_counts_are_what_is_read_and_a_wrong_one_is_told_and_mended(
    city: Organisation, event: Event, office: Institution
) -> None:
    await promised(city, event, office, *DONE)
    await summaries.refresh(city.id, NOW)
    for which in ("institution IS NULL", "institution IS NOT NULL"):
        wrong = """UPDATE promise_count SET counts = replace(counts, '"verified|', '"returned|') WHERE """
        await execute(wrong + which)
        assert ("counts" in [said for _one, said in await summaries.strayed(NOW)]) is True
        wanted = (
            ReportFilter()
            if "NULL" in which and "NOT" not in which
            else ReportFilter(institution_id=office.id)
        )
        known = await counted(measures.asked(readers(city)[0], wanted, NOW), KINDS)
        assert {state for (state, _event), _n in known.of("event", 2)} == {"returned", "infeasible", "open"}
        await tallies.rebuild()
        await summaries.forget()
        await agree(city, NOW)
        await summaries.refresh(city.id, NOW)
        assert await summaries.strayed(NOW) == []
    await agree(city, NOW)


@pytest.mark.parametrize("alone", [True, False])
async def test_of_what_was_touched_only_the_kinds_that_are_asked_for_are_counted(
    city: Organisation, event: Event, office: Institution, alone: bool
) -> None:
    other = await make_stakeholders.institution(city.id, "Dinas Lain")
    for one in (office, other):
        await promised(city, event, one, *DONE)
    await summaries.refresh(city.id, NOW)
    await execute("UPDATE follow_up_action SET due = due - 9")
    wanted = ReportFilter(institution_id=office.id) if alone else ReportFilter()
    asked = measures.asked(readers(city)[0], wanted, NOW)
    known, all_of_it = await counted(asked, ["owed", "moved"]), await counted(asked, KINDS)
    assert {kind for kind, numbers in known.kinds.items() if numbers} <= {"owed", "moved"}
    assert known.of("owed", 2) == all_of_it.of("owed", 2) != []


async def test_the_sum_is_written_where_nobody_waits_for_it(
    city: Organisation, event: Event, office: Institution, monkeypatch: pytest.MonkeyPatch
) -> None:
    await promised(city, event, office, *DONE)
    written, places = Counts.written, set()

    def watched(self: Counts) -> tuple[str, str]:
        places.add(threading.current_thread())
        return written(self)

    monkeypatch.setattr(Counts, "written", watched)
    await summaries.refresh(city.id, NOW)
    assert places
    assert threading.current_thread() not in places
    await agree(city, NOW)


async def test_midnight_makes_no_count_untrue(city: Organisation, event: Event, office: Institution) -> None:
    await promised(city, event, office, Fact("open", due=1), Fact("submitted", due=0), Fact("open", due=0))
    await summaries.refresh(city.id, NOW)
    before = await fetch("SELECT * FROM promise_count ORDER BY id")
    for days, overdue in ((0, 0), (1, 1), (2, 2)):
        now = NOW + timedelta(days=days)
        await summaries.refresh(city.id, now)
        with i18n.using("en"):
            [ageing] = await plots.of(readers(city)[0], ReportFilter(), now, ["ageing"])
        assert ageing.n == overdue
        await agree(city, now)
    assert await fetch("SELECT * FROM promise_count ORDER BY id") == before


@pytest.mark.parametrize("kept", [True, False])
async def test_counts_ask_as_much_for_many_institutions_as_for_few(
    city: Organisation, event: Event, kept: bool
) -> None:
    asked = []
    scope = Scope(readers(city)[0], ReportFilter(), NOW)
    for more in (2, 10):
        for number in range(more):
            name = f"Dinas {more} {number}"
            await promised(city, event, await make_stakeholders.institution(city.id, name), *DONE)
        if kept:
            await summaries.refresh(city.id, NOW)
        with counting_queries() as count:
            await counted(scope.asked, KINDS)
        asked.append(count.count)
    assert asked == [1 if kept else 4] * 2
