"""Every plot's table against a slow recount in Python, of random promises; the page, the files and the API."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events_app import i18n
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import FollowUpAction, ProgressUpdate
from events_app.database import counting_queries, execute
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.reports import plots
from events_app.reports.forms import ReportFilter
from events_app.reports.plots.plot import Plot
from events_app.reports.plots.survival import curve
from events_app.stakeholders.tables import Institution
from tests import make_events, make_invitations, make_stakeholders
from tests.make_events import NINE
from tests.make_reports import NOW, TODAY, Fact, came, promised
from tests.people import Somebody
from tests.reports.test_figures import facts

GONE = ("infeasible", "cancelled")
AGREED = (NINE + timedelta(hours=7)).date()


@pytest.fixture
async def office(city: Organisation) -> Institution:
    return await make_stakeholders.institution(city.id)


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_events.published(city)


def reader(city: Organisation) -> Actor:
    return Actor(organisation=city.id, rights=frozenset(Right))


async def one(city: Organisation, name: str, **asked: Any) -> Plot:
    with i18n.using("en"):
        (made,) = await plots.of(reader(city), ReportFilter.model_validate(asked), NOW, [name])
    return made


def records(plot: Plot) -> list[dict[str, Any]]:
    """The rows by the keys of their columns."""
    keys = [column.key for column in plot.columns]
    return [dict(zip(keys, row, strict=True)) for row in plot.rows]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    promises=st.lists(
        st.tuples(st.sampled_from(("Anak", "Lingkungan", "")), st.lists(facts, max_size=8)), max_size=4
    )
)
async def test_tables_agree_with_a_slow_recount(
    city: Organisation, event: Event, office: Institution, promises: list[tuple[str, list[Fact]]]
) -> None:
    await execute("DELETE FROM follow_up_action")
    await execute("DELETE FROM commitment")
    other = await make_stakeholders.institution(city.id, f"Bappeda {new_id()}")
    themes = {}
    for place, (theme, some) in enumerate(promises):
        made = await promised(city, event, (office, other)[place % 2], *some, theme=theme)
        themes[made.id] = theme
    rows = await FollowUpAction.objects().where(FollowUpAction.original_due.is_not_null())
    with i18n.using("en"):
        told = {plot.name: plot for plot in await plots.of(reader(city), ReportFilter(), NOW)}
    _same_states(told["status-by-theme"], rows, themes)
    _same_course(told["burn-up"], rows)
    _same_slips(told["slips"], rows)
    _same_months(told["heat-map"], rows)
    _same_curve(told["completion"], rows)


def _same_states(plot: Plot, rows: list[Any], themes: dict[Any, str]) -> None:
    found = {record["name"]: record for record in records(plot)}
    assert sum(record["total"] for record in found.values()) == len(rows)
    for theme in {themes[row.commitment] for row in rows}:
        mine = [row for row in rows if themes[row.commitment] == theme]
        record = found[theme or "Without a theme"]
        states = {
            state: sum(row.state == state for row in mine) for state in ("verified", "open", "cancelled")
        }
        assert {state: record[state] for state in states} == states
        wanted = [row for row in mine if row.state not in GONE]
        rate = states["verified"] / len(wanted) if len(wanted) >= 5 else None
        assert record["completion_rate"] == rate


def _same_course(plot: Plot, rows: list[Any]) -> None:
    wanted = [row for row in rows if row.state not in GONE]
    assert plot.n == len(wanted)
    for record in records(plot):
        for key, column in (("planned", "original_due"), ("current", "due"), ("verified", "done_on")):
            days = [getattr(row, column) for row in wanted if key != "verified" or row.state == "verified"]
            by_then = sum(f"{day:%Y-%m}" <= record["month"] for day in days)
            future = key == "verified" and record["month"] > f"{TODAY:%Y-%m}"
            assert record[key] == (None if future else by_then)


def _same_slips(plot: Plot, rows: list[Any]) -> None:
    wanted = [row for row in rows if row.state not in GONE]
    slips = [(max(row.due, row.done_on or row.due) - row.original_due).days for row in wanted]
    moved = sorted((slip for slip in slips if slip > 0), reverse=True)
    assert plot.n == len(moved)
    assert [record["slip"] for record in records(plot)] == moved[:20]


def _same_months(plot: Plot, rows: list[Any]) -> None:
    left = [row for row in rows if row.state not in (*GONE, "verified")]
    assert plot.n == len(left)
    assert sum(record["total"] for record in records(plot)) == len(left)
    if left:
        here = f"{TODAY:%Y-%m}"
        due_now = sum(f"{row.due:%Y-%m}" == here for row in left)
        assert sum(record[here] for record in records(plot)) == due_now
        earlier = sum(f"{row.due:%Y-%m}" <= "2027-03" for row in left)
        assert sum(record["earlier"] for record in records(plot)) == earlier


def _same_curve(plot: Plot, rows: list[Any]) -> None:
    """Each action watched from the day it was agreed to the day it was done, handed in, or today."""
    seen = []
    for row in rows:
        done = row.state == "verified"
        handed_in = (row.state_since + timedelta(hours=7)).date() if row.state == "submitted" else TODAY
        seen.append((max(((row.done_on if done else handed_in) - AGREED).days, 0), done))
    days = sorted({day for day, _done in seen})
    steps = curve([(day, seen.count((day, True)), seen.count((day, False))) for day in days])
    for record in records(plot):
        if record["theme"] == "All themes":
            by_then = [step.done for step in steps if step.day <= record["days"]]
            expected = (by_then[-1] if by_then else 0.0) if len(rows) >= 5 else None
            assert record["done"] == (expected if expected is None else pytest.approx(expected))
            assert record["at_risk"] == sum(day >= record["days"] for day, _done in seen)


async def test_obstacles_count_an_action_once_each_and_add_up(
    city: Organisation, event: Event, office: Institution
) -> None:
    made = await promised(city, event, office, *[Fact("in_progress", due=9)] * 6)
    rows = await FollowUpAction.objects().where(FollowUpAction.commitment == made.id)
    named = [
        (0, "budget"),
        (0, "budget"),
        (1, "budget"),
        (2, "budget"),
        (2, "staff"),
        (3, "staff"),
        (4, "none"),
    ]
    for place, obstacle in named:
        about: dict[str, Any] = {"organisation": city.id, "action": rows[place].id, "reported_for": TODAY}
        await ProgressUpdate(**about, percent=10, narrative="Jalan.", obstacle=obstacle).save()
    plot = await one(city, "obstacles")
    assert [row[1:4] for row in plot.rows] == [[3, 4, 0.6], [2, 2, 0.4]]
    assert [row[4] for row in plot.rows] == [0.6, 1.0]
    assert plot.says == "Of 6 follow-up actions 4 have reported an obstacle, most often: Budget."


async def test_funnel_counts_only_who_went_through_the_step_before(city: Organisation, event: Event) -> None:
    names = ("A diundang", "B hadir", "C berjanji", "D mengesahkan", "E menepati", "F tak diundang")
    offices = [await make_stakeholders.institution(city.id, name) for name in names]
    for place, office in enumerate(offices[:5]):
        asked = await make_invitations.invitation(event, office)
        await make_invitations.answered(asked, "accepted", f"Wakil {place}")
        if place:
            await came(await make_invitations.guests_of(asked))
    await promised(city, event, offices[2], Fact("verified", due=1, done=0), ratification="pending")
    await promised(city, event, offices[3], Fact("verified", due=1, done=0), Fact("open", due=1))
    await promised(city, event, offices[4], Fact("verified", due=1, done=0), Fact("cancelled", due=1))
    await promised(city, event, offices[5], Fact("verified", due=1, done=0))
    plot = await one(city, "funnel")
    assert list(plot.rows[0][1:]) == [5, 4, 3, 2, 1, 0.2]
    assert {row[0]: list(row[1:6]) for row in plot.rows[1:]} == {
        names[0]: [1, 0, 0, 0, 0],
        names[1]: [1, 1, 0, 0, 0],
        names[2]: [1, 1, 1, 0, 0],
        names[3]: [1, 1, 1, 1, 0],
        names[4]: [1, 1, 1, 1, 1],
    }
    assert any(note.startswith("1 times an institution promised") for note in plot.notes)
    assert (await one(city, "funnel", event_id=event.id)).n == 5
    assert (await one(city, "funnel", to="2020-01-01")).n == 0


async def test_funnel_of_a_theme_has_the_events_of_that_theme_from_the_first_step_on(
    city: Organisation, event: Event
) -> None:
    """Three events: on the theme by name and without a promise, by a promise alone, and on another one."""
    silent, other = await make_events.published(city), await make_events.published(city)
    await Event.update({Event.theme: "Anak"}).where(Event.id == silent.id)
    offices = [await make_stakeholders.institution(city.id, name) for name in ("Dinas Sosial", "Bappeda")]
    for where in (event, silent, other):
        for office in offices:
            asked = await make_invitations.invitation(where, office)
            await make_invitations.answered(asked, "accepted", "Wakil")
            await came(await make_invitations.guests_of(asked))
    done, owed = Fact("verified", due=1, done=0), Fact("open", due=1)
    await promised(city, event, offices[0], done, theme="Anak")
    await promised(city, event, offices[0], owed, theme="Jalan")
    await promised(city, other, offices[1], done, theme="Jalan")
    plot = await one(city, "funnel", theme="anak")
    assert list(plot.rows[0][1:6]) == [4, 4, 1, 1, 1]
    assert "“anak”" in plot.notes[0]
    assert not any("without having been invited" in note for note in plot.notes)
    assert (await one(city, "funnel")).n == 6
    assert (await one(city, "funnel", theme="Tiada")).n == 0


async def test_busiest_stand_by_themselves_and_the_others_together(city: Organisation, event: Event) -> None:
    for number in range(18):
        office = await make_stakeholders.institution(city.id, f"Dinas {number:02}")
        await promised(city, event, office, *[Fact("open", due=5)] * (number + 1))
    bars = records(await one(city, "status-by-institution"))
    assert [bars[0]["name"], bars[-1]["name"], bars[-1]["total"]] == ["Dinas 17", "Others (3)", 6]
    map_ = records(await one(city, "heat-map"))
    assert [map_[0]["institution"], map_[-1]["institution"], map_[-1]["total"]] == [
        "Dinas 17",
        "Others (3)",
        6,
    ]


async def test_what_ends_later_is_what_got_a_new_date_or_was_done_after_its_own(
    city: Organisation, event: Event, office: Institution
) -> None:
    moved, late = Fact("open", due=30, first_due=1), Fact("verified", due=-9, done=-2)
    in_time, overdue = Fact("verified", due=-5, done=-6), Fact("open", due=-40)
    await promised(city, event, office, moved, late, in_time, overdue)
    plot = await one(city, "slips")
    assert plot.says.startswith("Of 4 follow-up actions 2 end later than first promised")
    assert [record["slip"] for record in records(plot)] == [29, 7]
    assert plot.notes == ["What is overdue while its first date still stands is not among them."]


async def test_few_have_no_percentage_anywhere(city: Organisation, event: Event, office: Institution) -> None:
    await promised(city, event, office, *[Fact("verified", due=-5, done=-6)] * 4)
    for plot in await plots.of(reader(city), ReportFilter(), NOW):
        assert "%)" not in plot.says, plot.name
        assert "Half" not in plot.says, "all four are done: that half is not reached would be wrong"
        shares = [i for i, column in enumerate(plot.columns) if column.kind == "share"]
        assert all(row[i] is None for row in plot.rows for i in shares), plot.name
    assert (await one(city, "completion")).picture is None


async def test_page_says_what_each_plot_shows_and_files_hold_their_own_colours(
    city: Organisation, event: Event, office: Institution, dewi: Somebody
) -> None:
    await promised(
        city, event, office, *[Fact("open", due=-3), Fact("verified", due=5, first_due=1, done=1)] * 3
    )
    shown = (await dewi.web.get(f"/reports/plots?institution_id={office.id}")).text
    assert shown.count('role="img"') == shown.count("<desc") >= 7
    assert f'href="/reports?institution_id={office.id}"' in shown
    for name in plots.NAMES:
        assert f'id="{name}"' in shown
        file = await dewi.web.get(f"/reports/plots/{name}.svg")
        assert file.headers["content-type"].startswith("image/svg+xml")
        root = ElementTree.fromstring(file.text)
        assert "var(--" not in file.text
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        told = (await dewi.api.get(f"/reports/plots/{name}")).json()
        assert told["says"] in shown.replace("&#39;", "'")
    assert (
        f'href="/reports/plots?institution_id={office.id}"'
        in (await dewi.web.get(f"/reports?institution_id={office.id}")).text
    )


async def test_refusals_and_empty_states_are_said_in_words(
    city: Organisation, dewi: Somebody, charlie: Somebody, event: Event, office: Institution
) -> None:
    assert "No commitments yet" in (await dewi.web.get("/reports/plots")).text
    wrong = await dewi.web.get("/reports/plots?from=2027-02-01&to=2027-01-01")
    assert wrong.status_code == 422
    assert "The last day must not lie before the first." in wrong.text
    assert 'value="2027-02-01"' in wrong.text
    refused = await dewi.api.get("/reports/plots/ageing?from=2027-02-01&to=2027-01-01")
    assert [refused.status_code, refused.json()["errors"][0]["field"]] == [422, "to"]
    assert (await dewi.web.get("/reports/plots/ageing.svg?from=2027-02-01&to=2027-01-01")).status_code == 422
    assert (await dewi.api.get("/reports/plots/astrology")).json()["code"] == "not_found"
    await promised(city, event, office, Fact("open", due=3))
    assert "No commitment matches" in (await dewi.web.get("/reports/plots?theme=Tiada")).text
    assert (await charlie.api.get("/reports/plots/ageing")).json()["n"] == 0
    names = [one["name"] for one in (await dewi.api.get("/reports/plots")).json()["items"]]
    assert names == list(plots.NAMES)


async def test_page_asks_as_much_for_many_actions_as_for_few(
    city: Organisation, event: Event, dewi: Somebody
) -> None:
    async def asked(many: int) -> int:
        for number in range(many):
            office = await make_stakeholders.institution(city.id, f"Dinas {many} {number:03}")
            await promised(city, event, office, Fact("open", due=number), theme=f"Tema {number}")
        with counting_queries() as counted:
            assert (await dewi.web.get("/reports/plots")).status_code == 200
        return counted.count

    assert await asked(10) == await asked(100)
