"""The figures, exact on a made scene, and the same as a slow recount of any other."""

from datetime import timedelta
from statistics import median
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import FollowUpAction
from events_app.database import execute
from events_app.events.tables import Event
from events_app.reports import charts, measures
from events_app.reports.forms import ReportFilter
from events_app.reports.rates import STATES, Figures, Rate
from events_app.stakeholders.tables import Institution
from tests import make_events, make_stakeholders
from tests.make_reports import NOW, TODAY, Fact, promised

MANY = (
    Fact("verified", due=-40, done=-45),
    Fact("verified", due=-10, first_due=-40, done=-20),
    Fact("verified", due=20, done=-1),
    Fact("open", due=-3),
    Fact("in_progress", due=-20),
    Fact("returned", due=-91),
    Fact("open", due=0),
    Fact("submitted", due=-5, since=-8),
    Fact("submitted", due=-5, since=-1),
    Fact("infeasible", due=-50),
    Fact("cancelled", due=-60),
)


@pytest.fixture
async def office(city: Organisation) -> Institution:
    return await make_stakeholders.institution(city.id)


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_events.published(city)


async def test_figures_are_exact_on_a_made_scene(
    city: Organisation, event: Event, office: Institution
) -> None:
    await promised(city, event, office, *MANY)
    await promised(city, event, office, Fact("draft", due=-5), state="draft", agreed_at=None)
    whole, rows = await measures.figures(_reader(city), ReportFilter(), NOW)
    assert (whole.commitments, whole.total) == (1, 11)
    assert (whole.verified, whole.infeasible, whole.cancelled, whole.overdue) == (3, 1, 1, 3)
    assert (whole.completion, whole.completion.value) == (Rate(3, 9), 3 / 9)
    assert (whole.punctuality, whole.punctuality.value) == (Rate(1, 9), 1 / 9)
    assert whole.ageing == {"1-7": 1, "8-30": 1, "31-90": 0, ">90": 1}
    assert (whole.late, whole.median_days_late) == (5, 20)
    assert [(name, figures) for _id, name, figures in rows] == [(office.name, whole)]


async def test_percentages_of_fewer_than_five_are_withheld_and_their_number_told(
    city: Organisation, event: Event, office: Institution
) -> None:
    four = [Fact("verified", due=-5, done=-6)] * 4
    await promised(city, event, office, *four)
    whole, _rows = await measures.figures(_reader(city), ReportFilter(), NOW)
    assert (whole.completion.value, whole.completion.n) == (None, 4)
    await promised(city, event, office, Fact("open", due=9))
    whole, _rows = await measures.figures(_reader(city), ReportFilter(), NOW)
    assert (whole.completion.value, whole.completion.n) == (0.8, 5)
    assert (whole.punctuality.value, whole.punctuality.n) == (None, 4)


async def test_day_of_the_event_decides_what_is_overdue(city: Organisation, office: Institution) -> None:
    late_evening = NOW.replace(
        hour=16, minute=30
    )  # half past eleven in Jakarta, already tomorrow in Jayapura
    west = await make_events.published(city, title="Barat", timezone="Asia/Jakarta")
    east = await make_events.published(city, title="Timur", timezone="Asia/Jayapura")
    for place in (west, east):
        await promised(city, place, office, Fact("open", due=0))
    for place, overdue in ((west, 0), (east, 1)):
        wanted = ReportFilter(event_id=place.id)
        whole, _rows = await measures.figures(_reader(city), wanted, late_evening)
        assert whole.overdue == overdue


async def test_filters_narrow_by_day_institution_theme_and_event(
    city: Organisation, event: Event, office: Institution
) -> None:
    other = await make_stakeholders.institution(city.id, "Bappeda")
    later = await make_events.published(city, **make_events.hours(48, 50))
    await promised(city, event, office, Fact("open", due=1), theme="Pelindungan Anak")
    await promised(city, later, other, Fact("open", due=1), Fact("open", due=2))
    expected: list[tuple[dict[str, Any], int]] = [
        ({}, 3),
        ({"from": "2026-12-13"}, 2),
        ({"to": "2026-12-12"}, 1),
        ({"from": "2026-12-12", "to": "2026-12-14"}, 3),
        ({"institution_id": office.id}, 1),
        ({"event_id": later.id}, 2),
        ({"theme": "pelindungan anak"}, 1),
        ({"theme": "pelindungan"}, 0),
    ]
    for asked, total in expected:
        whole, _rows = await measures.figures(_reader(city), ReportFilter.model_validate(asked), NOW)
        assert (asked, whole.total) == (asked, total)


async def test_confidential_promises_count_only_for_those_who_may_know(
    city: Organisation, office: Institution
) -> None:
    secret = await make_events.published(city, confidential=True)
    await promised(city, secret, office, Fact("open", due=1))
    for rights, total in ((frozenset({Right.read}), 0), (frozenset(Right), 1)):
        reader = Actor(organisation=city.id, rights=rights)
        whole, _rows = await measures.figures(reader, ReportFilter(), NOW)
        choices = await measures.choices(reader)
        assert (whole.total, len(choices["institutions"]), len(choices["events"])) == (total, total, total)


async def test_months_and_bars_add_up_to_the_whole(city: Organisation, event: Event) -> None:
    for number in range(18):
        office = await make_stakeholders.institution(city.id, f"Dinas {number:02}")
        await promised(city, event, office, *[Fact("open", due=30 * number - 90)] * (number + 1))
    reader = _reader(city)
    whole, rows = await measures.figures(reader, ReportFilter(), NOW)
    bars = charts.states_by_institution(rows)
    assert len(bars) == charts.MOST_BARS + 1
    assert sum(sum(values) for _name, values in bars) == whole.total == 171
    assert bars[-1][1] == [0, 0, 0, 6, 0, 0]
    drawn = [state for states, _word, _colour in charts.PARTS for state in states]
    assert sorted(drawn) == sorted(STATES)
    counted = await measures.due_months(reader, ReportFilter(), NOW)
    assert [row["month"] for row in counted] == sorted(row["month"] for row in counted)
    months = charts.months(counted)
    assert sum(sum(values) for _name, values in months) == whole.total
    assert sum(values[3] for _name, values in months) == whole.overdue


facts = st.builds(
    Fact,
    state=st.sampled_from(
        ("draft", "open", "in_progress", "submitted", "returned", "infeasible", "cancelled", "verified")
    ),
    due=st.integers(-120, 60),
    first_due=st.one_of(st.none(), st.integers(-120, 60)),
    done=st.integers(-120, 0),
    since=st.integers(-120, 0),
).map(
    lambda fact: (
        fact if fact.state == "verified" else Fact(fact.state, fact.due, fact.first_due, None, fact.since)
    )
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(commitments=st.lists(st.lists(facts, min_size=1, max_size=12), max_size=4))
async def test_figures_agree_with_a_slow_recount(
    city: Organisation, event: Event, office: Institution, commitments: list[list[Fact]]
) -> None:
    await execute("DELETE FROM follow_up_action")
    await execute("DELETE FROM commitment")
    for one in commitments:
        await promised(city, event, office, *one)
    rows = await FollowUpAction.objects().where(FollowUpAction.original_due.is_not_null())
    for asked in ({}, {"event_id": event.id}, {"institution_id": office.id}):
        whole, _rows = await measures.figures(_reader(city), ReportFilter.model_validate(asked), NOW)
        assert whole == _recounted(rows, len(commitments))


def _recounted(rows: list[FollowUpAction], commitments: int) -> Figures:
    """The definitions of domain.md again, an action at a time."""
    states = dict.fromkeys(("open", "in_progress", "submitted", "returned"), 0)
    states |= dict.fromkeys(("verified", "infeasible", "cancelled"), 0)
    ages, late, on_time, passed = [], [], 0, 0
    on_time_now, passed_now, moved, owed, stale = 0, 0, [], 0, 0
    for row in rows:
        if row.due < TODAY:
            passed_now += 1
            on_time_now += row.done_on is not None and row.done_on <= row.due
        if row.state in ("open", "in_progress", "returned"):
            owed += 1
            stale += NOW - row.state_since >= timedelta(days=30)
        if row.state not in ("infeasible", "cancelled") and row.due != row.original_due:
            moved.append((row.due - row.original_due).days)
        states[row.state] += 1
        if row.is_overdue(TODAY):
            ages.append(row.days_late(TODAY))
        if row.original_due < TODAY:
            passed += 1
            on_time += row.done_on is not None and row.done_on <= row.original_due
        if row.state not in ("infeasible", "cancelled"):
            handed_in = (row.state_since + timedelta(hours=7)).date() if row.state == "submitted" else TODAY
            slip = ((row.done_on or handed_in) - row.original_due).days
            late += [slip] if slip > 0 else []
    return Figures(
        commitments=commitments,
        states=states,
        overdue=len(ages),
        on_time=on_time,
        passed=passed,
        late=len(late),
        median_days_late=median(late) if late else None,
        on_time_now=on_time_now,
        passed_now=passed_now,
        moved=len(moved),
        median_slip=median(moved) if moved else None,
        owed=owed,
        stale=stale,
        asked=owed,
        ageing={
            "1-7": sum(age <= 7 for age in ages),
            "8-30": sum(8 <= age <= 30 for age in ages),
            "31-90": sum(31 <= age <= 90 for age in ages),
            ">90": sum(age > 90 for age in ages),
        },
    )


def _reader(organisation: Organisation) -> Actor:
    return Actor(organisation=organisation.id, rights=frozenset(Right))
