"""Rules as local dates: what dateutil says, at the same hour in every season, and never without end."""

import contextlib
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from events_app.events.series.recurrence import (
    MOST,
    YEARS,
    HourMissing,
    RuleUnreadable,
    dates_of,
    moment_or_none,
    moments,
    with_end,
)
from events_app.events.series.rule_form import RuleForm, weekday_of


def wall(*parts: int) -> datetime:
    """What a clock on the wall shows, wherever it hangs."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


NINE = wall(2026, 12, 8, 9)
STARTS = st.datetimes(wall(2020, 1, 1), wall(2040, 1, 1)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
DAYS = st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=4, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 20))}"]
    days = draw(DAYS)
    if days and freq == "WEEKLY":
        parts.append(f"BYDAY={','.join(days)}")
    if freq == "MONTHLY" and draw(st.booleans()):
        parts.append(f"BYDAY={draw(st.sampled_from(['1', '2', '3', '-1']))}{(days or ['TU'])[0]}")
    if freq == "MONTHLY" and "BYDAY" not in parts[-1] and draw(st.booleans()):
        parts.append(f"BYMONTHDAY={draw(st.integers(1, 31))}")
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 300))}")
    return ";".join(parts)


@settings(max_examples=150, deadline=None)
@given(rule=rules(), first=STARTS)
def test_dates_are_those_of_dateutil_with_the_first_start(rule: str, first: datetime) -> None:
    horizon = first + relativedelta(years=YEARS)
    bare = ";".join(part for part in rule.split(";") if not part.startswith("COUNT"))
    count = int(rule.rpartition("COUNT=")[2]) if "COUNT" in rule else 10_000
    theirs = list(rrulestr(bare, dtstart=first).between(first, horizon, inc=True))
    expected = sorted({first, *theirs})[:count]
    found = dates_of(rule, first, "Asia/Jakarta")
    assert found.starts == expected[:MOST]
    assert found.cut == (len(expected) > MOST or len(expected) < count)


@settings(max_examples=80, deadline=None)
@given(
    rule=rules(),
    first=STARTS,
    zone=st.sampled_from(["Europe/Amsterdam", "Asia/Jakarta", "America/New_York", "Australia/Lord_Howe"]),
)
def test_the_hour_on_the_wall_stays_in_every_season(rule: str, first: datetime, zone: str) -> None:
    for start in dates_of(rule, first, zone).starts:
        moment = moment_or_none(start, zone)
        if moment is not None:
            assert moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == start
            assert (start.hour, start.minute) == (first.hour, first.minute)
        else:
            assert zone != "Asia/Jakarta"


def test_an_hour_that_is_skipped_or_doubled_is_refused_with_its_date() -> None:
    starts = dates_of("FREQ=WEEKLY;COUNT=4", wall(2026, 3, 15, 2, 30), "Europe/Amsterdam").starts
    with pytest.raises(HourMissing) as refused:
        moments(starts, "Europe/Amsterdam")
    assert refused.value.extra == {"dates": ["2026-03-29T02:30"]}
    with pytest.raises(HourMissing):
        moments([wall(2026, 10, 25, 2, 30)], "Europe/Amsterdam")


def test_a_rule_that_never_ends_is_cut_and_says_so() -> None:
    daily = dates_of("FREQ=DAILY", NINE, "Asia/Jakarta")
    assert (len(daily.starts), daily.cut) == (MOST, True)
    yearly = dates_of("FREQ=YEARLY", NINE, "Asia/Jakarta")
    assert (len(yearly.starts), yearly.cut) == (YEARS + 1, True)
    assert not dates_of("FREQ=MONTHLY;COUNT=6", NINE, "Asia/Jakarta").cut
    never = dates_of("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", NINE, "Asia/Jakarta")
    assert never.starts == [NINE]


def test_until_is_a_day_a_local_time_or_a_moment_in_utc() -> None:
    for until in ("20261210", "20261210T090000", "20261210T020000Z"):
        found = dates_of(f"FREQ=DAILY;UNTIL={until}", NINE, "Asia/Jakarta").starts
        assert found[-1] == wall(2026, 12, 10, 9), until
    assert len(dates_of("FREQ=DAILY;UNTIL=20261210T010000Z", NINE, "Asia/Jakarta").starts) == 2


def test_extra_dates_join_in_order() -> None:
    extra = [wall(2026, 12, 9, 14)]
    starts = dates_of("FREQ=WEEKLY;COUNT=2", NINE, "Asia/Jakarta", extra).starts
    assert starts == [NINE, extra[0], NINE + timedelta(days=7)]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=9",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;FREQ=DAILY",
        "FREQ=DAILY;COUNT=2;UNTIL=20270101",
        "FREQ=DAILY;UNTIL=20279999",
        "FREQ=MONTHLY;BYMONTHDAY=99",
        "INTERVAL=2",
        "FREQ=WEEKLY;BYDAY=XX",
        "DTSTART:20260101\nRRULE:FREQ=DAILY",
    ],
)
def test_what_is_no_rule_is_refused_by_name(rule: str) -> None:
    with pytest.raises(RuleUnreadable) as refused:
        dates_of(rule, NINE, "Asia/Jakarta")
    assert refused.value.code == "rule_unreadable"


@settings(max_examples=200, deadline=None)
@given(rule=st.text(max_size=60) | st.from_regex(r"FREQ=DAILY;[A-Z]{2,10}=[-+0-9A-Z,]{1,12}", fullmatch=True))
def test_whatever_is_written_is_dates_or_a_refusal(rule: str) -> None:
    with contextlib.suppress(RuleUnreadable):
        assert dates_of(rule, NINE, "Asia/Jakarta").starts[0] == NINE


def test_another_end_takes_the_place_of_the_first() -> None:
    assert with_end("FREQ=WEEKLY;COUNT=3", 5, None) == "FREQ=WEEKLY;COUNT=5"
    assert with_end("FREQ=WEEKLY;COUNT=3", None, NINE) == "FREQ=WEEKLY;UNTIL=20261208T090000"


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ({"freq": "MONTHLY", "count": "3"}, "FREQ=MONTHLY;BYDAY=2TU;COUNT=3"),
        ({"freq": "MONTHLY", "monthly": "day", "count": "3"}, "FREQ=MONTHLY;COUNT=3"),
        ({"freq": "WEEKLY", "weekdays": ["MO", "TH"], "interval": "2", "count": "4"},
         "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH;COUNT=4"),
        ({"freq": "YEARLY", "ends": "until", "until": "2028-01-01"}, "FREQ=YEARLY;UNTIL=20280101"),
        ({"freq": "DAILY", "ends": "never"}, "FREQ=DAILY"),
        ({"rule": "FREQ=DAILY;COUNT=2", "count": "9"}, "FREQ=DAILY;COUNT=2"),
    ],
)  # fmt: skip
def test_the_form_says_the_rule(typed: dict[str, object], rule: str) -> None:
    form = RuleForm.model_validate({"timezone": "Asia/Jakarta", "starts_at": "2026-12-08T09:00"} | typed)
    assert form.text() == rule
    assert form.starts_at == datetime(2026, 12, 8, 2, tzinfo=UTC)


def test_a_fifth_weekday_counts_as_the_last() -> None:
    assert (weekday_of(wall(2026, 12, 8)), weekday_of(wall(2026, 12, 29))) == ("2TU", "-1TU")
