"""Months and weeks as they are asked for: whole weeks from Monday, and nothing for what does not exist."""

from datetime import date

import pytest

from events_app import i18n
from events_app.events.views import spans
from events_app.formats import days_text, month_text


def test_a_month_is_the_weeks_it_touches() -> None:
    month = spans.month_asked("2026-11")
    assert month is not None
    assert (month.first, month.last, month.anchor) == (
        date(2026, 10, 26),
        date(2026, 12, 6),
        date(2026, 11, 1),
    )
    assert spans.months_beside(month) == ("2026-10", "2026-12")


def test_a_week_is_monday_to_sunday_by_number_or_by_a_day() -> None:
    week = spans.week_asked("2026-W48")
    assert week is not None
    assert (week.first, week.last) == (date(2026, 11, 23), date(2026, 11, 29))
    assert spans.week_asked("2026-11-29") == week
    assert spans.weeks_beside(week) == ("2026-W47", "2026-W49")


@pytest.mark.parametrize("text", ["abc", "2026-13", "0001-01", "9999-12", "2026-1", "2026-11-01", ""])
def test_what_is_no_month_is_none(text: str) -> None:
    assert spans.month_asked(text) is None


@pytest.mark.parametrize("text", ["abc", "2026-W99", "2026-W00", "2025-W53", "2026-02-30", "9999-W52", ""])
def test_what_is_no_week_is_none(text: str) -> None:
    assert spans.week_asked(text) is None


def test_there_is_nothing_before_the_first_and_after_the_last() -> None:
    first, last = spans.month_asked("1990-01"), spans.month_asked("2199-12")
    assert first is not None
    assert last is not None
    assert (spans.months_beside(first)[0], spans.months_beside(last)[1]) == ("", "")


def test_midnight_is_the_zones() -> None:
    start, end = spans.week_of(date(2026, 3, 29)).moments("Europe/Berlin")
    assert (end - start).total_seconds() == (7 * 24 - 1) * 3600


def test_both_languages_name_months_and_days() -> None:
    with i18n.using("id"):
        assert month_text(date(2026, 8, 1)) == "Agustus 2026"
        assert days_text(date(2026, 7, 27), date(2026, 8, 2)) == "27 Juli – 2 Agustus 2026"
    with i18n.using("en"):
        assert days_text(date(2026, 8, 3), date(2026, 8, 9)) == "3–9 August 2026"
        assert days_text(date(2025, 12, 29), date(2026, 1, 4)) == "29 December 2025 – 4 January 2026"
