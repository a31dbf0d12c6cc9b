"""The start page at a glance: one figure for each thing that waits, the most pressing first."""

from typing import Any

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.reports.glance import Tile, glance
from events_app.reports.work import Desk, Work
from tests import make_events, make_stakeholders
from tests.make_reports import Fact, promised
from tests.people import Somebody

NEEDS = ("has_sessions", "has_speaker", "has_room")
QUIET = Desk(0, 0, 0, 0, [], [], [])


def _desk(**figures: int) -> Desk:
    counts = {"drafts": 0, "overdue": 0, "submitted": 0, "extensions": 0} | figures
    return Desk(**counts, drafts_shown=[], overdue_shown=[], extensions_shown=[])


def _event(**lacks: bool) -> dict[str, Any]:
    return {**dict.fromkeys(NEEDS, True), **lacks}


def _named(tiles: list[Tile]) -> dict[str, Tile]:
    return {tile.title: tile for tile in tiles}


def test_glance_is_empty_where_nothing_waits() -> None:
    assert glance(Work(running=[], desk=QUIET, waiting=[], preparing=[])) == []


def test_glance_leads_to_what_is_late_and_marks_it() -> None:
    late = _named(glance(Work(running=[], desk=_desk(overdue=6))))["Overdue actions"]
    assert (late.count, late.href, late.shown_tone) == (6, "/actions?overdue=true", "bad")


def test_nought_beside_other_figures_is_calm() -> None:
    tiles = _named(glance(Work(running=[], desk=_desk(overdue=6))))
    assert (tiles["Drafts to agree"].count, tiles["Drafts to agree"].shown_tone) == (0, "")
    assert tiles["Extensions to decide"].href == ""


def test_who_gives_verdicts_has_one_figure_for_what_is_submitted() -> None:
    when = clock.now()
    row = {"submitted_at": when, "timezone": "Asia/Jakarta"}
    tiles = _named(glance(Work(running=[], desk=_desk(submitted=2), waiting=[row, row])))
    assert "Awaiting verification" not in tiles
    assert tiles["Submissions to verify"].count == 2
    assert tiles["Submissions to verify"].since == (when, "Asia/Jakarta")


def test_more_than_are_counted_is_said() -> None:
    row = {"submitted_at": clock.now(), "timezone": "Asia/Jakarta"}
    tile = _named(glance(Work(running=[], waiting=[row] * 101)))["Submissions to verify"]
    assert (tile.count, tile.more) == (100, True)


def test_events_that_still_lack_something_are_counted() -> None:
    events = [_event(), _event(has_room=False), _event(has_speaker=False, has_room=False)]
    tile = _named(glance(Work(running=[], preparing=events)))["Events to prepare"]
    assert (tile.count, tile.lacking, tile.shown_tone) == (3, 2, "warn")
    assert _named(glance(Work(running=[], preparing=[_event()])))["Events to prepare"].shown_tone == "info"


async def test_start_page_begins_with_the_figures(city: Organisation, dewi: Somebody) -> None:
    event, office = await make_events.published(city), await make_stakeholders.institution(city.id)
    await promised(city, event, office, *[Fact("open", due=-1500)] * 6)
    shown = (await dewi.web.get("/")).text
    assert shown.index('aria-label="At a glance"') < shown.index('href="/actions?overdue=true"')
    assert "5 of 6 shown" in shown
