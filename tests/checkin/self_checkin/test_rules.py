"""What is odd and what is not, by the numbers alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from events_app.checkin.self_checkin.rules import Facts, reasons
from events_app.checkin.self_checkin.tables import FlagWhy

NOW = datetime(2026, 8, 12, 2, 0, tzinfo=UTC)
USUAL: dict[str, Any] = {
    "marks": 1,
    "failures": 0,
    "marked_at": NOW,
    "previous_at": None,
    "code_at": NOW - timedelta(seconds=20),
    "by_name": False,
}


def why(**facts: Any) -> list[FlagWhy]:
    return reasons(Facts(**USUAL | facts))


def test_one_person_on_one_phone_is_not_odd() -> None:
    assert why() == []


@pytest.mark.parametrize(("marks", "odd"), [(2, False), (3, False), (4, True), (40, True)])
def test_a_small_delegation_may_share_a_phone(marks: int, odd: bool) -> None:
    assert (FlagWhy.many_marks in why(marks=marks)) is odd


@pytest.mark.parametrize(("seconds", "odd"), [(0, True), (7.9, True), (8, False), (60, False)])
def test_marks_faster_than_typing_are_odd(seconds: float, odd: bool) -> None:
    assert (FlagWhy.too_fast in why(previous_at=NOW - timedelta(seconds=seconds))) is odd


@pytest.mark.parametrize(
    ("failures", "by_name", "odd"), [(2, True, False), (3, True, True), (9, False, False)]
)
def test_many_failures_make_a_mark_by_name_odd(failures: int, by_name: bool, odd: bool) -> None:
    assert (FlagWhy.many_failures in why(failures=failures, by_name=by_name)) is odd


@pytest.mark.parametrize(("seconds", "odd"), [(179, False), (180, True), (299, True)])
def test_a_code_that_was_read_long_ago_is_odd(seconds: float, odd: bool) -> None:
    assert (FlagWhy.late in why(code_at=NOW - timedelta(seconds=seconds))) is odd


def test_several_reasons_are_all_told() -> None:
    assert why(marks=5, previous_at=NOW) == [FlagWhy.many_marks, FlagWhy.too_fast]
